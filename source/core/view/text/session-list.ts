import type {Session} from '../../session/session.js';
import {endedWithoutYou, isAlive, lastInstant} from './session-state.js';

/** Sessions of one folder, in the order in which they were opened: a row keeps its place. */
export type FolderGroup = {readonly folder: string; readonly sessions: readonly Session[]};

export function groupByFolder(sessions: readonly Session[]): readonly FolderGroup[] {
	const groups = new Map<string, Session[]>();
	for (const session of sessions) {
		groups.set(session.cwd, [...groups.get(session.cwd) ?? [], session]);
	}

	return Array.from(groups, ([folder, members]) => ({folder, sessions: members}));
}

/** The order in which the sidebar shows them, which is also the order of the digits. */
export function inSidebarOrder(sessions: readonly Session[]): readonly Session[] {
	return groupByFolder(sessions).flatMap(group => group.sessions);
}

/** What Home lists and its digits mean: what runs, what ended without its user, what ended. */
export function homeList(sessions: readonly Session[]): {readonly running: readonly Session[]; readonly lost: readonly Session[]; readonly recent: readonly Session[]} {
	const newestFirst = (one: Session, other: Session) => lastInstant(other) - lastInstant(one);
	return {
		running: inSidebarOrder(sessions.filter(session => isAlive(session))),
		lost: sessions.filter(session => endedWithoutYou(session)).toSorted(newestFirst),
		recent: sessions.filter(session => !isAlive(session) && !endedWithoutYou(session)).toSorted(newestFirst),
	};
}

export function homeRows(sessions: readonly Session[]): readonly Session[] {
	const {running, lost, recent} = homeList(sessions);
	return [...running, ...lost, ...recent];
}
