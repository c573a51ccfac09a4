import {rtkService} from '../../core/service/components/rtk.js';
import {askRtk} from '../../io/rtk.js';
import type {SupervisorContext} from '../context.js';

export type PassiveComponents = {
	/** Looks at them where the last look is old; what has changed is published. */
	readonly look: () => Promise<void>;
};

/** What they say of themselves changes with every command of an agent, and asking starts a program. */
const shortestGapMs = 10_000;

/** Components that have no process: nothing of them is started or ended, they are only looked at. */
export function createPassive({paths, env, clock, bus, signal}: Pick<SupervisorContext, 'paths' | 'env' | 'clock' | 'bus' | 'signal'>): PassiveComponents {
	let told = '';
	let last: {readonly at: number; readonly done: Promise<void>} | undefined;

	const ask = async () => {
		const state = await askRtk({paths, env, signal});
		if (state.status === 'silent' && told !== '') {
			// Too late an answer makes nothing of the last one wrong.
			return;
		}

		const service = rtkService(state);
		const news = JSON.stringify(service);
		if (!signal.aborted && news !== told) {
			told = news;
			bus.publish({type: 'service.changed', service});
		}
	};

	return {
		async look() {
			const at = clock.monotonic();
			if (last === undefined || at - last.at >= shortestGapMs) {
				last = {at, done: ask()};
			}

			return last.done;
		},
	};
}
