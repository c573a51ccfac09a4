import type {LogLine} from '../core/service/log.js';
import {createLogReader, type LogLoss} from '../core/service/log-reader.js';
import {createLogRing, type RingLine} from '../core/service/log-ring.js';
import {freshBudget, isLow, spend, waitFor} from '../core/service/log-budget.js';
import {readLoss, shownLine} from '../core/service/log-text.js';
import type {LogPolicy} from '../core/service/spec.js';
import type {Clock} from './clock.js';
import {createLogFormat} from './log-format.js';
import {createLogPlaces} from './log-place.js';
import {readLastLines} from './log-lines.js';
import {createLogSecrets, latin1Mark} from './log-secrets.js';
import {createLogTarget} from './log-target.js';

/** What a service printed: in its file, without secrets and with the time of each line, and its newest lines in memory. */
export type ServiceLog = {
	/** The output of one run. Another one may begin when that has ended. */
	readonly begin: (run: LogRun) => LogWriter;
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
	readonly policy: LogPolicy;
	/** Values that must not get in. Asked now and then; the same array for the same ones. */
	readonly secrets: () => readonly string[];
	readonly clock: Clock;
	/** The file cannot be written, with the system's error; undefined when it can be again. */
	readonly onTrouble?: (error: Error | undefined) => void;
};

/** One turn of the event loop deals with about so much. */
const portion = 64 * 1024;
/** What an earlier clutchd wrote is shown again, to so many bytes. */
const seeded = 64 * 1024;

/** So much may be on its way from a holder: in a flood, one stretch of the log. */
export const logCredit = 1024 * 1024;

type Work =
	/** `offset`: behind it. */
	| {readonly type: 'bytes'; readonly offset: number; readonly bytes: Uint8Array; readonly run: LogRun}
	| {readonly type: 'gap'; readonly loss: LogLoss}
	| {readonly type: 'end'; readonly run: LogRun; readonly offset: number; readonly done: () => void};

export function createServiceLog({file, policy, secrets, clock, onTrouble}: Options): ServiceLog {
	const ring = createLogRing();
	const handlers = new Set<() => void>();
	const lines = createLogFormat();
	const places = createLogPlaces(file);
	const redactor = createLogSecrets({secrets, clock});
	const reader = createLogReader({redactor, mark: latin1Mark});
	let budget = freshBudget(clock.monotonic());
	let kept: {readonly holder: string; readonly offset: number} | undefined;
	let overrun = false;
	const queue: Work[] = [];
	let state: 'idle' | 'writing' | 'waiting' | 'closed' = 'idle';
	let lastText = clock.now();
	let dealing: Promise<void> | undefined;
	let cancelWait: (() => void) | undefined;

	const keepPlace = async () => {
		if (kept !== undefined) {
			await places.keep({...kept, ...target.place()});
		}
	};

	const target = createLogTarget({file, policy, clock, onFresh: keepPlace, onTrouble});

	const read = (work: Work): string => {
		switch (work.type) {
			case 'bytes': {
				budget = spend(budget, {bytes: work.bytes.length, now: clock.monotonic()});
				return reader.feed(latin1(work.bytes));
			}

			case 'gap': {
				overrun = true;
				reader.gap(work.loss);
				return '';
			}

			case 'end': {
				return reader.end();
			}
		}
	};

	/** As much as one turn may take. */
	const takePortion = (): readonly Work[] => {
		let size = 0;
		let count = 0;
		for (const work of queue) {
			if (count > 0 && size >= portion) {
				break;
			}

			size += work.type === 'bytes' ? work.bytes.length : 0;
			count++;
		}

		return queue.splice(0, count);
	};

	const format = (works: readonly Work[]): Uint8Array => {
		const now = clock.now();
		for (const work of works) {
			const text = read(work);
			const loss = reader.takeLoss();
			if (loss !== undefined) {
				lines.loss(loss, {from: lastText, to: now});
			}

			if (text !== '') {
				lines.text(text, now);
				lastText = now;
			}

			if (work.type === 'end') {
				lines.end();
			}
		}

		const {bytes, shown} = lines.take();
		ring.add(shown);
		if (shown.length > 0) {
			for (const handler of handlers) {
				handler();
			}
		}

		return bytes;
	};

	const deal = async () => {
		state = 'writing';
		const works = takePortion();
		const bytes = format(works);
		if (bytes.length > 0) {
			await target.write(bytes);
		}

		const last = works.findLast(work => work.type !== 'gap');
		// A gap that is not named yet must be told again, if we end here.
		if (last !== undefined && !reader.owes()) {
			const offset = last.offset - reader.held();
			kept = {holder: last.run.holder, offset};
			await keepPlace();
			// In a flood a stretch is told as one, or its holder would go on in small pieces, with a gap before each.
			if (queue.length === 0 || !isLow(budget, clock.monotonic())) {
				last.run.onKept(offset);
			}
		}

		for (const work of works) {
			if (work.type === 'end') {
				work.done();
			}
		}

		goOn();
	};

	/** Each portion in a turn of its own, so that keys and frames come in between. */
	const goOn = () => {
		if (state === 'closed') {
			return;
		}

		const wait = waitFor(budget, {overrun, now: clock.monotonic()});
		if (wait > 0) {
			overrun = false;
		}

		state = queue.length > 0 || wait > 0 ? 'waiting' : 'idle';
		if (state === 'waiting') {
			cancelWait = clock.after(isEnding() ? 0 : wait, dealAgain);
		}
	};

	const isEnding = () => queue.at(-1)?.type === 'end';

	const dealAgain = () => {
		cancelWait?.();
		cancelWait = undefined;
		if (state === 'waiting') {
			state = 'idle';
			dealWithNext();
		}
	};

	const dealWithNext = () => {
		if (state === 'idle' && queue.length > 0) {
			dealing = deal();
		}
	};

	const add = (work: Work) => {
		queue.push(work);
		if (isEnding()) {
			// There will be no flood behind it.
			dealAgain();
		}

		dealWithNext();
	};

	return {
		begin(run) {
			redactor.renew();
			const from = places.resume(run.holder, run.acknowledged);
			kept = {holder: run.holder, offset: from};
			if (ring.last() === 0) {
				ring.add(lastLines(file));
			}

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
			await dealing;
			await target.close();
			await places.close();
		},
	};
}

function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** What an earlier clutchd has written, for who asks what it printed last. */
function lastLines(file: string): readonly RingLine[] {
	return readLastLines(file, seeded).map(({at, text}) => ({at: at ?? 0, bytes: Buffer.from(text), skipped: skippedIn(text)}));
}

function skippedIn(text: string): LogLine['skipped'] {
	const loss = readLoss(text);
	return loss === undefined ? undefined : {lines: loss.lines ?? 0, bytes: loss.bytes};
}
