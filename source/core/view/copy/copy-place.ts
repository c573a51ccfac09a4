import type {SessionId} from '../../session/session.js';
import type {Key} from '../keys/keys.js';
import type {CopyStatus} from './copy-state.js';
import {isCount, type CopyInput} from './press-copy.js';

/** Panes that are looked back in, as the chrome knows them. */
export type Copying = Readonly<Record<SessionId, CopyStatus>>;

export const noCopying: Copying = {};

/** What stands there until the lines have come. */
export const startStatus: CopyStatus = {above: 0, total: 0, prompt: undefined, outcome: undefined, selecting: undefined, hasCount: false};

export function withCopying(copying: Copying, session: SessionId, status: CopyStatus | undefined): Copying {
	const {[session]: _, ...others} = copying;
	return status === undefined ? others : {...others, [session]: status};
}

/** Keys that are no row of the key table: what is typed to be searched for, and counts. */
export function readCopyKey(key: Key, {prompt, hasCount}: CopyStatus): CopyInput | undefined {
	if (key.type === 'paste') {
		return {type: 'paste', text: key.text};
	}

	return prompt !== undefined || isCount(key.name, hasCount) ? {type: 'key', name: key.name} : undefined;
}
