import type {Session} from '../../core/session/session.js';
import {homeRows} from '../../core/view/text/session-list.js';
import {isAlive} from '../../core/view/text/session-state.js';
import {announce, sessionText, type PlainState} from '../../core/view/plain/announce.js';
import {plainHelp, readPlainLine, type PlainLine} from '../../core/view/plain/plain-line.js';
import {nextThatCalls} from '../../core/view/attention/seen.js';
import type {ClutchEvent} from '../../core/event.js';
import type {Clock} from '../../io/clock.js';
import type {LineInput} from '../../io/line-input.js';
import type {Paths} from '../../io/paths.js';
import {createStore, type State} from '../store.js';
import {startWork} from '../work.js';
import {isWork, type WorkEffect} from '../actions.js';
import {createAbout, type RunVerb} from './about.js';
import {createCodes} from './codes.js';
import {setPreference, settingsLines} from './settings.js';

export type PlainOptions = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly version: string;
	readonly clock: Clock;
	readonly input: LineInput;
	/** One line; it never moves the cursor. */
	readonly say: (line: string) => void;
	readonly verbs: ReadonlySet<string>;
	readonly runVerb: RunVerb;
	readonly signal: AbortSignal;
};

/** A pane that nobody sees as one: what programs find that ask how large they are. */
const size = {cols: 80, rows: 24};
const connectMs = 15_000;

/** The whole of Clutch without a screen: lines are typed, and each thing that happens is one line. The same decisions, launches and questions as on the screen. */
export async function runPlain({paths, env, cwd, version, clock, input, say, verbs, runVerb, signal}: PlainOptions): Promise<void> {
	const leaving = new AbortController();
	const ending = AbortSignal.any([signal, leaving.signal]);
	const home = env.HOME ?? '';
	let noted: State['navigation']['notices']['list'] = [];
	let shown: PlainState = {client: undefined, link: 'connecting'};
	const parts: {work?: ReturnType<typeof startWork>} = {};

	const store = createStore({
		startsByItself: false,
		sidebar: 'folded',
		focused: undefined,
		first: {untouched: false},
		size: () => size,
		onChange() {
			const {client, link} = store.get();
			for (const line of announce(shown, {client, link})) {
				say(line);
			}

			shown = {client, link};
			const {list: notices} = store.get().navigation.notices;
			for (const {text} of notices.filter(notice => !noted.includes(notice))) {
				say(text);
			}

			noted = notices;
		},
		onEffect(effect) {
			if (isWork(effect)) {
				parts.work?.actions.perform(effect);
			}
		},
	});

	const onEvent = (event: ClutchEvent) => {
		const session = event.type === 'session.rang' ? sessions().find(({id}) => id === event.id) : undefined;
		if (event.type === 'session.rang' && session !== undefined) {
			say(`${session.title} "${session.name}" ${event.text === undefined ? 'rings' : `says: ${event.text}`}`);
		}
	};

	const sessions = () => homeRows(store.get().client?.sessions ?? []);
	const inFlight = (session: Session) => store.get().client?.meter.sessions[session.id]?.inFlight ?? 0;
	const rowText = (session: Session) => `${sessions().indexOf(session) + 1}. ${sessionText(session, {inFlight: inFlight(session), home})}`;

	const list = (wanted: readonly Session[] = sessions()) => {
		if (wanted.length === 0) {
			say(sessions().length === 0 ? 'No sessions. Type a code such as cip, or demo; help explains.' : 'Nothing was found.');
		}

		for (const session of wanted) {
			say(rowText(session));
		}
	};

	/** By number, id or name; says so where there is none. */
	const meant = (who: string): Session | undefined => {
		const all = sessions();
		const found = all[Number(who) - 1] ?? all.find(({id, name}) => id === who || name === who);
		if (found === undefined) {
			say(who === '' ? 'Which session? Type its number behind the word; list names them.' : `There is no session ${who}; list names them.`);
		}

		return found;
	};

	const codes = createCodes({store, say, signal: ending});

	/** What was asked for of clutchd ends in a message where it fails, which is said. */
	const ask = async (effect: WorkEffect) => codes.after(() => {
		parts.work?.actions.perform(effect);
	}, effect.type === 'demo' || effect.type === 'restore' ? 'opens' : 'changes');

	/** The terminal is somebody else's until it ends. */
	const lend = async (words: readonly string[]) => {
		input.pause();
		try {
			await runVerb(words, ending);
		} finally {
			input.resume();
		}
	};

	const watch = async () => {
		const over = new AbortController();
		say('Figures as they come; press Enter to stop.');
		const running = runVerb(['watch', '--plain'], AbortSignal.any([ending, over.signal]));
		await input.next();
		over.abort(new Error('watching is over'));
		await running;
	};

	const about = createAbout({say, ask, lend, runVerb, meant, rowText, sessions, signal: ending});

	// eslint-disable-next-line complexity -- one line for each word
	const perform = async (line: PlainLine): Promise<unknown> => {
		switch (line.type) {
			case 'nothing': {
				return;
			}

			case 'list': {
				list();
				return;
			}

			case 'number': {
				const session = meant(String(line.number));
				return session === undefined || isAlive(session) ? about.attach(session) : about.restore(session.id);
			}

			case 'code': {
				return codes.enter(line.line);
			}

			case 'search': {
				const text = line.text.toLowerCase();
				list(sessions().filter(session => [sessionText(session, {inFlight: 0, home}), session.recipe.code ?? '', session.id].join(' ').toLowerCase().includes(text)));
				return;
			}

			case 'next': {
				const caller = nextThatCalls(store.get().client?.sessions ?? [], {seen: {}, focused: undefined});
				say(caller === undefined ? 'Nobody needs you.' : rowText(caller));
				return;
			}

			case 'help': {
				for (const text of plainHelp) {
					say(text);
				}

				return;
			}

			case 'settings': {
				for (const text of settingsLines(paths)) {
					say(text);
				}

				return;
			}

			case 'set': {
				say(await setPreference(paths, line));
				return;
			}

			case 'demo': {
				return ask({type: 'demo'});
			}

			case 'watch': {
				return watch();
			}

			case 'verb': {
				return runVerb(line.words, ending);
			}

			case 'unknown': {
				say(`"${line.word}" is neither a code nor a word known here; help lists them.`);
				return;
			}

			case 'quit': {
				leaving.abort();
				return;
			}

			case 'restore':
			case 'show':
			case 'attach':
			case 'kill':
			case 'close':
			case 'rename':
			case 'send': {
				return about.perform(line);
			}
		}
	};

	const take = async (typed: string): Promise<void> => {
		if (await about.confirmed(typed)) {
			return;
		}

		if (!await codes.answer(typed)) {
			await perform(readPlainLine(typed, verbs));
		}
	};

	const work = startWork({
		paths, env, cwd, clock, store, onEvent,
		signal: ending,
		onRows() {
			// Nothing is shown of panes.
		},
		onClipboard() {
			// Nobody has a pane in focus.
		},
		paneSize: () => size,
		onSummary({hasCredential}) {
			if (!hasCredential) {
				say('No provider key and no login found. Type demo to try it without, or keys add NAME.');
			}
		},
		onRepository() {
			// There is no heading for it.
		},
	});
	parts.work = work;
	try {
		say(`clutch ${version}, plain. Type a code and Enter; help explains, quit leaves.`);
		await store.until(({client}) => client !== undefined, AbortSignal.any([ending, AbortSignal.timeout(connectMs)]));
		list();
		while (!ending.aborted) {
			const typed = await Promise.race([input.next(), aborted(ending)]);
			if (typed === undefined) {
				break;
			}

			await take(typed);
		}
	} finally {
		leaving.abort();
		input.close();
		work.link.close();
	}

	say('Sessions go on. Run clutch to come back.');
}

async function aborted(signal: AbortSignal): Promise<undefined> {
	return new Promise(resolve => {
		if (signal.aborted) {
			resolve(undefined);
		}

		signal.addEventListener('abort', () => {
			resolve(undefined);
		}, {once: true});
	});
}
