import type {Clock} from '../../source/io/clock.js';

/** Time that passes when a test says so. */
export function fakeClock(): Clock & {readonly pass: (ms: number) => void} {
	let time = 0;
	let tasks: ReadonlyArray<{readonly at: number; readonly run: () => void}> = [];
	return {
		now: () => time,
		monotonic: () => time,
		after(ms, run) {
			const task = {at: time + ms, run};
			tasks = [...tasks, task];
			return () => {
				tasks = tasks.filter(other => other !== task);
			};
		},
		pass(ms) {
			const end = time + ms;
			for (;;) {
				const [next] = tasks.filter(({at}) => at <= end).toSorted((one, other) => one.at - other.at);
				if (next === undefined) {
					time = end;
					return;
				}

				tasks = tasks.filter(task => task !== next);
				time = next.at;
				next.run();
			}
		},
	};
}
