import {createCipheriv, createDecipheriv, createHash, randomBytes} from 'node:crypto';
import {appendFile, readFile, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import type {Shelf} from '../core/compress/memo.js';
import type {Clock} from './clock.js';
import {makeFolder} from './folder.js';
import type {Paths} from './paths.js';
import {wordsOfSystemError} from './system-error.js';

/**
Texts in a file, each sealed with its own key. Neither the key nor the text is written down: who has the file and not the key reads nothing, and who changes a byte of it makes that text one that is not there.
*/
export type SealedTexts = Shelf & {
	/** Reads what is there, once. Waits no longer than that, and not a second time: what has not been read by then is not there yet. Never fails. */
	readonly ready: (deadlineMs: number) => Promise<void>;
	/** Waits until all is written that was put, or cannot be, and no longer than that. */
	readonly flush: (deadlineMs: number) => Promise<void>;
};

type Options = {
	readonly paths: Pick<Paths, 'state'>;
	readonly clock: Clock;
	/** It cannot be read or written: said once until it can again. */
	readonly onTrouble: (problem: string) => void;
	/** Of each of the two files. */
	readonly bytes?: number;
};

/** A file to which nothing was added for so long is of conversations that are over, or of a compressor that is gone. */
const longestMs = 30 * 24 * 60 * 60 * 1000;

/** For a disk that does not answer. */
const mostWaiting = 1000;

export function sealedTextsFile({state}: Pick<Paths, 'state'>): string {
	return path.join(state, 'compressed.sealed');
}

/** The file that is full takes the place of the one before it. What is still in use is written anew then, and the rest goes with the next one. */
export function createSealedTexts({paths, clock, onTrouble, bytes = 8 * 1024 * 1024}: Options): SealedTexts {
	const file = sealedTextsFile(paths);
	const before = `${file}.before`;
	let fresh = new Map<string, Uint8Array | undefined>();
	let old = new Map<string, Uint8Array | undefined>();
	/** By the keys, which no hash has to be made for: what is in the file that is written. */
	const written = new Set<string>();
	let waiting: Array<readonly [key: string, text: string]> = [];
	let size = 0;
	let inTrouble = false;
	let loading: Promise<void> | undefined;
	let isAwaited = true;
	let writing: Promise<void> | undefined;

	const trouble = (error: unknown) => {
		if (!inTrouble) {
			inTrouble = true;
			onTrouble(`${file}: ${wordsOfSystemError(error)}`);
		}
	};

	const load = async () => {
		try {
			const [newer, older] = await Promise.all([readRecords(file, {bytes, now: clock.now()}), readRecords(before, {bytes, now: clock.now()})]);
			fresh = newer.records;
			old = older.records;
			({size} = newer);
		} catch (error) {
			trouble(error);
		}
	};

	const turnOver = async () => {
		await renameIfAny(file, before);
		old = fresh;
		fresh = new Map();
		written.clear();
		size = 0;
	};

	const append = async (batch: ReadonlyArray<readonly [string, string]>) => {
		makeFolder(path.dirname(file));
		for (const [key, text] of batch) {
			const id = idOf(key);
			if (fresh.has(id)) {
				continue;
			}

			// Whatever is at the end of the file, of a process that was killed too, ends here.
			const record = Buffer.from(`\n${id} ${seal(key, text)}`);
			if (record.length > bytes / 4) {
				continue;
			}

			if (size > 0 && size + record.length > bytes) {
				await turnOver();
			}

			await appendFile(file, record, {mode: 0o600});
			size += record.length;
			fresh.set(id, undefined);
			written.add(key);
		}
	};

	const writeAll = async () => {
		// The request that has put something here is sent first.
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		loading ??= load();
		await loading;
		while (waiting.length > 0) {
			const batch = waiting;
			waiting = [];
			try {
				await append(batch);
				inTrouble = false;
			} catch (error) {
				for (const [key] of batch) {
					written.delete(key);
				}

				trouble(error);
			}
		}

		writing = undefined;
	};

	const within = async (work: Promise<void>, deadlineMs: number) => {
		let cancel: (() => void) | undefined;
		await Promise.race([work, new Promise<void>(resolve => {
			cancel = clock.after(deadlineMs, resolve);
		})]);
		cancel?.();
	};

	return {
		async ready(deadlineMs) {
			if (isAwaited) {
				loading ??= load();
				await within(loading, deadlineMs);
				isAwaited = false;
			}
		},
		read(key) {
			const id = idOf(key);
			const record = fresh.get(id) ?? old.get(id);
			const text = record === undefined ? undefined : unseal(key, record);
			if (record !== undefined && text === undefined) {
				// It may be written anew.
				fresh.delete(id);
				old.delete(id);
			}

			return text;
		},
		put(key, text) {
			if (written.has(key) || waiting.length >= mostWaiting) {
				return;
			}

			written.add(key);
			waiting.push([key, text]);
			writing ??= writeAll();
		},
		isEmpty: () => fresh.size === 0 && old.size === 0,
		async flush(deadlineMs) {
			if (writing !== undefined) {
				await within(writing, deadlineMs);
			}
		},
	};
}

type Records = {readonly records: Map<string, Uint8Array>; readonly size: number};

const newline = 10;
const idLength = 22;

async function readRecords(file: string, {bytes: limit, now}: {readonly bytes: number; readonly now: number}): Promise<Records> {
	const records = new Map<string, Uint8Array>();
	let size = 0;
	try {
		const {mtimeMs, size: found} = await stat(file);
		if (now - mtimeMs > longestMs) {
			await rm(file, {force: true});
			return {records, size};
		}

		size = found;
		// A larger one was not written here.
		const bytes = size > limit ? Buffer.alloc(0) : await readFile(file);
		for (let start = 0; start < bytes.length;) {
			const next = bytes.indexOf(newline, start);
			const end = next === -1 ? bytes.length : next;
			if (end > start + idLength) {
				records.set(bytes.toString('latin1', start, start + idLength), bytes.subarray(start + idLength + 1, end));
			}

			start = end + 1;
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
			throw error;
		}
	}

	return {records, size};
}

async function renameIfAny(from: string, to: string): Promise<void> {
	try {
		await rename(from, to);
	} catch (error) {
		// Somebody has taken it away.
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
			throw error;
		}
	}
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Says nothing of the key. */
function idOf(key: string): string {
	return createHash('sha256').update(`id ${key}`).digest('base64url').slice(0, idLength);
}

function lockOf(key: string): Uint8Array {
	return createHash('sha256').update(`lock ${key}`).digest();
}

function seal(key: string, text: string): string {
	const nonce = randomBytes(nonceBytes);
	const sealing = createCipheriv(cipher, lockOf(key), nonce);
	return Buffer.concat([nonce, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]).toString('base64');
}

/** Undefined where any of it is not what was written. */
function unseal(key: string, record: Uint8Array): string | undefined {
	const bytes = Buffer.from(Buffer.from(record).toString('latin1'), 'base64');
	if (bytes.length < nonceBytes + tagBytes) {
		return undefined;
	}

	try {
		const opening = createDecipheriv(cipher, lockOf(key), bytes.subarray(0, nonceBytes), {authTagLength: tagBytes});
		opening.setAuthTag(bytes.subarray(-tagBytes));
		return opening.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + opening.final('utf8');
	} catch {
		// A torn or changed one is as good as none.
		return undefined;
	}
}
