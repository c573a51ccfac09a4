import type {ClientState} from '../core/client/state.js';
import type {ProcessIdentity} from '../core/ipc/holder.js';
import type {Clock} from '../io/clock.js';
import type {HolderClient} from '../io/holder-client.js';
import {isAlive} from '../io/process-identity.js';
import type {Bus} from './bus.js';

type Condition = {
	readonly clock: Clock;
	readonly withinMs: number;
	readonly condition: (state: ClientState) => boolean;
	/** Nobody waits for it any more. */
	readonly signal?: AbortSignal | undefined;
};

/** Waits until what everybody knows fulfils a condition; false when it took too long or nobody wants to know. */
export async function whenState(bus: Bus, {clock, withinMs, condition, signal}: Condition): Promise<boolean> {
	if (condition(bus.state())) {
		return true;
	}

	return new Promise(resolve => {
		const done = (reached: boolean) => {
			cancel();
			stop();
			signal?.removeEventListener('abort', onAbort);
			resolve(reached);
		};

		const onAbort = () => {
			done(false);
		};

		signal?.addEventListener('abort', onAbort, {once: true});
		const cancel = clock.after(withinMs, () => {
			done(false);
		});
		const stop = bus.subscribe({
			onSnapshot() {
				// It was looked at just now.
			},
			onEvent() {
				if (condition(bus.state())) {
					done(true);
				}
			},
		});
	});
}

/** Waits until a holder has left its connection to us; false when it took too long. */
export async function whenLeft(holder: HolderClient, {clock, withinMs}: {readonly clock: Clock; readonly withinMs: number}): Promise<boolean> {
	return new Promise(resolve => {
		const cancel = clock.after(withinMs, () => {
			resolve(false);
		});
		holder.onClose(() => {
			cancel();
			resolve(true);
		});
	});
}

/** There is no event for the end of a process that is not our child; a look costs microseconds. */
const lookEvery = 10;

/** Waits until a process is gone; false when it took too long. @default 3000 */
export async function whenEnded(identity: ProcessIdentity, {clock, withinMs = 3000}: {readonly clock: Clock; readonly withinMs?: number}): Promise<boolean> {
	const deadline = clock.monotonic() + withinMs;
	return new Promise(resolve => {
		const look = () => {
			if (!isAlive(identity)) {
				resolve(true);
			} else if (clock.monotonic() > deadline) {
				resolve(false);
			} else {
				clock.after(lookEvery, look);
			}
		};

		look();
	});
}
