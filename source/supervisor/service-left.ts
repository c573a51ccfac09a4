import {serviceMark} from '../core/launch/environment.js';
import type {ProcessIdentity} from '../core/ipc/holder.js';
import type {ServiceSpec} from '../core/service/spec.js';
import type {Clock} from '../io/clock.js';
import {isMarked, markedProcesses, type Mark} from '../io/marked-processes.js';
import {signalProcess} from '../io/process-identity.js';
import {whenEnded} from './wait.js';

/** Programs that a service has started and that have left its session, such as one behind `setsid`: its holder knows nothing of them. They are told by the mark in the environment that each run of the service is started with. */
export type ServiceLeft = {
	/** What a run is started with. */
	readonly env: Readonly<Record<string, string>>;
	/** Whether this process is one of them. */
	readonly has: (pid: number) => Promise<boolean>;
	/** Ends them: each step of the stop sequence, then SIGKILL. */
	readonly end: (stop: ServiceSpec['stop'], how?: Ending) => Promise<void>;
	/** Somebody wants it anew: the next start ends them first. */
	readonly wantClear: () => void;
	/** Ends them if that is wanted. */
	readonly clear: (stop: ServiceSpec['stop']) => Promise<void>;
};

type Ending = {
	/** No step is waited for any more. */
	readonly hurry?: AbortSignal | undefined;
	/** Who is in this session is not meant. */
	readonly session?: number | undefined;
	/** Whether it still does not run: who is in a new run has the mark too. */
	readonly isOver?: (() => boolean) | undefined;
};

/** In all: they have lost what they worked for, and the next start waits for their end. */
const longestWaitMs = 10_000;
/** What is killed and still there sits in the kernel; nobody waits for it. */
const afterKillMs = 1000;

/** `id`: stands for the service of this state directory, and for no other. */
export function createServiceLeft({id, clock}: {readonly id: string; readonly clock: Clock}): ServiceLeft {
	const mark: Mark = {name: serviceMark, value: id};

	let isClearWanted = false;

	/** Whether nobody is left. */
	const step = async (signal: string, {waitMs, hurry, session, isOver}: Ending & {readonly waitMs: number}): Promise<boolean> => {
		const all = await markedProcesses(mark);
		const left = all.filter(each => session === undefined || each.session !== session);
		if (isOver?.() === false) {
			return true;
		}

		for (const each of left) {
			signalProcess(each, signal as NodeJS.Signals);
			// A stopped program takes no signal before it goes on.
			signalProcess(each, 'SIGCONT');
		}

		await Promise.race([ended(left, waitMs), whenAborted(hurry)]);
		return left.length === 0;
	};

	const ended = async (left: readonly ProcessIdentity[], withinMs: number) => {
		await Promise.all(left.map(async each => whenEnded(each, {clock, withinMs})));
	};

	const end = async (stop: ServiceSpec['stop'], how: Ending = {}) => {
		const deadline = clock.monotonic() + longestWaitMs;
		for (const {signal, waitMs} of stop) {
			if (how.hurry?.aborted !== true && await step(signal, {...how, waitMs: Math.min(waitMs, Math.max(0, deadline - clock.monotonic()))})) {
				return;
			}
		}

		await step('SIGKILL', {...how, hurry: undefined, waitMs: afterKillMs});
	};

	return {
		env: {[serviceMark]: id},
		has: async pid => isMarked(pid, mark),
		end,
		wantClear() {
			isClearWanted = true;
		},
		async clear(stop) {
			const isWanted = isClearWanted;
			isClearWanted = false;
			if (isWanted) {
				await end(stop);
			}
		},
	};
}

async function whenAborted(signal: AbortSignal | undefined): Promise<void> {
	return new Promise(resolve => {
		signal?.addEventListener('abort', () => {
			resolve();
		}, {once: true});
	});
}
