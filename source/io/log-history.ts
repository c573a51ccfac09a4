import {closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync} from 'node:fs';
import path from 'node:path';
import {constants, gunzipSync} from 'node:zlib';
import {numbered} from './log-archive.js';
import {readFileLine, type FileLine} from './log-lines.js';

type Options = {
	/** A part of it that cannot be read, with why. The others are read all the same. */
	readonly onUnreadable: (file: string, error: Error) => void;
};

/** The most of a file that is read at a time. */
const piece = 256 * 1024;

const newline = 10;

/** All lines of a log, the newest first: those of its file, then of each older part, which is opened only when it is come to. Lines without a time have that of the line before them, and where there is none, that of their file. */
export function* readLogBackwards(file: string, {onUnreadable}: Options): Generator<FileLine> {
	for (const part of partsOf(file)) {
		let untimed: string[] = [];
		try {
			for (const text of linesBackwards(part)) {
				const line = readFileLine(text);
				if (line.at === undefined) {
					untimed.push(line.text);
					continue;
				}

				for (const each of untimed) {
					yield {at: line.at, text: each};
				}

				untimed = [];
				yield line;
			}

			const at = statSync(part, {throwIfNoEntry: false})?.mtimeMs;
			for (const text of untimed) {
				yield {at, text};
			}
		} catch (error) {
			onUnreadable(part, error as Error);
		}
	}
}

/** The files of a log that there are, the newest first. One that is being compressed counts once. */
export function partsOf(file: string): readonly string[] {
	const aside = [`${file}.0.gz`, `${file}.0`].find(name => existsSync(name));
	const parts = [file, aside].filter(name => name !== undefined && existsSync(name)) as string[];
	let missing = 0;
	// A part that is just being moved leaves one number free.
	for (let number = 1; missing < 2; number++) {
		const found = numbered(file, number).filter(name => existsSync(name));
		missing = found.length === 0 ? missing + 1 : 0;
		parts.push(...found);
	}

	return parts;
}

function linesBackwards(part: string): Iterable<string> {
	return path.extname(part) === '.gz' ? wholeBackwards(unzipped(part)) : fileBackwards(part);
}

/** As much as there is of one that was cut off. */
function unzipped(part: string): string {
	return gunzipSync(readFileSync(part), {finishFlush: constants.Z_SYNC_FLUSH}).toString('utf8');
}

function wholeBackwards(text: string): readonly string[] {
	const lines = text.split('\n');
	return (lines.at(-1) === '' ? lines.slice(0, -1) : lines).toReversed();
}

function* fileBackwards(part: string): Generator<string> {
	const descriptor = openSync(part, 'r');
	try {
		const {size} = fstatSync(descriptor);
		let end = size > 0 && readPiece(descriptor, size - 1, size)[0] === newline ? size - 1 : size;
		/** The end of the line whose beginning was not read yet. */
		let rest: Buffer[] = [];
		let begun = size > 0;
		while (begun) {
			const start = Math.max(0, end - piece);
			const bytes = readPiece(descriptor, start, end);
			const first = start === 0 ? -1 : bytes.indexOf(newline);
			begun = start > 0;
			end = start;
			if (first === -1 && begun) {
				rest = [bytes, ...rest];
				continue;
			}

			yield* Buffer.concat([bytes.subarray(first + 1), ...rest]).toString('utf8').split('\n').toReversed();
			rest = [bytes.subarray(0, Math.max(0, first))];
		}
	} finally {
		closeSync(descriptor);
	}
}

function readPiece(descriptor: number, from: number, to: number): Buffer {
	const bytes = Buffer.alloc(to - from);
	return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from));
}
