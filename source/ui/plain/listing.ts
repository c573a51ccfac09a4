import type {Session, SessionId} from '../../core/session/session.js';
import {withCall} from '../../core/session/rung.js';
import {nextThatCalls} from '../../core/view/attention/seen.js';
import {search} from '../../core/view/box/search.js';
import {plainHelp} from '../../core/view/plain/plain-help.js';
import {foundLine} from '../../core/view/plain/said.js';
import {sessionText} from '../../core/view/plain/announce.js';
import {homeRows} from '../../core/view/text/session-list.js';
import type {State} from '../store.js';

export type Listing = {
	readonly sessions: () => readonly Session[];
	/** Its line in the list, with its number, which is its own until the list is printed anew. */
	readonly rowText: (session: Session) => string;
	readonly list: () => void;
	/** By number, id or name; says so where there is none, or more than one. */
	readonly meant: (who: string) => Session | undefined;
	readonly search: (text: string) => void;
	/** The session that needs its user most, the next one each time it is asked. */
	readonly next: () => void;
};

/** So much is read to somebody; whoever looks for more says more. */
const mostFound = 12;

export function createListing({state, say, home, verbs}: {readonly state: () => State; readonly say: (line: string) => void; readonly home: string; readonly verbs: ReadonlyMap<string, string>}): Listing {
	let called: Session['id'] | undefined;
	const sessions = () => homeRows(state().client?.sessions ?? []);
	let numbers: ReadonlyMap<SessionId, number> = new Map();
	/** Who came since the list was printed follows on: no number that somebody was told means another session. */
	const numberAll = () => {
		const fresh = sessions().filter(({id}) => !numbers.has(id));
		numbers = new Map([...numbers, ...fresh.map(({id}, index) => [id, numbers.size + index + 1] as const)]);
	};

	const inFlight = (session: Session) => state().client?.meter.sessions[session.id]?.inFlight ?? 0;
	const rowText = (session: Session) => {
		numberAll();
		return `${numbers.get(session.id)}. ${sessionText(withCall(session), {inFlight: inFlight(session), home})}`;
	};

	const sayAll = (lines: readonly string[]) => {
		for (const line of lines.slice(0, mostFound)) {
			say(line);
		}

		if (lines.length > mostFound) {
			say(`${lines.length - mostFound} more; say more of it.`);
		}
	};

	return {
		sessions,
		rowText,
		list() {
			numbers = new Map();
			const all = sessions();
			if (all.length === 0) {
				say('No sessions. Type a code such as cip, or demo; help explains.');
			}

			for (const session of all) {
				say(rowText(session));
			}
		},
		meant(who) {
			numberAll();
			const all = sessions();
			const [numbered] = [...numbers].find(([, number]) => String(number) === who) ?? [];
			const fitting = all.filter(({id}) => id === (numbered ?? who));
			const [found, ...others] = fitting.length > 0 || numbered !== undefined ? fitting : all.filter(({name}) => name === who);
			if (others.length > 0) {
				say(`${others.length + 1} sessions are called ${who}; list names them with their numbers.`);
				return undefined;
			}

			if (found === undefined) {
				say(who === '' ? 'Which session? Type its number behind the word; list names them.' : (numbered === undefined ? `There is no session ${who}; list names them.` : `Session ${who} was let go; list names those that are there.`));
			}

			return found;
		},
		search(text) {
			const {client, library, navigation: {notices, layout}} = state();
			const found = text === '' ? [] : search(text, {sessions: client?.sessions ?? [], services: client?.services, library, notices: notices.list, layout: layout.panes});
			const wanted = text.toLowerCase();
			const words = [...plainHelp.slice(1, -1), ...Array.from(verbs, ([name, summary]) => `${name.padEnd(24)} ${summary}`)].filter(line => text !== '' && line.toLowerCase().includes(wanted));
			const lines = [
				...found.flatMap(each => each.type === 'session' ? [rowText(each.session)] : []),
				...words,
				...found.flatMap(each => foundLine(each, home) ?? []),
			];
			if (lines.length === 0) {
				say(text === '' ? 'What is to be found? Type it behind the slash.' : 'Nothing was found.');
			}

			sayAll(lines);
		},
		next() {
			const caller = nextThatCalls(state().client?.sessions ?? [], {seen: {}, focused: called}) ?? state().client?.sessions.find(session => session.id === called && nextThatCalls([session], {seen: {}, focused: undefined}) !== undefined);
			called = caller?.id;
			say(caller === undefined ? 'Nobody needs you.' : rowText(caller));
		},
	};
}
