import {systemClock, type Clock} from '../../source/io/clock.js';
import {until} from './until.js';

export type TravellingClock = Clock & {
	/** Goes on by so many milliseconds at once: all that is due until then happens in its order, and every question to clutchd is answered before time goes on. */
	readonly travel: (ms: number) => Promise<void>;
};

type Task = {readonly at: number; readonly ms: number; readonly run: () => void; readonly cancel: () => void};

/** Between two signs of life of clutchd, see `source/ui/heartbeat.ts`. */
const pause = 900;

/** The system's clock, or one so far ahead of it, until somebody travels. */
export function travellingClock(first = 0): TravellingClock {
	const tasks = new Set<Task>();
	let ahead = first;
	const monotonic = () => systemClock.monotonic() + ahead;

	return {
		now: () => systemClock.now() + ahead,
		monotonic,
		after(ms, run) {
			const task: Task = {
				at: monotonic() + Math.max(0, ms),
				ms,
				run,
				cancel: systemClock.after(ms, () => {
					tasks.delete(task);
					run();
				}),
			};
			tasks.add(task);
			return () => {
				tasks.delete(task);
				task.cancel();
			};
		},
		async travel(ms) {
			const end = monotonic() + ms;
			for (;;) {
				const [next] = [...tasks].filter(({at}) => at <= end).toSorted((one, other) => one.at - other.at);
				if (next === undefined) {
					ahead += Math.max(0, end - monotonic());
					return;
				}

				tasks.delete(next);
				next.cancel();
				ahead += Math.max(0, next.at - monotonic());
				next.run();
				if (next.ms === pause) {
					await until('clutchd has answered', () => [...tasks].some(task => task.ms === pause));
				}
			}
		},
	};
}
