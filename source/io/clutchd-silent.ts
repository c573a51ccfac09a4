import {ClutchError} from '../core/error.js';
import {lockOwner} from './lock.js';
import type {Paths} from './paths.js';
import {isStopped} from './process-identity.js';

/** Whether a clutchd lives, be it known to answer or not: who has its lock does. */
export function isClutchdThere({lock}: Pick<Paths, 'lock'>): boolean {
	return lockOwner(lock) !== undefined;
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
