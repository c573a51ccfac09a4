import {closeSync, openSync, readdirSync, readSync, realpathSync} from 'node:fs';
import path from 'node:path';

/** Where the packages of a program written in Python lie: beside its own folder, or beside the Python of its first line. Undefined where `name` is in none of them. */
export function packagesOf(program: string, name: string): string | undefined {
	const places = [program, real(program), interpreter(program)].flatMap(file => file === undefined ? [] : [path.dirname(path.dirname(file))]);
	return [...new Set(places)].flatMap(place => ['lib', 'lib64'].flatMap(library => pythons(path.join(place, library)))).find(folder => hasPackage(folder, name));
}

export function hasPackage(folder: string, name: string): boolean {
	return names(folder).includes(name);
}

/** The version of a package as its own folder has it, such as `headroom_ai-0.42.0.dist-info`. */
export function packageVersion(folder: string, name: string): string | undefined {
	return names(folder).map(file => new RegExp(String.raw`^${name}-(.+)\.dist-info$`).exec(file)?.[1]).find(version => version !== undefined);
}

function pythons(library: string): readonly string[] {
	return names(library).filter(file => /^python3(?:\.\d+)?$/.test(file)).map(file => path.join(library, file, 'site-packages'));
}

function names(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		// There is no such folder: then there is nothing in it.
		return [];
	}
}

function real(file: string): string | undefined {
	try {
		return realpathSync(file);
	} catch {
		// It is gone; whoever starts it will say so.
		return undefined;
	}
}

function interpreter(program: string): string | undefined {
	const bytes = Buffer.alloc(512);
	try {
		const file = openSync(program, 'r');
		try {
			readSync(file, bytes, 0, bytes.length, 0);
		} finally {
			closeSync(file);
		}
	} catch {
		// As above.
		return undefined;
	}

	return /^#! ?(\/\S+)/.exec(bytes.toString())?.[1];
}
