import {execFileSync} from 'node:child_process';
import {mkdirSync, renameSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {agentsHome, chord, press, stateOf, type AgentsHome} from '../helpers/agents-home.js';
import {keptByClaude} from '../helpers/fake-agent.js';
import type {Terminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';
import {kill, openUserInterface} from '../helpers/user-interface.js';

type Size = readonly [cols: number, rows: number];
const sizes: readonly Size[] = [[120, 36], [80, 24], [60, 15]];

/** Nothing answers at the address of the models: what is shown is what is known without them. */
const models = {
	providers: {fake: {base_url: 'http://127.0.0.1:9', wires: ['messages']}},
	default_provider: 'fake',
	model_tiers: Object.fromEntries(['BIG', 'MIDDLE', 'SMALL'].map(role => [role, {default: 'fake:kimi-k2.6', cascade: ['fake:nemotron-3']}])),
	fallbacks: [],
};

/** A repository with two new files, Claude Code as its vendor installs it, and a chord that has been chosen. */
function machine(t: ExecutionContext, config: Readonly<Record<string, unknown>> = {}): AgentsHome {
	const home = agentsHome(t, {gateway: true, config});
	const versions = path.join(home.user, 'versions');
	mkdirSync(versions);
	renameSync(path.join(home.user, 'bin', 'claude'), path.join(versions, '2.1.300'));
	symlinkSync(path.join(versions, '2.1.300'), path.join(home.user, 'bin', 'claude'));
	execFileSync('git', ['init', '--quiet', '--initial-branch=main', home.project], {env: home.env});
	for (const file of ['one', 'two']) {
		writeFileSync(path.join(home.project, file), '');
	}

	mkdirSync(home.paths.state, {recursive: true, mode: 0o700});
	writeFileSync(path.join(home.paths.state, 'preferences.json'), JSON.stringify({chord: 'Ctrl+Space', codeWait: 'never'}));
	return home;
}

/** What cannot be on any screen, whatever it shows. Half of an update may still be on its way. */
async function isSound(t: ExecutionContext, terminal: Terminal, [cols, rows]: Size): Promise<void> {
	await terminal.waitFor('every frame that begins ends too', text => text.split('╭').length === text.split('╰').length);
	const lines = terminal.screen();
	t.is(lines.length, rows);
	t.true(lines.every(line => line.length <= cols));
	t.notRegex(lines.join('\n'), /undefined|NaN|\[object|null|Infinity/);
}

type Wanted = RegExp | readonly [line: number, wanted: string | RegExp] | ((text: string) => boolean);

/** Waits until all of it stands there at the same time. Of a frame the half may still be on its way, and on a machine that is busy clutchd is silent for a moment, which is said instead. A line is counted from the top, or from the end by -1. */
async function shows(terminal: Terminal, name: string, wanted: readonly Wanted[]): Promise<void> {
	const holds = (each: Wanted, text: string) => {
		if (typeof each === 'function') {
			return each(text);
		}

		if (each instanceof RegExp) {
			return each.test(text);
		}

		const [number, line] = each;
		const shown = terminal.screen().at(number) ?? '';
		return typeof line === 'string' ? shown === line : line.test(shown);
	};

	await terminal.waitFor(name, text => wanted.every(each => holds(each, text)));
}

/** Says whether these lines stand there in this order, from the top or from a row on. */
const stand = (terminal: Terminal, lines: readonly string[], {from = 0, cut = (line: string) => line} = {}) => () => JSON.stringify(terminal.screen().slice(from, from + lines.length).map(line => cut(line))) === JSON.stringify(lines);

async function resized(terminal: Terminal, size: Size): Promise<void> {
	terminal.resize(...size);
	await terminal.waitFor(`it is drawn at ${size.join('×')}`, text => terminal.screen().length === size[1] && /(?:\? keys|Ctrl\+Space|Esc (?:back|leave)) *$/.test(text));
}

const heading = /^ clutch \d+\.\d+\.\d+ +~\/src\/api-server {3}main ✚2$/;

test('Home, while nothing runs', async t => {
	const home = machine(t);
	const {terminal} = openUserInterface(t, {home, env: home.env, cols: 120, rows: 30});
	await shows(terminal, 'all is known', [stand(terminal, [
		'',
		'   No provider key and no login found. D try the demo   K add a key',
		'',
		'   Type a code',
		'',
		'   c  Claude Code 2.1        i  new          p  gateway',
		'   x  Codex                  c  continue     b  bypass',
		'   q  Qwen Code              n  one prompt   d  direct',
		'   p  Pi                     s  session id',
		'   o  OpenCode – install     r  pick one     d n k q m f',
		'   h  Hermes – install                       0–9',
		'   a  Ante – install',
		'   g  Antigravity – install',
		'',
		' ▌_',
		...Array.from({length: 13}, () => ''),
	], {from: 1}), [0, heading], [29, /^ ● gateway :\d+ {3}BIG \S+ {3}today n\/a {2}0 tok +headroom ○ {3}rtk ○ {3}proxy ○ {3}\? keys$/]]);

	for (const size of sizes) {
		await resized(terminal, size);
		await isSound(t, terminal, size);
		await shows(terminal, 'all of it is there, each in its form', [
			[0, heading],
			/No provider key and no login found\. *\n? +D try the demo {3}K add a key$/m,
			/^ ▌_$/m,
			[-1, /^ ● gateway :\d+ .*\? keys$/],
			text => /^ {3}c {2}Claude Code 2\.1 {8}i {2}new {10}p {2}gateway$/m.test(text) === size[1] > 15,
			text => /^ {3}c Claude Code {2}x Codex {2}q Qwen Code {2}p Pi {2}o OpenCode$/m.test(text) === (size[1] === 15),
		]);
	}

	terminal.resize(120, 30);
	terminal.write('c');
	await terminal.waitFor('what it would run stands there from the first letter on', text => /^ ▌c_ +Claude Code · … {2}i new {3}c continue {3}n one prompt {3}s session id {3}r pick one$/m.test(text) && (/^ {3}(?:runs {2}claude |No )/m.test(text)));
	terminal.write('id');
	await terminal.waitFor('the exact command and its folder', text => /^ ▌cid_ +Claude Code · new · direct$/m.test(text) && /^ {3}runs {2}claude --session-id .*--dangerously-skip-permissions/m.test(text) && /^ {3}in {4}~\/src\/api-server {3}Claude Code with its own login/m.test(text));
	terminal.write('\u001B');
	await terminal.waitFor('the line is empty', text => text.includes(' ▌_'));
});

test('Work, with a session that runs and one that crashed', async t => {
	const home = machine(t);
	const {terminal} = openUserInterface(t, {home, env: home.env});
	await terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text));
	terminal.write(':');
	await terminal.waitFor('a command is asked for', text => text.includes('Enter run'));
	terminal.write('sh -c "echo last words; exit 3"\r');
	await terminal.waitFor('its end is told', text => /ended with exit code 3\. {3}r restore {3}L let go .*gateway {3}Ctrl\+Space$/m.test(text));
	await press(terminal, 'cid\r');
	await terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>') && text.includes('claude "api-server"'));
	await shows(terminal, 'both are listed, and the bar tells of the one in front', [
		// After a minute it is said for how long it is idle.
		stand(terminal, [
			' ▾ api-server             │',
			'  ↻ sh            crashed │',
			'    r restore             │',
			' ▌● claude        idle    │',
			'                          │',
			'                          │',
		], {cut: line => line.slice(0, 27).replace(/idle [1-9]m/, 'idle   ')}),
		[33, ' 1 crashed                │ 0 req  0 failed  p50 n/a'],
		[34, '─'.repeat(120)],
		[35, /^ {2}1▌2 {3}claude "api-server" +● gateway 0 req\/min {2}0 failed {3}today n\/a {3}Ctrl\+Space$/],
	]);
	await isSound(t, terminal, [120, 36]);

	for (const size of sizes.slice(1)) {
		await resized(terminal, size);
		await isSound(t, terminal, size);
		await shows(terminal, 'the pane has all the room', [[0, /^in </], [-1, size[0] === 60 ? /^ {2}1▌2 {3}claude "api-ser…" {3}↻1 ●1 +● gateway {3}Ctrl\+Space$/ : /^ {2}1▌2 {3}claude "api-server" {3}↻1 ●1 +● gateway 0 req\/min {3}Ctrl\+Space$/]]);
		await press(terminal, 'B');
		await terminal.waitFor('the sessions are shown over the pane', text => /^│ {2}▾ api-server +│/m.test(text) && /^│ {3}↻ sh +crashed {2}│/m.test(text));
		await isSound(t, terminal, size);
		terminal.write('\u001B');
		await terminal.waitFor('they are gone', text => !text.includes('▾ api-server'));
	}
});

test('the box of the chord: empty, with a code, with the keys under it', async t => {
	const home = machine(t, models);
	const {terminal} = openUserInterface(t, {home, env: home.env});
	await terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text));
	terminal.write('cid\r');
	await terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>'));
	for (const size of sizes) {
		await resized(terminal, size);
		await press(terminal);
		await terminal.waitFor('the keys of the place stand under the box', text => text.split('\n').slice(text.split('\n').findIndex(line => line.includes('╰')) + 1).some(line => /^ (?:\/ search|S stop)/.test(line)));
		await isSound(t, terminal, size);
		await shows(terminal, 'what runs, what was started last and the keys are there, and every label of a key is whole', [
			/│ › _ +│\n.*│ ▸ 1 ● claude {2}api-server +idle {3}jump │/,
			/│ {3}2 cid {3}Claude Code {2}~\/src\/api-server +\S.* {3}start │/,
			/│ \/ search {3}\| split right {3}- split down/,
			text => !text.slice(text.lastIndexOf('╰')).includes('…'),
		]);

		terminal.write('cip');
		await terminal.waitFor('the code says what it means', text => /│ › cip_ +Claude Code · new · gateway +│/.test(text) && text.includes('BIG '));
		await isSound(t, terminal, size);
		await shows(terminal, 'all that it would do is said, and what runs already where there is room', [
			/│ {3}Enter start in ~\/src\/api-server {4}Tab (?:folder, name, prompt, model, profile|options) +│/,
			/│ {3}runs {2}claude --session-id/,
			/│ {3}env {3}ANTHROPIC_BASE_URL=http:\/\/127\.0\.0.*\(\d+ more {2}e\)/,
			/│ {3}BIG {3}kimi-k2\.6 \? unknown → nemotron-3 \? unknown/,
			/│ {3}in {4}~\/src\/api-server +.*Claude Code with the keys of the gateway +(?:.*\n.*)?price n\/a/s,
			text => /● claude {2}api-server +idle {3}jump │/.test(text) === size[1] > 15,
		]);
		terminal.write('\u001B');
		await terminal.waitFor('the line is empty', shown => shown.includes('› _'));
		terminal.write('\u001B');
		await terminal.waitFor('the box is gone', shown => !shown.includes('╭'));
	}
});

test('Watch, from the key and from the command', async t => {
	const home = machine(t);
	const {terminal} = openUserInterface(t, {home, env: home.env});
	await terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text));
	terminal.write('cid\r');
	await terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>'));
	await press(terminal, 'w');
	for (const size of sizes) {
		await resized(terminal, size);
		await terminal.waitFor('the figures are there', text => / {2}● gateway {5}:\d+ +up /.test(text) && /claude "api-s.* started/.test(text));
		await isSound(t, terminal, size);
		const top = size[0] === 60 ? /^ watch +last 15 min ▾ +all sessions ▾ +\d\d:\d\d:\d\d$/ : /^ watch +last 15 min ▾ +all sessions ▾ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
		const parts = {
			120: [/^ {2}requests\/min .* tokens\/s in .* out .* first token p50 +n\/a {2}p95 +n\/a$/m, /^ {2}today {4}n\/a {3}in /m, /^ {2}services {46}models {22}req {2}fail {4}p50 {4}p95 {11}\$$/m],
			80: [/^ {2}requests\/min .* first token p50 +n\/a {2}p95 +n\/a$/m, /^ {2}tokens\/s in .* out /m, /^ models .*req {2}fail {4}p50 {4}p95 {11}\$$/m],
			60: [/^ {2}req\/min .* first p50 +n\/a {2}p95 +n\/a$/m, /^ {2}tok\/s in .* out /m, /^ models .*req {2}fail {4}p50 {4}p95 {11}\$$/m],
		}[size[0]] ?? [];
		await shows(terminal, 'every part is there', [
			[0, top],
			...parts,
			/^ {2}\d\d:\d\d:\d\d {2}gateway +ready at http:\/\/127\.0\.0\.1:\d+$/m,
			[-1, /^ ↑↓ choose {3}Enter open {3}.*Esc back$/],
		]);
	}

	terminal.write('\u001B');
	await terminal.waitFor('the pane is there again', text => text.includes('<--dangerously-skip-permissions>'));
});

test('Recovery: clutchd came back, and a session that ended without its user', async t => {
	// Whoever lived for five seconds would be resumed by itself.
	const home = machine(t, {sessions: {crash: 'never'}});
	const first = openUserInterface(t, {home, env: home.env});
	await first.terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text));
	first.terminal.write('cid\r');
	await first.terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>'));
	const before = await stateOf(home);
	kill(before.clutchd.pid);
	await first.terminal.waitFor('it is said once', text => text.includes('clutch came back after a crash: 1 session re-attached, nothing lost (details: l)'));
	t.regex(first.terminal.text(), /<--dangerously-skip-permissions>/);
	first.terminal.write('still here\r');
	await first.terminal.waitFor('the session has the keyboard', text => text.split('still here').length === 3);
	await press(first.terminal, 'Q');
	await first.terminal.exit;

	const {sessions: [session]} = await stateOf(home);
	keptByClaude(home, {id: session?.recipe.conversation ?? '', cwd: home.project, prompt: 'fix the flaky retry test', at: 1});
	kill(session?.state.status === 'live' ? session.state.pid : 0);
	await until('clutchd knows that it has ended', async () => {
		const {sessions: [now]} = await stateOf(home);
		return now?.state.status === 'crashed' || now?.state.status === 'host-lost';
	});
	const {terminal} = openUserInterface(t, {home, env: home.env});
	await terminal.waitFor('Home has it', text => text.includes('Ended without you'));
	terminal.write('\u001B[B\u001B[A');
	for (const size of sizes) {
		await resized(terminal, size);
		await terminal.waitFor('the exact command is under the cursor', text => text.includes('runs  ') && text.includes('"fix the flaky ') && text.replaceAll(/\s/g, '').includes(`--resume${session?.recipe.conversation ?? ''}`));
		await isSound(t, terminal, size);
		await shows(terminal, 'what ended is listed, with its keys', [
			/ Ended without you {10}↻ 1 session$/m,
			/ ▸ 1 {2}Claude Code {2}api-server {3}\d\d:\d\d {3}"fix the flaky (?:retry test|re.*…)"$/m,
			/ {3}1 restore {4}A restore all {4}L let go$/m,
		]);
	}

	terminal.write('1');
	await terminal.waitFor('it runs again', text => text.includes('<--resume>'));
	terminal.write(chord);
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});
