import path from 'node:path';
import type {Command} from '../core/command.js';
import {mostLogLines, type LogLine, type LogReply} from '../core/service/log.js';
import type {LogPane} from '../core/view/watch/log-pane.js';
import {logLine} from '../core/view/watch/log-line.js';
import type {Clock} from '../io/clock.js';
import {readLogEnd} from '../io/log.js';
import type {Paths} from '../io/paths.js';
import type {Link} from './link.js';
import type {Store} from './store.js';

export type LogReading = {
	/** Something changed: a log may have been opened, left, or be followed no more. */
	readonly follow: () => void;
	readonly read: (id: string, how: 'end' | 'whole') => void;
	readonly close: () => void;
};

type Options = {
	readonly paths: Paths;
	readonly store: Store;
	readonly clock: Clock;
	/** Undefined until there is a line to clutchd. */
	readonly link: () => Pick<Link, 'call'> | undefined;
};

type LogQuestion = Extract<Command, {type: 'service.log'}>;

type Reading = {readonly id: string; readonly follows: boolean};

/** Lines are asked for at most fifteen times a second, however fast they come; while their reader stands still, only how many there are, twice. */
const pauses = {following: 66, standing: 500} as const;
/** At once: more than a screen, and less than what takes long to send. What was left out can be read back. */
const linesAtOnce = 500;
const endLines = 1000;
/** So long clutchd waits for a line before it answers that there is none. */
const waitMs = 30_000;
const againMs = 500;

/** The lines of the log that is looked at, as they come. Nothing is asked while nothing comes: clutchd answers when there is a line. */
export function createLogReading({paths, store, clock, link}: Options): LogReading {
	let reading: Reading | undefined;
	let cancel: (() => void) | undefined;

	const pane = (): LogPane | undefined => {
		const {navigation, client} = store.get();
		const {detail} = navigation.watch;
		return client !== undefined && detail?.type === 'log' && navigation.overlays.some(({type}) => type === 'watch') ? detail : undefined;
	};

	const isService = (id: string) => store.get().client?.services.some(service => service.id === id) === true;

	const tell = (id: string, {lines, last}: LogReply, anew: boolean) => {
		const utcOffsetMs = -60_000 * new Date(clock.now()).getTimezoneOffset();
		store.navigate({type: 'watch', input: {type: 'log', id, anew, reply: {last, lines: lines.map(line => ({...line, text: withoutControls(logLine(line.text, utcOffsetMs))}))}}});
	};

	const begin = (wanted: Reading | undefined, isAnew: boolean) => {
		reading = wanted;
		cancel?.();
		if (wanted !== undefined) {
			void run(wanted, isAnew);
		}
	};

	const newestHere = () => pane()?.lines?.at(-1);

	/** Behind the newest that is known, or more of that one where it had no end when it was told. */
	const next = ({id, follows}: Reading, {after, told}: {readonly after: number; readonly told: number}): LogQuestion =>
		follows ? {type: 'service.log', id, after, open: newestHere()?.open === true ? told : undefined, most: linesAtOnce, waitMs} : {type: 'service.log', id, after, most: 1, waitMs};

	/** Until another log is looked at, or none, or it is followed no more. `isAnew`: nothing of it is here, or by another count. */
	const run = async (mine: Reading, isAnew: boolean) => {
		const {id, follows} = mine;
		let isOther = isAnew;
		let since = pane()?.newest ?? 0;
		/** How long a line without an end was when it was told. */
		let told = 0;
		const isOver = () => reading !== mine;
		while (!isOver()) {
			const asked = clock.monotonic();
			since = follows ? newestHere()?.number ?? 0 : since;
			// What is asked for in turn has to be told in turn.
			const reply = await ask(isOther ? {type: 'service.log', id, most: endLines} : next(mine, {after: since, told}));
			if (isOver()) {
				return;
			}

			// Nobody is there, or somebody who counts anew.
			const isLost = reply === undefined || (!isOther && reply.last < since);
			if (!isLost && (isOther || reply.last > since || reply.lines.length > 0)) {
				tell(id, follows || isOther ? reply : {...reply, lines: []}, isOther);
			}

			told = reply?.lines.at(-1)?.text.length ?? told;
			isOther = isLost;
			since = reply?.last ?? since;
			const pause = reply === undefined ? againMs : (follows ? pauses.following : pauses.standing);
			await wait(Math.max(0, asked + pause - clock.monotonic()));
		}
	};

	/** Undefined while clutchd is away, which the screen says. */
	const ask = async (command: LogQuestion): Promise<LogReply | undefined> => {
		try {
			return await link()?.call(command) as LogReply | undefined;
		} catch {
			return undefined;
		}
	};

	const wait = async (ms: number) => new Promise<void>(resolve => {
		cancel = clock.after(ms, resolve);
	});

	/** What is here stays. */
	const readWhole = async (id: string) => {
		const reply = await ask({type: 'service.log', id, most: mostLogLines});
		if (reply !== undefined) {
			tell(id, reply, false);
		}
	};

	const readFile = (id: string) => {
		const lines = readLogEnd(path.join(paths.log, `${id}.log`), endLines).map((text, index): LogLine => ({number: index + 1, at: 0, text}));
		tell(id, {lines, last: lines.length}, true);
	};

	return {
		follow() {
			const seen = pane();
			if (seen?.id !== reading?.id) {
				begin(undefined, false);
			} else if (seen !== undefined && reading !== undefined && reading.follows !== (seen.top === undefined)) {
				begin({id: seen.id, follows: !reading.follows}, false);
			}
		},
		read(id, how) {
			// A log of Clutch itself is a file; those of services are told by clutchd.
			if (!isService(id)) {
				readFile(id);
			} else if (how === 'whole') {
				void readWhole(id);
			} else {
				begin({id, follows: true}, true);
			}
		},
		close() {
			begin(undefined, false);
		},
	};
}

/** What a service wrote may be anything; only its text is shown. */
function withoutControls(line: string): string {
	// eslint-disable-next-line no-control-regex -- escape sequences are what is taken out
	return line.replaceAll(/\u001B\[[\d;:?]*[ -/]*[@-~]|\u001B][^\u0007\u001B]*(?:\u0007|\u001B\\)/g, '').replaceAll('\t', '    ').replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, '');
}
