import {existsSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {lineText, mergeLines, type LineForm, type NamedLine} from '../core/service/log-view.js';
import {sessionOf} from '../core/session/named.js';
import {systemClock} from '../io/clock.js';
import type {Screen} from '../io/emulator-message.js';
import {readLogBackwards} from '../io/log-history.js';
import {readLogEnd} from '../io/log.js';
import type {Paths} from '../io/paths.js';
import {wordsOfSystemError} from '../io/system-error.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {followLogs} from './follow-logs.js';
import {readAsked, type LogAsked} from './log-asked.js';
import {takeLogPaneKeys} from './log-pane-keys.js';
import {knownScreen} from './screen.js';
import {sessionNamed} from './session-named.js';
import {sessionsNow, withStarted} from './with-clutchd.js';

const sessionLines = 100;

/** Logs: clutchd's own, what services printed, or what is known about a session. Reads files only, so that it works while nothing runs; `--output` asks clutchd for what a session printed last. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {stdout, paths} = context;
	const asked = readAsked(parsed, systemClock.now());
	const count = Number.isFinite(asked.count) ? asked.count : sessionLines;
	const names = parsed.words.length === 0 ? ['clutchd'] : [...new Set(parsed.words)];
	if (parsed.flags.output === true) {
		return printOutput(parsed, {count, context});
	}

	const known = await knownLogs(context);
	const [other, ...others] = names.filter(name => !known.includes(name));
	if (other !== undefined) {
		if (names.length > 1 || others.length > 0) {
			throw unknownLog(other, known);
		}

		// What is known about a session is no file that grows.
		// Whether it is known shows in its newest line.
		const lines = newest(await linesOfSession(other, {known, count: Math.max(count, 1), context}), count);
		stdout.write(parsed.flags.json === true ? `${JSON.stringify({name: other, lines})}\n` : textOf(lines));
		return 0;
	}

	return printLogs(names.map(service => ({service, file: path.join(paths.log, `${service}.log`)})), {asked, parsed, context});
}

type Wanted = {readonly asked: LogAsked; readonly context: CommandContext};

async function printLogs(logs: ReadonlyArray<{readonly service: string; readonly file: string}>, {asked, parsed, context}: Wanted & {readonly parsed: ParsedArguments}): Promise<number> {
	const {stdout, stderr, signal} = context;
	const width = logs.length > 1 ? Math.max(...logs.map(({service}) => service.length)) : 0;
	const form = (): LineForm => {
		if (parsed.flags.json === true) {
			return {type: 'json'};
		}

		return stdout.isTTY ? {type: 'screen', now: systemClock.now(), utcOffsetMs: -60_000 * new Date().getTimezoneOffset()} : {type: 'file'};
	};

	const followed = logs.map(log => ({...log, from: statSync(log.file, {throwIfNoEntry: false})?.size ?? 0}));
	const onLeftOut = (part: string, problem: string) => {
		stderr.write(`${part} cannot be read: ${problem}. Its lines are left out.\n`);
	};

	const lines = newest(mergeLines(logs.map(log => newestLines(log, {asked, onLeftOut}))), asked.count);
	const now = form();
	const keys = parsed.flags.follow === true && parsed.flags.keys === true ? takeLogPaneKeys(context) : undefined;
	stdout.write(textOf(lines.map(line => lineText(line, {form: now, width}))));
	if (parsed.flags.follow === true) {
		await followLogs(followed, {asked, form, width, signal: keys?.signal ?? signal, write(text) {
			keys?.printed(text);
			stdout.write(text);
		}});
		keys?.close();
		return 0;
	}

	const silent = logs.filter(({file}) => !existsSync(file)).map(({service}) => service);
	if (silent.length > 0) {
		stderr.write(`${silent.join(', ')} ${silent.length === 1 ? 'has' : 'have'} printed nothing yet.\n`);
	}

	return 0;
}

type Reading = {readonly asked: LogAsked; readonly onLeftOut: (part: string, problem: string) => void};

function newestLines({service, file}: {readonly service: string; readonly file: string}, {asked: {count, since, fits}, onLeftOut}: Reading): readonly NamedLine[] {
	const lines: NamedLine[] = [];
	const onUnreadable = (part: string, error: Error) => {
		if (part === file) {
			throw new ClutchError('ERR_CLUTCH_LOG', {file: part, problem: wordsOfSystemError(error)}, {cause: error});
		}

		onLeftOut(part, wordsOfSystemError(error));
	};

	for (const {at, text} of readLogBackwards(file, {onUnreadable})) {
		if (lines.length >= count || (since !== undefined && at !== undefined && at < since)) {
			break;
		}

		if (fits(text)) {
			lines.push({service, at, text});
		}
	}

	return lines.toReversed();
}

/** Those that have a file, and those that may get one. */
async function knownLogs({paths, env}: CommandContext): Promise<readonly string[]> {
	const {loadConfig} = await import('../io/config-file.js');
	const {specsOf} = await import('../core/service/rows.js');
	return [...new Set(['clutchd', ...logNames(paths), ...specsOf(loadConfig({paths, env}).config).specs.map(({id}) => id)])];
}

function logNames({log}: Paths): readonly string[] {
	try {
		return existsSync(log) ? readdirSync(log).filter(file => file.endsWith('.log') && !file.startsWith('.')).map(file => file.slice(0, -'.log'.length)) : [];
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_LOG', {file: log, problem: wordsOfSystemError(error)}, {cause: error});
	}
}

/** The last so many; 0 for none, as those want who only follow. */
function newest<Item>(items: readonly Item[], count: number): readonly Item[] {
	return items.slice(Math.max(0, items.length - count));
}

function textOf(lines: readonly string[]): string {
	return lines.map(line => `${line}\n`).join('');
}

async function printOutput(parsed: ParsedArguments, {count, context}: {readonly count: number; readonly context: CommandContext}): Promise<number> {
	if (parsed.flags.follow === true || parsed.words.length > 1) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: '--output shows what one session has printed last.', next: 'clutch attach shows a session as it runs.'});
	}

	const lines = await withStarted(context, async client => {
		const {id, name} = await sessionNamed(parsed, {client, verb: 'logs --output'});
		const {lines: all} = knownScreen(await client.call({type: 'session.screen', id, scrollback: count}) as Screen, {id, name});
		return newest(all.slice(0, all.findLastIndex(line => line.trim() !== '') + 1), count);
	});
	context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({name: parsed.words[0] ?? 'clutchd', lines})}\n` : textOf(lines));
	return 0;
}

async function linesOfSession(name: string, {known, count, context}: {readonly known: readonly string[]; readonly count: number; readonly context: CommandContext}): Promise<readonly string[]> {
	const {paths} = context;
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

	throw unknownLog(name, [...known, ...sessions.flatMap(session => [session.id, session.name])]);
}

function unknownLog(name: string, known: readonly string[]): ClutchError {
	const near = nearest(name, known);
	return new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no log of "${name}".`, next: near === undefined ? `There are logs of: ${known.join(', ')}` : `Did you mean "${near}"?`});
}

/** What clutchd wrote down about a session, and what its holder left. */
function aboutSession(id: string, {count, paths}: {readonly count: number; readonly paths: Paths}): readonly string[] {
	const about = readLogEnd(path.join(paths.log, 'clutchd.log'), 100_000).filter(line => line.includes(`"session":${JSON.stringify(id)}`));
	const notes = /^[\w-]+$/.test(id) ? readLogEnd(path.join(paths.sessions, `${id}.log`), count) : [];
	return newest([...about, ...notes], count);
}
