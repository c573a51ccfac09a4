import type {Service} from './service.js';

/** What somebody can do about a service. `hurry`: what is being stopped is killed at once. */
export type ServiceVerb = 'start' | 'stop' | 'restart' | 'hurry';

/** Those that would change something now, the one that helps most first. */
export function verbsOf({state, facts}: Pick<Service, 'state' | 'facts'>): readonly ServiceVerb[] {
	switch (state.status) {
		case 'stopped':
		case 'completed': {
			return facts?.installed === false || facts?.kind === 'tool' ? [] : ['start'];
		}

		// Stopped, it is no trouble any more.
		case 'parked':
		case 'backing-off': {
			return ['start', 'stop'];
		}

		case 'waiting': {
			return ['stop'];
		}

		case 'starting':
		case 'ready':
		case 'unhealthy': {
			return ['stop', 'restart'];
		}

		case 'stopping': {
			return ['hurry'];
		}
	}
}

/** What is not there yet is got by a command. */
export function addCommand({id, facts}: Pick<Service, 'id' | 'facts'>): string | undefined {
	return facts?.installed === false && (facts.kind === 'component' || facts.kind === 'tool') ? `clutch service add ${id}` : undefined;
}
