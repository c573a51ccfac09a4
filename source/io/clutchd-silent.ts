import {ClutchError} from '../core/error.js';
import {lockOwner} from './lock.js';
import type {Paths} from './paths.js';
import {isStopped} from './process-identity.js';

/** Whether a clutchd lives, be it known to answer or not: who has its lock does. */
export function isClutchdThere({lock}: Pick<Paths, 'lock'>): boolean {
	return lockOwner(lock) !== undefined;
}

/** How often it is looked whether somebody has stopped it. */
const lookEveryMs = 5000;

/**
How long clutchd is waited for: that long on a machine that is slow, and much shorter where somebody has stopped it, for then no patience helps. `end` when nobody waits any longer.
*/
export function createPatience({lock}: Pick<Paths, 'lock'>, {deadlineMs, signal}: {readonly deadlineMs: number; readonly signal: AbortSignal}): {readonly deadline: AbortSignal; readonly end: () => void} {
	const stopped = new AbortController();
	const looking = setInterval(() => {
		const owner = lockOwner(lock);
		if (owner !== undefined && isStopped(owner.pid)) {
			stopped.abort(new Error('somebody has stopped it'));
		}
	}, lookEveryMs);
	looking.unref();
	return {
		deadline: AbortSignal.any([signal, stopped.signal, AbortSignal.timeout(deadlineMs)]),
		end() {
			clearInterval(looking);
		},
	};
}

/** What is said of a clutchd that lives and has not answered in time; undefined where none lives. */
export function silentClutchd({lock}: Pick<Paths, 'lock'>): ClutchError | undefined {
	const owner = lockOwner(lock);
	if (owner === undefined) {
		return undefined;
	}

	const {pid} = owner;
	return isStopped(pid)
		? new ClutchError('ERR_CLUTCH_SILENT', {pid, why: ': somebody has stopped it', next: `Let it go on: kill -CONT ${pid}. Services and sessions live on meanwhile.`})
		: new ClutchError('ERR_CLUTCH_SILENT', {pid, why: '', next: `The machine may be busy: try again. If it stays so: kill -9 ${pid}, then clutch up. Services and sessions live on meanwhile.`});
}
