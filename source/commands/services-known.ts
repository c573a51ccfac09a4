import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {rtkService} from '../core/service/components/rtk.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import type {Service, ServiceFacts} from '../core/service/service.js';
import type {ServiceSpec} from '../core/service/spec.js';
import {unknownServiceNext} from '../core/service/unknown.js';
import {askRtk} from '../io/rtk.js';
import {systemClock} from '../io/clock.js';
import {livingServices} from '../io/living-services.js';
import {findProgram} from '../io/service-program.js';
import type {CommandContext} from './command.js';
import {configuredSpecs} from './service-specs.js';
import {withClutchd} from './with-clutchd.js';

export type ServicesKnown = {
	readonly isRunning: boolean;
	readonly services: readonly Service[];
	/** As the config has them now. */
	readonly specs: readonly ServiceSpec[];
	readonly problems: readonly SpecProblem[];
};

/** How the services are, by clutchd where it runs, and what the config says of them. Starts nothing. */
export async function servicesKnown(context: CommandContext): Promise<ServicesKnown> {
	const {specs, problems} = configuredSpecs(context);
	const asked = await askedServices(context);
	const running = asked ?? servicesAlone(context);
	// Their rows are wrong or gone, and they run on.
	const others = running.filter(({id, state}) => 'pid' in state && specs.every(spec => spec.id !== id));
	const services = specs.map(spec => running.find(service => service.id === spec.id) ?? resting(spec, context));
	// It has no row in the config: there is nothing to start.
	const tool = running.find(({id}) => id === 'rtk') ?? rtkService(await askRtk(context));
	return {isRunning: asked !== undefined, services: [...services, ...others, tool], specs, problems};
}

async function askedServices(context: CommandContext): Promise<readonly Service[] | undefined> {
	try {
		const {services} = await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState);
		return services;
	} catch (error) {
		if (error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_RUNNING') {
			return undefined;
		}

		throw error;
	}
}

/** Those that run on while clutchd does not. */
export function servicesAlone(context: CommandContext): readonly Service[] {
	const {specs} = configuredSpecs(context);
	return livingServices(context).map(({service: id, pid, address, startedAt}) => {
		const spec = specs.find(each => each.id === id);
		const known = spec === undefined
			? {id, title: id, demo: false, facts: {kind: 'user', enabled: false, installed: true, port: undefined, version: undefined, dependsOn: [], figures: [], crash: undefined}} as const
			: resting(spec, context);
		return {...known, state: {status: 'ready', pid, since: startedAt ?? systemClock.now(), address}, facts: {...known.facts, ...address === undefined ? {} : {unasked: true}, note: 'it runs, and nobody asks how it is while clutchd does not run: clutch up finds it again, clutch down ends it'}};
	});
}

function resting(spec: ServiceSpec, context: CommandContext): Service & {readonly facts: ServiceFacts} {
	const {id, title, kind, demo, enabled, port, dependsOn} = spec;
	const installed = findProgram(spec, context).status === 'found';
	return {id, title, demo, state: {status: 'stopped'}, facts: {kind, enabled, installed, port: port?.number, version: undefined, dependsOn: dependsOn.map(dependency => dependency.id), figures: [], crash: undefined}};
}

/** Before clutchd is started for them: of those that the config does not know it can have only what runs. */
export function refuseUnknown(words: readonly string[], context: CommandContext): void {
	const {specs, problems} = configuredSpecs(context);
	const known = new Set([...specs, ...problems].map(({id}) => id));
	const others = words.filter(word => !known.has(word));
	const living = new Set(others.length === 0 ? [] : livingServices(context).map(({service}) => service));
	const unknown = others.find(word => !living.has(word));
	if (unknown !== undefined) {
		throw noService(unknown, specs.map(({id}) => id));
	}
}

/** The sentence for a name that is none. */
export function noService(id: string, known: readonly string[]): ClutchError {
	return new ClutchError('ERR_CLUTCH_NO_SERVICE', {id, next: unknownServiceNext(id, known)});
}
