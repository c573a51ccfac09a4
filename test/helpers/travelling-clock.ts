import {systemClock, type Clock} from '../../source/io/clock.js';
import {until} from './until.js';

export type TravellingClock = Clock & {
	/** Goes on by so many milliseconds at once: all that is due until then happens in its order, and every question to clutchd is answered before time goes on. However long that takes here, no more time goes by than what is travelled. */
	readonly travel: (ms: number) => Promise<void>;
	/** Whether something is to happen so many milliseconds after it was arranged. */
	readonly awaits: (ms: number) => boolean;
};

type Task = {readonly at: number; readonly ms: number; readonly run: () => void; cancel: () => void};

/** Between two signs of life of clutchd, see `source/ui/heartbeat.ts`. */
const pause = 900;

/** The system's clock, or one so far ahead of it, until somebody travels. */
export function travellingClock(first = 0): TravellingClock {
	const tasks = new Set<Task>();
	let ahead = first;
	/** Where time stands still between what happens on the way. */
	let standing: {readonly now: number; readonly monotonic: number} | undefined;
	/** Whether clutchd is asked for signs of life at all. */
	let hasBeat = false;
	const now = () => standing?.now ?? systemClock.now() + ahead;
	const monotonic = () => standing?.monotonic ?? systemClock.monotonic() + ahead;

	const arm = (task: Task) => {
		task.cancel = systemClock.after(task.at - monotonic(), () => {
			// Whoever is on the way comes to it in its turn.
			if (standing === undefined) {
				tasks.delete(task);
				task.run();
			}
		});
	};

	const goTo = (at: number) => {
		const by = Math.max(0, at - monotonic());
		standing = {now: now() + by, monotonic: monotonic() + by};
	};

	const isAnswered = () => !hasBeat || [...tasks].some(task => task.ms === pause);

	return {
		now,
		monotonic,
		after(ms, run) {
			const task: Task = {at: monotonic() + Math.max(0, ms), ms, run, cancel() {
				// It is armed below.
			}};
			hasBeat ||= ms === pause;
			tasks.add(task);
			arm(task);
			return () => {
				tasks.delete(task);
				task.cancel();
			};
		},
		awaits: ms => [...tasks].some(task => task.ms === ms),
		async travel(ms) {
			await until('clutchd has answered', isAnswered);
			const end = monotonic() + ms;
			goTo(monotonic());
			for (;;) {
				const [next] = [...tasks].filter(({at}) => at <= end).toSorted((one, other) => one.at - other.at);
				if (next === undefined) {
					break;
				}

				tasks.delete(next);
				next.cancel();
				goTo(next.at);
				next.run();
				if (next.ms === pause) {
					await until('clutchd has answered', isAnswered);
				}
			}

			goTo(end);
			ahead = end - systemClock.monotonic();
			standing = undefined;
			for (const task of tasks) {
				task.cancel();
				arm(task);
			}
		},
	};
}
