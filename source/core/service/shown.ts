import type {Service} from './service.js';

/** Those that somebody looks for in a list: what runs or should, what is in trouble, what its user has named. A component that is off is found by its name. */
export function shownServices(services: readonly Service[]): readonly Service[] {
	return services.filter(({demo, state, facts}) => state.status !== 'stopped' || (!demo && (facts === undefined || facts.enabled || facts.kind === 'user')));
}
