import {lossText, stampOf} from '../core/service/log-text.js';
import type {LogPolicy} from '../core/service/spec.js';
import type {Clock} from './clock.js';
import {createLogFile, type LogFile} from './log-file.js';
import type {LostOutput} from './log-place.js';
import {wordsOfSystemError} from './system-error.js';

/** A log file that may fail: what could not be written is counted, and named in the file when there is room again. */
export type LogTarget = {
	/** One at a time. Never fails: a full disk must not stop what the log is about. Of nothing, only what is lost is named. */
	readonly write: (bytes: Uint8Array) => Promise<void>;
	/** What could not be written, and is not named yet. */
	readonly lost: () => LostOutput | undefined;
	readonly place: LogFile['place'];
	readonly close: () => Promise<void>;
};

type Options = {
	readonly file: string;
	readonly policy: LogPolicy;
	readonly clock: Clock;
	readonly onFresh: () => Promise<void>;
	readonly onTrouble: ((error: Error | undefined) => void) | undefined;
	/** What an earlier clutchd could not write. */
	readonly lost: LostOutput | undefined;
};

type Trouble = {readonly lost: LostOutput; readonly tryAt: number; /** Of this clutchd; its end is told too. */ readonly error: Error | undefined};

const tryAgainMs = 1000;

export function createLogTarget({file, policy, clock, onFresh, onTrouble, lost}: Options): LogTarget {
	const target: LogFile = createLogFile({file, policy, onFresh});
	let trouble: Trouble | undefined = lost && {lost, tryAt: -Infinity, error: undefined};

	const failed = (error: Error, bytes: Uint8Array) => {
		if (trouble?.error?.message !== error.message) {
			onTrouble?.(error);
		}

		const before = trouble?.lost ?? {lines: 0, bytes: 0, from: clock.now()};
		trouble = {lost: {...more(before, bytes), why: wordsOfSystemError(error)}, tryAt: clock.monotonic() + tryAgainMs, error};
	};

	/** What has to be said before what comes next. */
	const named = ({lines, bytes, from, why}: LostOutput) => {
		const to = clock.now();
		return Buffer.from(`${stampOf(to)} ${lossText({lines, bytes}, {from, to, why})}\n`);
	};

	const attempt = async (bytes: Uint8Array) => {
		try {
			await target.append(trouble === undefined ? bytes : Buffer.concat([named(trouble.lost), bytes]));
			const isOver = trouble?.error !== undefined;
			trouble = undefined;
			if (isOver) {
				onTrouble?.(undefined);
			}
		} catch (error) {
			failed(error as Error, bytes);
		}
	};

	return {
		async write(bytes) {
			if (trouble !== undefined && clock.monotonic() < trouble.tryAt) {
				trouble = {...trouble, lost: {...trouble.lost, ...more(trouble.lost, bytes)}};
				return;
			}

			await attempt(bytes);
		},
		lost: () => trouble?.lost,
		place: target.place,
		async close() {
			if (trouble !== undefined) {
				await attempt(new Uint8Array());
			}

			await target.close();
		},
	};
}

function more({lines, bytes, from}: Pick<LostOutput, 'lines' | 'bytes' | 'from'>, lost: Uint8Array): Pick<LostOutput, 'lines' | 'bytes' | 'from'> {
	return {lines: lines + countLines(lost), bytes: bytes + lost.length, from};
}

function countLines(bytes: Uint8Array): number {
	let lines = 0;
	for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
		lines++;
	}

	return lines;
}
