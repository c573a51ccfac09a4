import {closeSync, openSync, readSync, statSync} from 'node:fs';
import path from 'node:path';
import {fillPlaces} from '../core/service/placeholders.js';
import type {ProgramTrouble} from '../core/service/program.js';
import {longestFirstLine, readInterpreter} from '../core/service/script.js';
import type {ServiceSpec} from '../core/service/spec.js';
import {searchPathWithComponents} from './component-folder.js';
import {findExecutable} from './executable.js';
import type {Paths} from './paths.js';
import {wordsOfSystemError} from './system-error.js';

type Environment = Readonly<Record<string, string | undefined>>;

type Place = {readonly paths: Pick<Paths, 'state'>; readonly env: Environment};

type Row = Pick<ServiceSpec, 'id' | 'kind' | 'argv' | 'cwd'>;

export type FoundProgram = {readonly status: 'found'; readonly path: string} | ProgramTrouble;

/** Its own folder, where it runs unless its row says otherwise. */
export function serviceFolder({state}: Pick<Paths, 'state'>, id: string): string {
	return path.join(state, 'services', id);
}

/** Where its row says that it runs. */
export function rowFolder(cwd: string, {id, paths, env}: Place & {readonly id: string}): string {
	return wholePath(cwd, {id, paths, env});
}

/** The program of a service as it is found when it starts: by its path, which may begin in the folder of its row, else along the PATH with our components behind it. */
export function findProgram({id, kind, argv: [first], cwd}: Row, {paths, env}: Place): FoundProgram {
	if (kind === 'own') {
		return {status: 'found', path: process.execPath};
	}

	const file = wholePath(first, {id, paths, env});
	const isRelative = file.includes('/') && !path.isAbsolute(file);
	const folder = cwd === undefined ? undefined : rowFolder(cwd, {id, paths, env});
	const trouble = isRelative && folder !== undefined ? folderTrouble(folder) : undefined;
	if (trouble !== undefined) {
		return trouble;
	}

	const from = folder ?? env.HOME ?? '/';
	const found = findExecutable(file, {searchPath: searchPathWithComponents(env.PATH, paths), cwd: from});
	return found.status === 'missing' ? missing(first, file.includes('/') ? path.resolve(from, file) : undefined) : found;
}

export function folderTrouble(folder: string): ProgramTrouble | undefined {
	const no = (problem: string): ProgramTrouble => ({status: 'no-folder', folder, problem});
	try {
		const found = statSync(folder, {throwIfNoEntry: false});
		return found === undefined ? no('does not exist') : (found.isDirectory() ? undefined : no('is a file'));
	} catch (error) {
		return no(`cannot be reached: ${wordsOfSystemError(error)}`);
	}
}

/** Where a script says who reads it, and there is nobody: the system would only say that the script is not there. */
export function withoutInterpreter(file: string, {searchPath}: {readonly searchPath: string | undefined}): ProgramTrouble | undefined {
	const interpreter = readInterpreter(headOf(file));
	if (interpreter === undefined) {
		return undefined;
	}

	const isThere = interpreter.type !== 'carriage-return' && findExecutable(interpreter.type === 'path' ? interpreter.path : interpreter.name, {searchPath, cwd: '/'}).status !== 'missing';
	return isThere ? undefined : {status: 'no-interpreter', path: file, interpreter};
}

function missing(file: string, place: string | undefined): ProgramTrouble {
	if (place === undefined) {
		return {status: 'missing', file, path: place};
	}

	try {
		const found = statSync(place, {throwIfNoEntry: false});
		return found === undefined ? {status: 'missing', file, path: place} : {status: 'no-file', path: place, isFolder: found.isDirectory()};
	} catch (error) {
		return {status: 'out-of-reach', path: place, problem: wordsOfSystemError(error)};
	}
}

function headOf(file: string): string {
	try {
		const descriptor = openSync(file, 'r');
		try {
			const bytes = Buffer.alloc(longestFirstLine);
			return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
		} finally {
			closeSync(descriptor);
		}
	} catch {
		// A program may be run and not be read: then it is no script.
		return '';
	}
}

function wholePath(text: string, {id, paths, env}: Place & {readonly id: string}): string {
	const home = env.HOME ?? '/';
	const filled = fillPlaces(text, {home, state: serviceFolder(paths, id)});
	return filled.startsWith('~/') ? path.join(home, filled.slice(2)) : filled;
}
