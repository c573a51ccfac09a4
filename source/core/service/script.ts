/** Who reads a script, as its first line says. */
export type Interpreter =
	| {readonly type: 'path'; readonly path: string}
	/** `env` looks for it along the PATH. */
	| {readonly type: 'name'; readonly name: string}
	/** The end of its line is taken for the last character of the path, which nobody sees. */
	| {readonly type: 'carriage-return'; readonly path: string};

/** The system reads no further. */
export const longestFirstLine = 256;

/**
Reads the beginning of a program; undefined for one that is no script, or says it in a way of its own.

@example
readInterpreter('#!/usr/bin/env python3\n') // → {type: 'name', name: 'python3'}
*/
export function readInterpreter(head: string): Interpreter | undefined {
	const [, path = '', rest = ''] = /^#![ \t]*(\/[^ \t\n]*)[ \t]*([^\n]*)/.exec(head) ?? [];
	if (path === '') {
		return undefined;
	}

	if (path.endsWith('\r')) {
		return {type: 'carriage-return', path: path.slice(0, -1)};
	}

	return path.endsWith('/env') ? namedIn(rest) ?? {type: 'path', path} : {type: 'path', path};
}

/** What `env` is given is one argument on one system and several on another, unless it is told to split it. */
function namedIn(argument: string): Interpreter | undefined {
	const [, split, text = ''] = /^(-S|--split-string)?[= \t]*(.*)$/s.exec(argument) ?? [];
	const words = text.replace(/[ \t]+$/, '').split(/[ \t]+/);
	const name = split === undefined && words.length > 1 ? undefined : words.find(word => !word.startsWith('-') && !word.includes('='));
	if (name === undefined || !/^[\w.+-]+\r?$/.test(name)) {
		return undefined;
	}

	return name.endsWith('\r') ? {type: 'carriage-return', path: name.slice(0, -1)} : {type: 'name', name};
}
