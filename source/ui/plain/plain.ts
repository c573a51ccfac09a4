import {readPlainLine} from '../../core/view/plain/plain-line.js';
import {spoken} from '../../core/view/plain/said.js';
import type {Command} from '../../core/command.js';
import type {Clock} from '../../io/clock.js';
import {longestLine, type LineInput} from '../../io/line-input.js';
import type {Paths} from '../../io/paths.js';
import {createStore} from '../store.js';
import {createLink, type Link} from '../link.js';
import {startWork, type Work} from '../work.js';
import {isWork, type WorkEffect} from '../work-effect.js';
import {createAbout, type RunVerb} from './about.js';
import {createCodes} from './codes.js';
import {createListing} from './listing.js';
import {createPerform} from './perform.js';
import {createRequests} from './requests.js';
import {createServices} from './services.js';
import {createTelling} from './telling.js';

export type PlainOptions = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly version: string;
	readonly clock: Clock;
	readonly input: LineInput;
	/** Whether a session can be handed the terminal. */
	readonly isInteractive: boolean;
	/** One line. */
	readonly write: (line: string) => void;
	/** Those of the command line, and what each does. */
	readonly verbs: ReadonlyMap<string, string>;
	readonly runVerb: RunVerb;
	readonly signal: AbortSignal;
};

/** A pane that nobody sees as one: what programs find that ask how large they are. */
const size = {cols: 80, rows: 24};
const connectMs = 60_000;

/** The whole of Clutch without a screen: lines are typed, and each thing that happens is one line. The same decisions, launches and questions as on the screen. */
export async function runPlain({paths, env, cwd, version, clock, input, isInteractive, write, verbs, runVerb, signal}: PlainOptions): Promise<void> {
	const say = (line: string) => {
		write(spoken(line));
	};

	const leaving = new AbortController();
	const ending = AbortSignal.any([signal, leaving.signal]);
	const parts: {work?: Work; link?: Link} = {};
	const state = () => store.get();
	const telling = createTelling({state, say, clock});
	const store = createStore({
		startsByItself: false,
		sidebar: 'folded',
		focused: undefined,
		first: {untouched: false},
		size: () => size,
		onChange: telling.follow,
		onEffect(effect) {
			if (isWork(effect)) {
				parts.work?.actions.perform(effect);
			}
		},
	});

	const listing = createListing({state, say, home: env.HOME ?? '', verbs});
	const codes = createCodes({store, say, telling, signal: ending, async onGo(id) {
		await about.go(id);
	}, onLetGo(id) {
		about.letGo(id);
	}});

	/** What was asked for of clutchd ends in a message where it fails, which is said. */
	const ask = async (effect: WorkEffect) => codes.after(() => {
		parts.work?.actions.perform(effect);
	}, ['demo', 'restore', 'open-beside'].includes(effect.type) ? 'opens' : 'changes');

	const call = async (command: Command) => parts.link?.call(command);

	/** The terminal is somebody else's until it ends. */
	const lend = async (words: readonly string[]) => {
		input.pause();
		try {
			await runVerb(words, ending);
		} finally {
			input.resume();
		}
	};

	const about = createAbout({say, ask, call, lend, isInteractive, runVerb, listing, signal: ending});
	const requests = createRequests({call, state, say});
	const services = createServices({state, say, ask, call, clock});
	const perform = createPerform({paths, input, say, ask, runVerb, about, codes, listing, requests, services, signal: ending, leave() {
		leaving.abort();
	}});

	const take = async (typed: string): Promise<void> => {
		if (typed.length >= longestLine) {
			say('This line is longer than any that can be typed here: nothing was done with it.');
			return;
		}

		if (await about.confirmed(typed) || await services.confirmed(typed) || await codes.answer(typed)) {
			return;
		}

		try {
			await perform(readPlainLine(typed, new Set(verbs.keys())));
		} catch (error) {
			const {message, hint} = error as Error & {readonly hint?: string};
			say(hint === undefined ? message : `${message} ${hint}`);
		}
	};

	say(`clutch ${version}, plain. Type a code and Enter; help explains, quit leaves.`);
	const link = createLink({
		paths,
		env,
		clock,
		onRows() {
			// Nothing is shown of panes.
		},
		onSnapshot(client) {
			store.snapshot(client);
			parts.work?.arrived();
		},
		onEvent(event) {
			store.event(event);
			telling.event(event);
		},
		onState: store.setLink,
	});
	const work = startWork({
		paths, env, cwd, clock, store, link,
		signal: ending,
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
	parts.link = link;
	// Whoever waits for a line waits no longer.
	ending.addEventListener('abort', input.close, {once: true});
	work.lookAround();
	try {
		await store.until(({client}) => client !== undefined, AbortSignal.any([ending, AbortSignal.timeout(connectMs)]));
		listing.list();
		while (!ending.aborted) {
			const typed = await input.next();
			if (typed === undefined) {
				break;
			}

			await take(typed);
		}
	} finally {
		leaving.abort();
		input.close();
		link.close();
	}

	say('Sessions go on. Run clutch to come back.');
}
