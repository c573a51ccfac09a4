import type {Lacking, Service, ServiceId} from './service.js';
import {addCommand} from './verbs.js';

/** With what it waits for in vain, as long as nobody does something about it. */
export function withLacking(service: Service, find: (id: ServiceId) => Service | undefined): Service {
	const {state, facts} = service;
	if (state.status !== 'waiting' || facts === undefined) {
		return service;
	}

	const lacking = state.on.map(id => lackingOf(find(id))).find(each => each !== undefined);
	return lacking === undefined ? service : {...service, facts: {...facts, lacking}};
}

/** Undefined of one that runs, is on its way, or has done its work. */
export function lackingOf(service: Service | undefined): Lacking | undefined {
	const status = service?.state.status;
	if (service === undefined || (status !== 'stopped' && status !== 'parked')) {
		return undefined;
	}

	const {id, facts} = service;
	const up = `clutch up ${id}`;
	if (status === 'parked') {
		return {id, why: 'parked', next: up};
	}

	if (facts?.installed === false) {
		return {id, why: 'not installed', next: addCommand(service) ?? `Install its program, or correct services.${id}.argv in the config`};
	}

	return {id, why: facts?.enabled === false ? 'off' : 'stopped', next: up};
}

/** Behind "waits for" or "waiting for". */
export function waitedFor(on: readonly ServiceId[], lacking: Lacking | undefined): string {
	if (lacking === undefined) {
		return on.join(', ');
	}

	return on.length === 1 ? `${lacking.id}, which is ${lacking.why}` : `${on.join(', ')}, of which ${lacking.id} is ${lacking.why}`;
}
