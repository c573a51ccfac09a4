import {existsSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {sessionOf} from '../core/session/named.js';
import type {Screen} from '../io/emulator-message.js';
import {followFile} from '../io/follow-file.js';
import {readLogEnd} from '../io/log.js';
import type {Paths} from '../io/paths.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {knownScreen} from './screen.js';
import {sessionNamed} from './session-named.js';
import {sessionsNow, withStarted} from './with-clutchd.js';

const defaultLines = 100;

/** The end of a log: clutchd's own, a service's output, or what is known about a session. Reads files only, so that it works while nothing runs; `--output` asks clutchd for what a session printed last. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [name = 'clutchd', ...others] = parsed.words;
	const count = countOf(parsed.flags.lines);
	if (others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'logs takes one service or session.', next: 'clutch logs gateway shows what the gateway said.'});
	}

	if (parsed.flags.follow === true) {
		return follow(name, {parsed, count, context});
	}

	const lines = parsed.flags.output === true ? await outputOf(parsed, {count, context}) : await linesOf(name, {count, context});
	context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({name, lines})}\n` : textOf(lines));
	return 0;
}

/** Written by services that may not have begun: it is waited for. */
const expected: ReadonlySet<string> = new Set(['clutchd', 'gateway']);

/** Prints the end, then what is added, until it is told to end. */
async function follow(name: string, {parsed, count, context}: Wanted & {readonly parsed: ParsedArguments}): Promise<number> {
	const {paths, stdout, signal} = context;
	if (parsed.flags.output === true || parsed.flags.json === true) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: '--follow shows a log as it is written.', next: 'Leave --json and --output away; clutch attach shows a session as it runs.'});
	}

	const file = path.join(paths.log, `${name}.log`);
	if (!logNames(paths).includes(name) && !expected.has(name)) {
		// Says which logs there are, or shows what is known about a session, which is no file that grows.
		stdout.write(textOf(await linesOf(name, {count, context})));
		return 0;
	}

	const from = statSync(file, {throwIfNoEntry: false})?.size ?? 0;
	stdout.write(textOf(readLogEnd(file, count)));
	await followFile({file, from, signal, onText(text) {
		stdout.write(text);
	}});
	return 0;
}

function textOf(lines: readonly string[]): string {
	return lines.map(line => `${line}\n`).join('');
}

function logNames({log}: Paths): readonly string[] {
	return existsSync(log) ? readdirSync(log).filter(file => file.endsWith('.log')).map(file => file.slice(0, -'.log'.length)) : [];
}

type Wanted = {readonly count: number; readonly context: CommandContext};

async function outputOf(parsed: ParsedArguments, {count, context}: Wanted): Promise<readonly string[]> {
	return withStarted(context, async client => {
		const {id, name} = await sessionNamed(parsed, {client, verb: 'logs --output'});
		const {lines} = knownScreen(await client.call({type: 'session.screen', id, scrollback: count}) as Screen, {id, name});
		return lines.slice(0, lines.findLastIndex(line => line.trim() !== '') + 1).slice(-count);
	});
}

async function linesOf(name: string, {count, context}: Wanted): Promise<readonly string[]> {
	const {paths} = context;
	const known = logNames(paths);
	if (known.includes(name)) {
		return readLogEnd(path.join(paths.log, `${name}.log`), count);
	}

	const about = aboutSession(name, {count, paths});
	if (about.length > 0) {
		return about;
	}

	// Only clutchd knows names; where it does not run, the id has to be said.
	const sessions = await sessionsNow(context);
	const meant = sessionOf(name, sessions);
	if (meant.type === 'found') {
		return aboutSession(meant.session.id, {count, paths});
	}

	const near = nearest(name, [...known, ...sessions.flatMap(session => [session.id, session.name])]);
	throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no log of "${name}".`, next: near === undefined ? `There are logs of: ${known.length === 0 ? 'nothing yet' : known.join(', ')}` : `Did you mean "${near}"?`});
}

/** What clutchd wrote down about a session, and what its holder left. */
function aboutSession(id: string, {count, paths}: {readonly count: number; readonly paths: Paths}): readonly string[] {
	const about = readLogEnd(path.join(paths.log, 'clutchd.log'), 100_000).filter(line => line.includes(`"session":${JSON.stringify(id)}`));
	const notes = /^[\w-]+$/.test(id) ? readLogEnd(path.join(paths.sessions, `${id}.log`), count) : [];
	return [...about, ...notes].slice(-count);
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
