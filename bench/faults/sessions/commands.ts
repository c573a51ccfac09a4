import {readFileSync} from 'node:fs';
import path from 'node:path';
import {identify, signalProcess} from '../../../source/io/process-identity.js';
import {logFile, ownLines, watchClutchd, withoutGateway} from '../../../test/helpers/clutchd.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {processesUnder, temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {root} from '../../../test/helpers/program.js';
import {wrongModes} from '../../../test/helpers/terminal-modes.js';
import {openTerminal, type Terminal} from '../../../test/helpers/terminal.js';
import {until} from '../../../test/helpers/until.js';
import type {Fault, Outcome, Scope} from '../fault.js';

export const faults: readonly Fault[] = [
	{number: 1, title: 'kill -9 an attached command during output: bytes, keys, terminal', runs: {few: 1, full: 20}, limitMs: 5000, once: killAttached},
];

/** A shell's terminal is right again, the session goes on, and who attaches anew sees it and types into it. */
async function killAttached(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope, {PATH: `${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`});
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	const log = logFile(home);
	const {id} = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), log]});
	const first = attach(scope, {home, id});
	await first.waitFor('it shows lines', text => /line \d+/.test(text));
	first.write('a');
	await until('its key arrives', () => keysOf(home) === 'a');
	const killedAt = performance.now();
	killAttachedProcess(home, id);
	await first.waitFor('the shell has its terminal back', text => text.includes('back in a sane terminal.'));
	const left = wrongModes(first.raw());
	for (const mode of left) {
		process.stderr.write(`  the terminal is left with ${mode}\n`);
	}

	const second = attach(scope, {home, id});
	await second.waitFor('it shows lines', text => /line \d+/.test(text));
	const recoveredMs = performance.now() - killedAt;
	second.write('bq');
	await until('the program has stopped printing', () => ownLines(log).at(-1) === 'end');
	await second.waitFor('it shows the end', text => text.includes('\nend'));
	const keysLost = keysOf(home) === 'abq' ? 0 : 1;
	const isWhole = () => {
		const shown = second.screen().filter(line => /^(?:line \d+.*|end)$/.test(line));
		return shown.length > 10 && shown.join('\n') === ownLines(log).slice(-shown.length).map(line => line.trimEnd()).join('\n');
	};

	// Its screen comes in pieces.
	await until('all of it is right', isWhole, {timeoutMs: 30_000}).catch(() => undefined);
	const screenLost = isWhole() ? 0 : 1;
	const known = [second.pid, ...processesUnder(home.home).filter(pid => wordsOf(pid).includes('attach'))];
	return {lost: left.length + keysLost + screenLost + await violationsOf({home, watcher, sessions: [{id, log}], known}), recoveredMs};
}

function attach(scope: Scope, {home, id}: {readonly home: Home; readonly id: string}): Terminal {
	const script = `before=$(stty -g); clutch attach ${id}; test "$before" = "$(stty -g)" && echo "back in a sane terminal."`;
	return openTerminal(scope, {argv: ['/bin/sh', '-c', script], env: home.env, cwd: home.project, cols: 80, rows: 24});
}

/** Not the shell around it, which has to put the terminal right. */
function killAttachedProcess(home: Home, id: string): void {
	const pid = processesUnder(home.home).find(each => path.basename(wordsOf(each)[0] ?? '') === 'node' && wordsOf(each).includes('attach') && wordsOf(each).includes(id));
	const identity = pid === undefined ? undefined : identify(pid);
	if (identity === undefined) {
		throw new Error('nothing is attached');
	}

	signalProcess(identity, 'SIGKILL');
}

function wordsOf(pid: number): readonly string[] {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
	} catch {
		// It ended meanwhile.
		return [];
	}
}

function keysOf(home: Home): string {
	return readFileSync(`${logFile(home)}.keys`, 'utf8');
}
