import {createRedactor, secretForms, type Redactor} from '../core/log/redact.js';
import type {LogLine} from '../core/service/log.js';
import {createLogReader, type LogLoss} from '../core/service/log-reader.js';
import {createLogRing} from '../core/service/log-ring.js';
import {freshBudget, spend, waitFor} from '../core/service/log-budget.js';
import {shownLine} from '../core/service/log-text.js';
import type {LogPolicy} from '../core/service/spec.js';
import type {Clock} from './clock.js';
import {createLogFormat} from './log-format.js';
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
	/** Everything before `offset` is in the file: a holder need not keep it. */
	readonly onKept: (offset: number) => void;
};

export type LogWriter = {
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
const secretsEvery = 5000;
/** The bytes of `••••`, one a character. */
const mark = Buffer.from('••••').toString('latin1');

type Work =
	/** `offset`: behind it. */
	| {readonly type: 'bytes'; readonly offset: number; readonly bytes: Uint8Array; readonly run: LogRun}
	| {readonly type: 'gap'; readonly loss: LogLoss}
	| {readonly type: 'end'; readonly run: LogRun; readonly offset: number; readonly done: () => void};

export function createServiceLog({file, policy, secrets, clock, onTrouble}: Options): ServiceLog {
	const ring = createLogRing();
	const handlers = new Set<() => void>();
	const lines = createLogFormat();
	const target = createLogTarget({file, policy, clock, onTrouble});
	const redactor = createKnowing({secrets, clock});
	let reader = createLogReader({redactor, mark});
	let budget = freshBudget(clock.now());
	let overrun = false;
	const queue: Work[] = [];
	let state: 'idle' | 'writing' | 'waiting' | 'closed' = 'idle';
	let lastText = clock.now();
	let dealing: Promise<void> | undefined;

	const read = (work: Work, now: number): string => {
		switch (work.type) {
			case 'bytes': {
				budget = spend(budget, {bytes: work.bytes.length, now});
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
			const text = read(work, now);
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
		last?.run.onKept(last.offset - reader.held());
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

		const wait = queue.some(({type}) => type === 'end') ? 0 : waitFor(budget, {overrun, now: clock.now()});
		if (wait > 0) {
			overrun = false;
		}

		state = queue.length > 0 || wait > 0 ? 'waiting' : 'idle';
		if (state === 'waiting') {
			clock.after(wait, () => {
				if (state === 'waiting') {
					state = 'idle';
					dealWithNext();
				}
			});
		}
	};

	const dealWithNext = () => {
		if (state === 'idle' && queue.length > 0) {
			dealing = deal();
		}
	};

	const add = (work: Work) => {
		queue.push(work);
		dealWithNext();
	};

	return {
		begin(run) {
			reader = createLogReader({redactor, mark});
			let next = 0;
			return {
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
			await dealing;
			await target.close();
		},
	};
}

function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Knows the secrets as they are now. */
function createKnowing({secrets, clock}: Pick<Options, 'secrets' | 'clock'>): Redactor {
	let known: readonly string[] | undefined;
	let redactor = createRedactor({mark});
	let asked = -Infinity;

	const current = () => {
		const now = clock.monotonic();
		if (now - asked > secretsEvery) {
			asked = now;
			const values = secrets();
			if (values !== known) {
				known = values;
				redactor = createRedactor({mark, secrets: secretForms(values).map(form => Buffer.from(form).toString('latin1'))});
			}
		}

		return redactor;
	};

	return {redact: text => current().redact(text), spans: text => current().spans(text)};
}
