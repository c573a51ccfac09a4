import type {ProcessIdentity} from '../core/ipc/holder.js';
import type {Clock} from '../io/clock.js';
import {isAlive, sessionLeft, signalProcess} from '../io/process-identity.js';

/** They have lost what they worked for, and may hold the port that the next start needs. */
const graceMs = 500;

/** What is killed and still there sits in the kernel; nobody waits for it. */
const afterKillMs = 500;
const lookEveryMs = 20;

/**
Ends what the service with this pid has left behind in its session: asks first, then kills. Only for the one who has just heard of the end of that pid from the system.
*/
export async function endLeftovers(pid: number, clock: Clock): Promise<void> {
	const signalled = new Set<string>();
	const begun = clock.monotonic();
	// Whoever waits for the end of the service is told first.
	await Promise.resolve();

	/** Once each, though they may become more while they are being ended. */
	const signal = (identity: ProcessIdentity, name: NodeJS.Signals) => {
		const key = `${name} ${identity.pid} ${identity.startTime}`;
		if (!signalled.has(key)) {
			signalled.add(key);
			signalProcess(identity, name);
			// A stopped program takes no signal before it goes on.
			signalProcess(identity, 'SIGCONT');
		}
	};

	for (;;) {
		const left = sessionLeft(pid).filter(each => isAlive(each));
		const waited = clock.monotonic() - begun;
		if (left.length === 0 || waited > graceMs + afterKillMs) {
			return;
		}

		for (const each of left) {
			signal(each, waited > graceMs ? 'SIGKILL' : 'SIGTERM');
		}

		await new Promise<void>(resolve => {
			clock.after(lookEveryMs, resolve);
		});
	}
}
