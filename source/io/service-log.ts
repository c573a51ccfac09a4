import {countLines} from '../core/holder/plain-history.js';
import type {LogLine} from '../core/service/log.js';
import {createLogRing, type RingLine} from '../core/service/log-ring.js';
import {freshBudget, isLow, onlyCounts, spend, waitFor} from '../core/service/log-budget.js';
import {shownLine} from '../core/service/log-text.js';
import type {LogPolicy} from '../core/service/spec.js';
import type {Clock} from './clock.js';
import {createLogIntake, type LogInput} from './log-intake.js';
import {createLogPlaces} from './log-place.js';
import {createLogQueue, type LogWork} from './log-queue.js';
import {lastRingLines} from './log-lines.js';
import {createLogSecrets} from './log-secrets.js';
import {createLogTarget} from './log-target.js';

/** What a service printed: in its file, without secrets and with the time of each line, and its newest lines in memory. */
export type ServiceLog = {
	/** The output of one run. Another one may begin when that has ended. */
	readonly begin: (run: LogRun) => LogWriter;
	/** No run goes on from an earlier clutchd: what that one could not write is named. */
	readonly rest: () => void;
	/** At most `most` of the newest lines behind `after`, oldest first. */
	readonly lines: (after: number, most: number) => readonly LogLine[];
	/** The newest lines as text. */
	readonly tail: (count: number) => readonly string[];
	/** The number of the newest; 0 for none. */
	readonly last: () => number;
	/** Called after lines were added. Answers with how to stop. */
	readonly onLine: (handler: () => void) => () => void;
	readonly close: () => Promise<void>;
};

export type LogRun = {
	/** Names the holder that it comes from, among all that were and will be. */
	readonly holder: string;
	/** What the holder knows to be kept. */
	readonly acknowledged: number;
	/** Everything before `offset` is in the file: a holder need not keep it. */
	readonly onKept: (offset: number) => void;
};

export type LogWriter = {
	/** From where the output is wanted: what stands before is in the file. */
	readonly from: number;
	/** What was printed from an offset on. */
	readonly write: (offset: number, bytes: Uint8Array) => void;
	/** What was printed between these offsets is lost; `lines` where they were counted. */
	readonly skip: (range: {readonly from: number; readonly to: number; readonly lines?: number | undefined}) => void;
	/** Nothing more comes. Resolves when what came is written. */
	readonly end: () => Promise<void>;
};

type Options = {
	readonly file: string;
	/** Where it is written down how far the file has come: in another folder, in case that of the file cannot be written. */
	readonly place: string;
	readonly policy: LogPolicy;
	/** Values that must not get in. Asked now and then; the same array for the same ones. */
	readonly secrets: () => readonly string[];
	readonly clock: Clock;
	/** The file cannot be written, with the system's error; undefined when it can be again. */
	readonly onTrouble?: (error: Error | undefined) => void;
};

/** A line without an end is shown when it is so old, and again so often while more of it comes. */
const pauseMs = 1000;

/** So much may be on its way from a holder: in a flood, one stretch of the log. */
export const logCredit = 1024 * 1024;

const nothing = new Uint8Array();

export function createServiceLog({file, place, policy, secrets, clock, onTrouble}: Options): ServiceLog {
	const ring = createLogRing();
	const handlers = new Set<() => void>();
	const places = createLogPlaces({log: file, file: place});
	const redactor = createLogSecrets({secrets, clock});
	const intake = createLogIntake({redactor, clock});
	let budget = freshBudget(clock.monotonic());
	let kept: {readonly holder: string; readonly offset: number} | undefined = places.known;
	/** How much of the line behind that is in the file without its end. */
	let told = 0;
	let overrun = false;
	const queue = createLogQueue<LogRun>();
	let state: 'idle' | 'writing' | 'waiting' | 'closed' = 'idle';
	let dealing: Promise<void> | undefined;
	let cancelWait: (() => void) | undefined;
	let cancelPause: (() => void) | undefined;

	const keepPlace = async () => {
		if (kept !== undefined) {
			// What was told of a line is not in a new file, and a whole line is told with what stands before it.
			await places.keep({holder: kept.holder, offset: kept.offset + told, ...target.place(), lost: target.lost()});
		}
	};

	const target = createLogTarget({file, policy, clock, onFresh: keepPlace, onTrouble, lost: places.known?.lost});

	const show = (shown: readonly RingLine[]) => {
		ring.add(shown);
		if (shown.length > 0) {
			for (const handler of handlers) {
				handler();
			}
		}
	};

	/** What is read of them: of lines that are too many, only how many. */
	const readable = (works: ReadonlyArray<LogWork<LogRun>>): readonly LogInput[] => {
		const now = clock.monotonic();
		const isSkipped = onlyCounts(budget, now) && !queue.isNewest() && works.every(({type}) => type !== 'end');
		return works.map(work => {
			overrun ||= work.type === 'gap';
			if (work.type !== 'bytes') {
				return work;
			}

			const lines = countLines(work.bytes);
			budget = spend(budget, {bytes: work.bytes.length, lines: isSkipped ? 0 : lines, now});
			return isSkipped ? {type: 'gap', loss: {lines, bytes: work.bytes.length}} : work;
		});
	};

	const deal = async () => {
		state = 'writing';
		const works = queue.take();
		const {bytes, shown} = intake.take(readable(works));
		show(shown);
		const lost = target.lost();
		if (told === 0 && intake.told() > 0) {
			// A clutchd after this one takes the part out again, and tells the line whole.
			await target.write(nothing);
			await keepPlace();
		}

		if (bytes.length > 0 || lost !== undefined) {
			await target.write(bytes);
		}

		told = intake.told();
		const last = works.findLast(work => work.type === 'bytes' || work.type === 'end');
		if (!intake.isBetween()) {
			kept = last === undefined ? kept : {holder: last.run.holder, offset: last.offset - intake.held()};
			if (last !== undefined || lost !== target.lost()) {
				await keepPlace();
			}

			// In a flood a stretch is told as one, or its holder would go on in small pieces, with a gap before each.
			if (last !== undefined && (queue.isEmpty() || !isLow(budget, clock.monotonic()))) {
				last.run.onKept(last.offset - intake.held());
			}
		}

		if (shown.some(({open}) => open !== true) || intake.held() === 0) {
			// What is held now is another line.
			cancelPause?.();
			cancelPause = undefined;
		}

		if (last?.type === 'bytes') {
			pauseSoon();
		}

		for (const work of works) {
			if (work.type === 'end') {
				work.done();
			}
		}

		goOn();
	};

	const pauseSoon = () => {
		if (queue.isEmpty() && intake.held() > 0 && state !== 'closed') {
			cancelPause ??= clock.after(pauseMs, () => {
				cancelPause = undefined;
				pause();
			});
		}
	};

	/** A line has no end for a while, or what could not be written can perhaps be named. */
	const pause = () => {
		add({type: 'pause'});
	};

	/** Each portion in a turn of its own, so that keys and frames come in between. */
	const goOn = () => {
		if (state === 'closed') {
			return;
		}

		const wait = waitFor(budget, {overrun, isNewest: queue.isNewest(), now: clock.monotonic()});
		if (wait > 0) {
			overrun = false;
		}

		state = !queue.isEmpty() || wait > 0 ? 'waiting' : 'idle';
		if (state === 'waiting') {
			cancelWait = clock.after(queue.isEnding() ? 0 : wait, dealAgain);
		}
	};

	const dealAgain = () => {
		cancelWait?.();
		cancelWait = undefined;
		if (state === 'waiting') {
			state = 'idle';
			dealWithNext();
		}
	};

	const dealWithNext = () => {
		if (state === 'idle' && !queue.isEmpty()) {
			dealing = deal();
		}
	};

	const add = (work: LogWork<LogRun>) => {
		queue.add(work);
		if (queue.isEnding()) {
			// There will be no flood behind it.
			dealAgain();
		}

		dealWithNext();
	};

	const name = () => {
		if (target.lost() !== undefined) {
			pause();
		}
	};

	return {
		begin(run) {
			redactor.renew();
			const from = places.resume(run.holder, run.acknowledged);
			kept = {holder: run.holder, offset: from};
			if (ring.last() === 0) {
				ring.add(lastRingLines(file));
			}

			name();
			let next = from;
			return {
				from,
				write(offset, bytes) {
					next = offset + bytes.length;
					add({type: 'bytes', offset: next, bytes, run});
				},
				skip({from, to, lines: counted}) {
					next = to;
					add({type: 'gap', loss: {lines: counted, bytes: to - from}});
				},
				async end() {
					await new Promise<void>(resolve => {
						add({type: 'end', offset: next, run, done: resolve});
					});
				},
			};
		},
		rest: name,
		lines: (after, most) => ring.lines(after, most).map(line => ({...line, text: shownLine(line.text)})),
		tail: count => ring.lines(0, count).map(({text}) => shownLine(text)),
		last: ring.last,
		onLine(handler) {
			handlers.add(handler);
			return () => {
				handlers.delete(handler);
			};
		},
		async close() {
			state = 'closed';
			cancelWait?.();
			cancelPause?.();
			await dealing;
			const lost = target.lost();
			await target.close();
			if (lost !== target.lost() && !intake.isBetween()) {
				await keepPlace();
			}

			await places.close();
		},
	};
}
