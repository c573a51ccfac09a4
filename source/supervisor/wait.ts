import type {ClientState} from '../core/client/state.js';
import type {ProcessIdentity} from '../core/ipc/holder.js';
import type {Clock} from '../io/clock.js';
import type {HolderClient} from '../io/holder-client.js';
import {isAlive} from '../io/process-identity.js';
import type {Bus} from './bus.js';

/** Waits until what everybody knows fulfils a condition; false when it took too long. */
export async function whenState(bus: Bus, {clock, withinMs, condition}: {readonly clock: Clock; readonly withinMs: number; readonly condition: (state: ClientState) => boolean}): Promise<boolean> {
	if (condition(bus.state())) {
		return true;
	}

	return new Promise(resolve => {
		const done = (reached: boolean) => {
			cancel();
			stop();
			resolve(reached);
		};

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
