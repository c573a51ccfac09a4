import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {readLogEnd} from '../io/log.js';
import type {CommandContext, ParsedArguments} from './command.js';

const defaultLines = 100;

/** The end of a log: clutchd's own, a service's output, or what is known about a session. Reads files only, so that it works while nothing runs. */
export async function run(parsed: ParsedArguments, {paths, stdout}: CommandContext): Promise<number> {
	const [name = 'clutchd', ...others] = parsed.words;
	if (others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'logs takes one service or session.', next: 'clutch logs gateway shows what the gateway said.'});
	}

	const lines = linesOf(name, {count: countOf(parsed.flags.lines), log: paths.log, sessions: paths.sessions});
	stdout.write(parsed.flags.json === true ? `${JSON.stringify({name, lines})}\n` : lines.map(line => `${line}\n`).join(''));
	return 0;
}

function linesOf(name: string, {count, log, sessions}: {readonly count: number; readonly log: string; readonly sessions: string}): readonly string[] {
	const known = existsSync(log) ? readdirSync(log).filter(file => file.endsWith('.log')).map(file => file.slice(0, -'.log'.length)) : [];
	if (known.includes(name)) {
		return readLogEnd(path.join(log, `${name}.log`), count);
	}

	const about = readLogEnd(path.join(log, 'clutchd.log'), 100_000).filter(line => line.includes(`"session":${JSON.stringify(name)}`));
	const notes = /^[\w-]+$/.test(name) ? readLogEnd(path.join(sessions, `${name}.log`), count) : [];
	if (about.length + notes.length > 0) {
		return [...about, ...notes].slice(-count);
	}

	const near = nearest(name, known);
	throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no log of "${name}".`, next: near === undefined ? `There are logs of: ${known.length === 0 ? 'nothing yet' : known.join(', ')}` : `Did you mean "${near}"?`});
}

function countOf(value: string | true | undefined): number {
	if (value === undefined) {
		return defaultLines;
	}

	const count = Number(value);
	if (!Number.isInteger(count) || count < 1) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `-n takes a number of lines, but got "${String(value)}".`, next: 'clutch logs -n 20'});
	}

	return count;
}
