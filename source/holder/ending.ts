import type {ProcessIdentity} from '../core/ipc/holder.js';
import type {Clock} from '../io/clock.js';
import {isAlive, sessionMembers, signalGroup, signalProcess} from '../io/process-identity.js';

/** Ends a child with everything in its session. */
export type Ending = {
	/** Asks with `signal`, and kills what is still there after the grace. A second call only brings the kill forward. */
	readonly begin: (signal: NodeJS.Signals, graceMs: number) => void;
	/** Kills at once what is left of a session that was asked to end. */
	readonly killLeft: () => void;
	readonly close: () => void;
};

export function createEnding(child: ProcessIdentity, clock: Clock): Ending {
	let members: readonly ProcessIdentity[] = [];
	let deadline: number | undefined;
	let cancel: (() => void) | undefined;

	const killLeft = () => {
		// Who joined the session since counts too; without its leader it can no longer be asked, hence the first list.
		for (const member of [...members, ...sessionMembers(child)]) {
			signalProcess(member, 'SIGKILL');
		}
	};

	return {
		begin(signal, graceMs) {
			const now = clock.monotonic();
			if (deadline === undefined) {
				members = sessionMembers(child);
				signalGroup(child, signal);
				// A stopped program (Ctrl+Z) takes no signal before it goes on.
				signalGroup(child, 'SIGCONT');
			}

			if (deadline === undefined || now + graceMs < deadline) {
				deadline = now + graceMs;
				cancel?.();
				cancel = clock.after(graceMs, killLeft);
			}
		},
		killLeft() {
			if (members.some(member => isAlive(member))) {
				killLeft();
			}
		},
		close() {
			cancel?.();
		},
	};
}
