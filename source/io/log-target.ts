import {lossText, stampOf} from '../core/service/log-text.js';
import type {LogPolicy} from '../core/service/spec.js';
import type {Instant} from '../core/session/session.js';
import type {Clock} from './clock.js';
import {createLogFile, type LogFile} from './log-file.js';
import {wordsOfSystemError} from './system-error.js';

/** A log file that may fail: what could not be written is counted, and named in the file when there is room again. */
export type LogTarget = {
	/** One at a time. Never fails: a full disk must not stop what the log is about. */
	readonly write: (bytes: Uint8Array) => Promise<void>;
	readonly place: LogFile['place'];
	readonly close: () => Promise<void>;
};

type Options = {
	readonly file: string;
	readonly policy: LogPolicy;
	readonly clock: Clock;
	readonly onFresh: () => Promise<void>;
	readonly onTrouble: ((error: Error | undefined) => void) | undefined;
};

type Trouble = {readonly error: Error; readonly lines: number; readonly bytes: number; readonly from: Instant; readonly tryAt: number};

const tryAgainMs = 1000;

export function createLogTarget({file, policy, clock, onFresh, onTrouble}: Options): LogTarget {
	const target: LogFile = createLogFile({file, policy, onFresh});
	let trouble: Trouble | undefined;

	const failed = (error: Error, bytes: Uint8Array) => {
		if (trouble?.error.message !== error.message) {
			onTrouble?.(error);
		}

		trouble = {
			error,
			lines: (trouble?.lines ?? 0) + countLines(bytes),
			bytes: (trouble?.bytes ?? 0) + bytes.length,
			from: trouble?.from ?? clock.now(),
			tryAt: clock.monotonic() + tryAgainMs,
		};
	};

	/** What has to be said before what comes next. */
	const named = ({lines, bytes, from, error}: Trouble) => {
		const to = clock.now();
		return Buffer.from(`${stampOf(to)} ${lossText({lines, bytes}, {from, to, why: wordsOfSystemError(error)})}\n`);
	};

	const attempt = async (bytes: Uint8Array) => {
		try {
			await target.append(trouble === undefined ? bytes : Buffer.concat([named(trouble), bytes]));
			if (trouble !== undefined) {
				trouble = undefined;
				onTrouble?.(undefined);
			}
		} catch (error) {
			failed(error as Error, bytes);
		}
	};

	return {
		async write(bytes) {
			if (trouble !== undefined && clock.monotonic() < trouble.tryAt) {
				trouble = {...trouble, lines: trouble.lines + countLines(bytes), bytes: trouble.bytes + bytes.length};
				return;
			}

			await attempt(bytes);
		},
		place: target.place,
		async close() {
			if (trouble !== undefined) {
				await attempt(new Uint8Array());
			}

			await target.close();
		},
	};
}

function countLines(bytes: Uint8Array): number {
	let lines = 0;
	for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
		lines++;
	}

	return lines;
}
