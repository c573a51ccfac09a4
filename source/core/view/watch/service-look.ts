import {waitedFor} from '../../service/lacking.js';
import {addCommand} from '../../service/verbs.js';
import type {Service} from '../../service/service.js';
import {formatDuration} from '../text/format.js';
import type {Role} from '../text/role.js';
import {startingTrouble} from '../text/service-lines.js';

/** `more` is what is said behind `text` where there is room for both. */
export type ServiceLook = {readonly symbol: string; readonly role: Role; readonly text: string; readonly more?: string | undefined; readonly port: string; /** Says the same as both in fewer words. */ readonly brief?: string | undefined};

/** The state of a service as a row of a table says it. */
export function serviceLook(service: Service, now: number): ServiceLook {
	const {state, facts} = service;
	const wanted = facts?.port === undefined || facts.port === 0 ? '' : `:${facts.port}`;
	switch (state.status) {
		case 'stopped': {
			return stoppedLook(service, wanted);
		}

		case 'waiting': {
			const {lacking} = facts ?? {};
			return lacking === undefined
				? {symbol: '◌', role: 'busy', text: `waiting for ${state.on.join(', ')}`, port: wanted}
				: {symbol: '◌', role: 'warn', text: `waiting for ${waitedFor(state.on, lacking)}`, more: `   ${lacking.next}`, brief: `needs ${lacking.id}: ${lacking.why}`, port: wanted};
		}

		case 'completed': {
			return {symbol: '✔', role: 'dim', text: 'completed', port: ''};
		}

		case 'starting': {
			const trouble = startingTrouble(state, now);
			return {symbol: '◐', role: 'busy', text: `starting ${Math.max(0, Math.floor((now - state.since) / 1000))} s`, more: [state.attempt > 1 ? `, attempt ${state.attempt}` : '', trouble === undefined ? '' : `   ${trouble}`].join(''), brief: trouble, port: wanted};
		}

		case 'ready': {
			return readyLook(state, {facts, now});
		}

		case 'unhealthy': {
			return {symbol: '✖', role: 'bad', text: 'does not answer', more: state.trouble === undefined ? undefined : `   ${state.trouble}`, port: wanted};
		}

		case 'stopping': {
			return {symbol: '◐', role: 'dim', text: `stopping${state.signal === undefined ? '' : ` ${state.signal},`} ${left(state.deadline - now)}`, port: wanted};
		}

		case 'backing-off': {
			return {symbol: '↻', role: 'warn', text: `starts again in ${left(state.until - now)}`, more: `, attempt ${state.attempt}`, port: wanted};
		}

		case 'parked': {
			return {symbol: '✖', role: 'bad', text: `parked: ${state.reason}`, port: state.port === undefined || state.port === 0 ? wanted : `:${state.port}`};
		}
	}
}

function readyLook({since, address}: Extract<Service['state'], {readonly status: 'ready'}>, {facts, now}: {readonly facts: Service['facts']; readonly now: number}): ServiceLook {
	return {symbol: '●', role: 'ok', text: `up ${formatDuration(now - since)}`, more: facts?.unasked === true ? ', nobody asks it' : undefined, port: /:\d+(?=\/?$)/.exec(address ?? '')?.[0] ?? ''};
}

/** A tool has no process: it is in use, or it is not. */
function stoppedLook(service: Service, port: string): ServiceLook {
	const {facts} = service;
	if (facts?.installed === false) {
		const command = addCommand(service);
		return {symbol: '○', role: 'dim', text: '– not installed', more: command === undefined ? undefined : `   ${command}`, brief: command === undefined ? undefined : `– add: ${command}`, port: ''};
	}

	if (facts?.kind === 'tool') {
		return facts.note === undefined ? {symbol: '●', role: 'ok', text: 'in use', port: ''} : {symbol: '○', role: 'dim', text: facts.note, port: ''};
	}

	return {symbol: '○', role: 'dim', text: facts?.enabled === false ? 'off' : 'stopped', port};
}

/** It says something that is another second later. */
export function countsSeconds({state: {status}}: Service): boolean {
	return status === 'starting' || status === 'stopping' || status === 'backing-off';
}

/** Never less than it is. */
function left(milliseconds: number): string {
	return `${Math.max(0, Math.ceil(milliseconds / 1000))} s`;
}
