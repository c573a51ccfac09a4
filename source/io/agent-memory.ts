import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';
import {changePrivateFile} from './private-file.js';

/** `version` is missing where it said none. */
type Seen = {readonly stamp: string; readonly version?: string | undefined};

/** What an agent said of its version when it was asked; undefined where this very file never was. */
export function rememberedVersion(paths: Paths, file: string): Pick<Seen, 'version'> | undefined {
	const seen = seenIn(readText(memoryOf(paths)))[file];
	return seen !== undefined && seen.stamp === stampOf(file) ? {version: seen.version} : undefined;
}

/** Keeps what an agent said of its version for as long as its file stays the same, so that it is asked once and not with every launch. */
export function rememberVersion(paths: Paths, file: string, version: string | undefined): void {
	const stamp = stampOf(file);
	if (stamp !== undefined) {
		changePrivateFile(memoryOf(paths), text => `${JSON.stringify({...seenIn(text), [file]: {stamp, version}})}\n`);
	}
}

function memoryOf({state}: Paths): string {
	return path.join(state, 'agents.json');
}

/** Tells a file from another one in its place; of a link, what it leads to. Undefined where it is gone. */
export function stampOf(file: string): string | undefined {
	const stat = statSync(file, {throwIfNoEntry: false});
	return stat === undefined ? undefined : `${stat.mtimeMs} ${stat.size}`;
}

function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// Nothing was remembered yet, or nothing can be: then it is asked again.
		return '';
	}
}

function seenIn(text: string): Readonly<Record<string, Seen>> {
	try {
		const value: unknown = JSON.parse(text);
		return Object.fromEntries(Object.entries(value as Readonly<Record<string, unknown>>).filter((entry): entry is [string, Seen] => isSeen(entry[1])));
	} catch {
		// Cut off, or of another kind: as good as empty.
		return {};
	}
}

function isSeen(value: unknown): value is Seen {
	const {stamp, version} = (value ?? {}) as Readonly<Record<string, unknown>>;
	return typeof stamp === 'string' && (version === undefined || typeof version === 'string');
}
