import type {Service, ServiceId} from '../../service/service.js';
import {addCommand, verbsOf, type ServiceVerb} from '../../service/verbs.js';

/** Something that can be done about a service, by its plain name, and how the service is now. */
export type ServiceDeed = {readonly deed: ServiceVerb | 'log' | 'add'; readonly id: ServiceId; readonly title: string; readonly name: string; readonly says: string};

/** Where there are others, the key in the table has the log of the gateway already. */
const keyed: ReadonlySet<string> = new Set(['log of gateway']);

/** For each service what would change something now. Nobody looks for the demo's while it does not run. */
export function serviceDeeds(services: readonly Service[]): readonly ServiceDeed[] {
	return services.filter(({demo, state}) => !demo || state.status !== 'stopped').flatMap(service => {
		const {id, title, state, facts} = service;
		const says = state.status === 'stopped' && facts?.installed === false ? '' : state.status;
		const verbs = verbsOf(service).map((deed): ServiceDeed => ({deed, id, title, says, name: deed === 'hurry' ? `kill ${id} now` : `${deed} ${id}`}));
		const command = addCommand(service);
		return [
			...verbs,
			...facts?.kind === 'tool' || facts?.installed === false ? [] : [{deed: 'log', id, title, says, name: `log of ${id}`} as const],
			...command === undefined ? [] : [{deed: 'add', id, title, says: command, name: `add ${title}`} as const],
		];
	}).filter(({name}) => !keyed.has(name));
}
