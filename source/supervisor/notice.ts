import type {Notice} from '../core/client/state.js';
import type {ConfigTrouble} from '../core/config/problem.js';
import type {Instant} from '../core/session/session.js';
import {comeBackText} from '../core/view/notices/come-back.js';

type Facts = {
	readonly crashed: boolean;
	readonly adopted: {readonly live: number; readonly gaps: number};
	readonly quarantined: readonly string[];
	readonly trouble?: string | undefined;
	readonly now: Instant;
};

/** What a user is told after a start that was not an ordinary one. */
export function comeBackNotice({crashed, adopted: {live, gaps}, quarantined, trouble, now}: Facts): readonly Notice[] {
	const notices: Notice[] = quarantined.map(file => ({at: now, level: 'warn', text: `A part of the session list could not be read and is kept as ${file}.`}));
	if (trouble !== undefined) {
		notices.push(troubleNotice(trouble, now));
	}

	if (crashed && live > 0) {
		notices.push({at: now, level: gaps === 0 ? 'note' : 'warn', text: comeBackText({live, gaps}), crash: true});
	}

	return notices;
}

/** Told once when it begins and once when it is over. */
export function troubleNotice(trouble: string | undefined, now: Instant): Notice {
	return trouble === undefined ? {at: now, level: 'note', text: 'The session list is whole on the disk again; nothing is missing.'} : {at: now, level: 'bad', text: trouble};
}

/** As above, of the config file. */
export function configNotice(trouble: ConfigTrouble | undefined, now: Instant): Notice {
	return trouble === undefined ? {at: now, level: 'note', text: 'The config file is whole again, and in force.'} : {at: now, level: 'bad', text: `${trouble.text} ${trouble.next}`};
}
