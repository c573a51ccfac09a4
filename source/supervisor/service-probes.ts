import type {ProbeName} from '../core/service/phase.js';
import type {Probe} from '../core/service/spec.js';
import type {Clock} from '../io/clock.js';
import type {ProbeAnswer} from '../io/probe.js';

/** Asks a service again and again, each of its probes by itself. */
export type Probing = {
	/** These from now on, the first time `soon` or after their time. */
	readonly ask: (asked: ReadonlyArray<{readonly name: ProbeName; readonly probe: Probe}>, when: 'soon' | 'later') => void;
	readonly close: () => void;
};

type Options = {
	readonly clock: Clock;
	readonly random: () => number;
	readonly check: (probe: Probe) => Promise<ProbeAnswer>;
	readonly onAnswer: (name: ProbeName, answer: ProbeAnswer) => void;
};

/** While a service starts it is asked this often at least, so that it counts as ready soon. */
const startingEveryMs = 250;
/** What is asked seldom is asked at times that many share: each wakes this process, and most of the cost is waking. */
const sharedMs = 500;
const jitter = 0.1;

export function createProbing({clock, random, check, onAnswer}: Options): Probing {
	let cancels: ReadonlyArray<() => void> = [];
	let current = 0;

	const wait = (everyMs: number) => {
		if (everyMs < 2 * sharedMs) {
			return everyMs;
		}

		const due = clock.monotonic() + (everyMs * (1 - (random() * jitter)));
		return (Math.ceil(due / sharedMs) * sharedMs) - clock.monotonic();
	};

	const keepAsking = (names: readonly ProbeName[], {probe, everyMs, firstMs}: {readonly probe: Probe; readonly everyMs: number; readonly firstMs: number}) => {
		const mine = current;
		let cancel: (() => void) | undefined;
		const arm = (ms: number) => {
			cancel = clock.after(ms, () => {
				void (async () => {
					const answer = await check(probe);
					for (const name of names) {
						// The first answer may have ended the asking.
						if (mine === current) {
							onAnswer(name, answer);
						}
					}

					if (mine === current) {
						arm(wait(everyMs));
					}
				})();
			});
		};

		arm(firstMs);
		cancels = [...cancels, () => {
			cancel?.();
		}];
	};

	const stop = () => {
		current++;
		for (const cancel of cancels) {
			cancel();
		}

		cancels = [];
	};

	return {
		ask(asked, when) {
			stop();
			for (const {names, probe} of alike(asked)) {
				const everyMs = when === 'soon' ? Math.min(probe.everyMs, startingEveryMs) : probe.everyMs;
				keepAsking(names, {probe, everyMs, firstMs: when === 'soon' ? 0 : wait(everyMs)});
			}
		},
		close: stop,
	};
}

type Asked = Parameters<Probing['ask']>[0];

/** What is the same question at the same times is asked once. */
function alike(asked: Asked): ReadonlyArray<{readonly names: readonly ProbeName[]; readonly probe: Probe}> {
	const key = ({check, everyMs, deadlineMs}: Probe) => JSON.stringify([check, everyMs, deadlineMs]);
	const keys = [...new Set(asked.map(({probe}) => key(probe)))];
	return keys.flatMap(each => {
		const same = asked.filter(({probe}) => key(probe) === each);
		const [first] = same;
		return first === undefined ? [] : [{names: same.map(({name}) => name), probe: first.probe}];
	});
}
