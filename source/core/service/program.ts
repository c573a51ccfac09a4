import {commandLine} from '../shell/command-line.js';
import type {Interpreter} from './script.js';
import type {ServiceId} from './service.js';

/** Why the program of a service cannot be started. Paths are whole: where it was looked for. */
export type ProgramTrouble =
	/** Without a path it was looked for along the PATH. */
	| {readonly status: 'missing'; readonly file: string; readonly path: string | undefined}
	| {readonly status: 'no-file'; readonly path: string; readonly isFolder: boolean}
	| {readonly status: 'not-executable'; readonly path: string}
	/** `problem`: what the system refused, for people. */
	| {readonly status: 'out-of-reach'; readonly path: string; readonly problem: string}
	/** Where it is to run. `problem`: behind its path. */
	| {readonly status: 'no-folder'; readonly folder: string; readonly problem: string}
	/** A script that nothing can read here. */
	| {readonly status: 'no-interpreter'; readonly path: string; readonly interpreter: Interpreter};

/** `isOurs`: it is one that Clutch installs. */
type Of = {readonly id: ServiceId; readonly isOurs: boolean};

/** A sentence, and what helps against that. */
export function programProblem(trouble: ProgramTrouble, {id, isOurs}: Of): {readonly reason: string; readonly next: string} {
	const setting = `services.${id}.argv`;
	switch (trouble.status) {
		case 'missing': {
			const {file, path} = trouble;
			const isBegun = file.startsWith('/') || file.startsWith('~/') || file.startsWith('{');
			if (path === undefined) {
				return {reason: `Its program ${file} was not found on the PATH.`, next: isOurs ? `clutch service add ${id} installs it.` : `Install it, or correct ${setting} in the config.`};
			}

			return {
				reason: `Its program ${path} is not there.`,
				next: isBegun ? `Install it, or correct ${setting} in the config.` : `Say its whole path in ${setting}, or in services.${id}.cwd the folder in which ${file} is.`,
			};
		}

		case 'no-file': {
			const {path, isFolder} = trouble;
			return {reason: `Its program ${path} is ${isFolder ? 'a folder' : 'no ordinary file'}.`, next: `Name ${isFolder ? 'the program in it' : 'a program'}: ${setting} in the config.`};
		}

		case 'not-executable': {
			return {reason: `Its program ${trouble.path} may not be run: it is not marked as executable.`, next: `Mark it: ${commandLine(['chmod', '+x', trouble.path])}. Or name the program that reads it before it, in ${setting}.`};
		}

		case 'out-of-reach': {
			return {reason: `Its program ${trouble.path} cannot be reached: ${trouble.problem}.`, next: `Let clutchd read the folder it is in, or correct ${setting} in the config.`};
		}

		case 'no-folder': {
			const {folder, problem} = trouble;
			return {reason: `Its folder ${folder} ${problem}.`, next: `Make it a folder, or correct services.${id}.cwd in the config.`};
		}

		case 'no-interpreter': {
			const {path, interpreter} = trouble;
			const again = isOurs ? `clutch service add ${id} installs it anew.` : undefined;
			if (interpreter.type === 'carriage-return') {
				return {reason: `Its program ${path} is a script with the line ends of Windows, so that ${interpreter.path} is not found.`, next: again ?? `Take them out: ${commandLine(['sed', '-i', String.raw`s/\r$//`, path])}`};
			}

			const [reader, where] = interpreter.type === 'path' ? [interpreter.path, 'is not there'] : [interpreter.name, 'was not found on the PATH'];
			return {reason: `Its program ${path} is a script for ${reader}, which ${where}.`, next: again ?? `Install ${reader}, or correct the first line of ${path}.`};
		}
	}
}
