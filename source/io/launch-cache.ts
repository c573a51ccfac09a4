import {statSync} from 'node:fs';
import path from 'node:path';
import type {LaunchRecord} from '../core/launch/record.js';
import type {SessionId} from '../core/session/session.js';
import {launchRecord} from './launch-record.js';
import type {Paths} from './paths.js';

export type LaunchCache = {
	/** The record as it is now, or undefined where there is none that can be read. */
	readonly record: (session: SessionId) => LaunchRecord | undefined;
};

/** More launches than that are hardly alive at once; beyond, the longest unused is read again when it is needed. */
const capacity = 500;

/** Launch records for one who asks with every request: what was read stays until the file is another. That costs one look at the file's data. */
export function createLaunchCache(paths: Paths): LaunchCache {
	const known = new Map<SessionId, {readonly stamp: string; readonly record: LaunchRecord | undefined}>();
	return {
		record(session) {
			const stamp = stampOf(path.join(paths.launches, session, 'record.json'));
			const held = known.get(session);
			known.delete(session);
			if (stamp === undefined) {
				return undefined;
			}

			const entry = held?.stamp === stamp ? held : {stamp, record: readIfWhole(paths, session)};
			known.set(session, entry);
			const oldest = known.size > capacity ? known.keys().next().value : undefined;
			if (oldest !== undefined) {
				known.delete(oldest);
			}

			return entry.record;
		},
	};
}

/** Two versions of a file differ in it: each is a file of its own, put in the place of the other. */
function stampOf(file: string): string | undefined {
	try {
		const stat = statSync(file, {bigint: true, throwIfNoEntry: false});
		return stat === undefined ? undefined : `${stat.mtimeNs} ${stat.ino} ${stat.size}`;
	} catch {
		// A place where nothing can be looked at holds no record.
		return undefined;
	}
}

function readIfWhole(paths: Paths, session: SessionId): LaunchRecord | undefined {
	try {
		return launchRecord(paths, session);
	} catch {
		// Unreadable is as good as not there: the request is answered as one without a launch.
		return undefined;
	}
}
