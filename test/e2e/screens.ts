import {execFileSync} from 'node:child_process';
import {mkdirSync, renameSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {agentsHome, chord, press, stateOf, type AgentsHome} from '../helpers/agents-home.js';
import {keptByClaude} from '../helpers/fake-agent.js';
import type {Terminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';
import {kill, openUserInterface} from '../helpers/user-interface.js';

const slow = 60_000;

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

async function resized(terminal: Terminal, size: Size): Promise<void> {
	terminal.resize(...size);
	await terminal.waitFor(`it is drawn at ${size.join('×')}`, text => terminal.screen().length === size[1] && /(?:\? keys|Ctrl\+Space|Esc (?:back|leave)) *$/.test(text));
}

test('Home, while nothing runs', async t => {
	const home = machine(t);
	const {terminal} = openUserInterface(t, {home, env: home.env, cols: 120, rows: 30});
	await terminal.waitFor('all is known', text => /^ ● gateway :\d+/m.test(text) && text.includes('Claude Code 2.1') && text.includes('– install') && text.includes('✚2') && text.includes('No provider key'), slow);
	t.deepEqual(terminal.screen().slice(1, 29), [
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
	]);
	t.regex(terminal.screen()[0] ?? '', /^ clutch \d+\.\d+\.\d+ +~\/src\/api-server {3}main ✚2$/);
	t.regex(terminal.screen()[29] ?? '', /^ ● gateway :\d+ {3}BIG \S+ {3}today n\/a {2}0 tok +headroom ○ {3}rtk ○ {3}proxy ○ {3}\? keys$/);

	for (const size of sizes) {
		await resized(terminal, size);
		await isSound(t, terminal, size);
		const lines = terminal.screen();
		t.regex(lines[0] ?? '', /^ clutch \d+\.\d+\.\d+ +~\/src\/api-server {3}main ✚2$/);
		t.regex(lines.join('\n'), /No provider key and no login found\. *\n? +D try the demo {3}K add a key$/m);
		t.true(lines.includes(' ▌_'));
		t.regex(lines.at(-1) ?? '', /^ ● gateway :\d+ .*\? keys$/);
		t.is(lines.includes('   c  Claude Code 2.1        i  new          p  gateway'), size[1] > 15);
		t.is(lines.includes('   c Claude Code  x Codex  q Qwen Code  p Pi  o OpenCode'), size[1] === 15);
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
	await terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text), slow);
	terminal.write(':');
	await terminal.waitFor('a command is asked for', text => text.includes('Enter run'));
	terminal.write('sh -c "echo last words; exit 3"\r');
	await terminal.waitFor('its end is told', text => /ended with exit code 3\. {3}r restore {3}L let go .*gateway {3}Ctrl\+Space$/m.test(text), slow);
	await press(terminal, 'cid\r');
	await terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>') && text.includes('claude "api-server"'), slow);
	t.deepEqual(terminal.screen().slice(0, 6).map(line => line.slice(0, 27)), [
		' ▾ api-server             │',
		'  ↻ sh            crashed │',
		'    r restore             │',
		' ▌● claude        idle    │',
		'                          │',
		'                          │',
	]);
	const lines = terminal.screen();
	t.is(lines[33], ' 1 crashed                │ 0 req  0 failed  p50 n/a');
	t.is(lines[34], '─'.repeat(120));
	t.regex(lines[35] ?? '', /^ {2}1▌2 {3}claude "api-server" +● gateway 0 req\/min {2}0 failed {3}today n\/a {3}Ctrl\+Space$/);
	await isSound(t, terminal, [120, 36]);

	for (const size of sizes.slice(1)) {
		await resized(terminal, size);
		await isSound(t, terminal, size);
		const small = terminal.screen();
		t.regex(small[0] ?? '', /^in </, 'the pane has all the room');
		t.regex(small.at(-1) ?? '', size[0] === 60 ? /^ {2}1▌2 {3}claude "api-ser…" {3}↻1 ●1 +● gateway {3}Ctrl\+Space$/ : /^ {2}1▌2 {3}claude "api-server" {3}↻1 ●1 +● gateway 0 req\/min {3}Ctrl\+Space$/);
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
	await terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text), slow);
	terminal.write('cid\r');
	await terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>'), slow);
	for (const size of sizes) {
		await resized(terminal, size);
		await press(terminal);
		await terminal.waitFor('the keys of the place stand under the box', text => text.split('\n').slice(text.split('\n').findIndex(line => line.includes('╰')) + 1).some(line => /^ (?:\/ search|S stop)/.test(line)));
		await isSound(t, terminal, size);
		t.regex(terminal.text(), /│ › _ +│\n.*│ ▸ 1 ● claude {2}api-server +idle {3}jump │/);
		t.regex(terminal.text(), /│ {3}2 cid {3}Claude Code {2}~\/src\/api-server +\S.* {3}start │/);
		t.regex(terminal.text(), /│ \/ search {3}\| split right {3}- split down/);
		t.notRegex(terminal.text().slice(terminal.text().lastIndexOf('╰')), /…/, 'every label of a key is whole');

		terminal.write('cip');
		await terminal.waitFor('the code says what it means', text => /│ › cip_ +Claude Code · new · gateway +│/.test(text) && text.includes('BIG '));
		await isSound(t, terminal, size);
		const text = terminal.text();
		t.regex(text, /│ {3}Enter start in ~\/src\/api-server {4}Tab (?:folder, name, prompt, model, profile|options) +│/);
		t.regex(text, /│ {3}runs {2}claude --session-id/);
		t.regex(text, /│ {3}env {3}ANTHROPIC_BASE_URL=http:\/\/127\.0\.0.*\(\d+ more {2}e\)/);
		t.regex(text, /│ {3}BIG {3}kimi-k2\.6 \? unknown → nemotron-3 \? unknown/);
		t.regex(text, /│ {3}in {4}~\/src\/api-server +.*Claude Code with the keys of the gateway +(?:.*\n.*)?price n\/a/s);
		t.is(/● claude {2}api-server +idle {3}jump │/.test(text), size[1] > 15, 'what runs already stands there where there is room');
		terminal.write('\u001B');
		await terminal.waitFor('the line is empty', shown => shown.includes('› _'));
		terminal.write('\u001B');
		await terminal.waitFor('the box is gone', shown => !shown.includes('╭'));
	}
});

test('Watch, from the key and from the command', async t => {
	const home = machine(t);
	const {terminal} = openUserInterface(t, {home, env: home.env});
	await terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text), slow);
	terminal.write('cid\r');
	await terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>'), slow);
	await press(terminal, 'w');
	for (const size of sizes) {
		await resized(terminal, size);
		await terminal.waitFor('the figures are there', text => / {2}● gateway {5}:\d+ +up /.test(text) && /claude "api-s.* started/.test(text), slow);
		await isSound(t, terminal, size);
		const lines = terminal.screen();
		t.regex(lines[0] ?? '', size[0] === 60 ? /^ watch +last 15 min ▾ +all sessions ▾ +\d\d:\d\d:\d\d$/ : /^ watch +last 15 min ▾ +all sessions ▾ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		const text = lines.join('\n');
		const parts = {
			120: [/^ {2}requests\/min .* tokens\/s in .* out .* first token p50 +n\/a {2}p95 +n\/a$/m, /^ {2}today {4}n\/a {3}in /m, /^ {2}services {46}models {22}req {2}fail {4}p50 {4}p95 {11}\$$/m],
			80: [/^ {2}requests\/min .* first token p50 +n\/a {2}p95 +n\/a$/m, /^ {2}tokens\/s in .* out /m, /^ models .*req {2}fail {4}p50 {4}p95 {11}\$$/m],
			60: [/^ {2}req\/min .* first p50 +n\/a {2}p95 +n\/a$/m, /^ {2}tok\/s in .* out /m, /^ models .*req {2}fail {4}p50 {4}p95 {11}\$$/m],
		}[size[0]] ?? [];
		for (const part of parts) {
			t.regex(text, part);
		}

		t.regex(text, /^ {2}\d\d:\d\d:\d\d {2}gateway +ready at http:\/\/127\.0\.0\.1:\d+$/m);
		t.regex(lines.at(-1) ?? '', /^ ↑↓ choose {3}Enter open {3}.*Esc back$/);
	}

	terminal.write('\u001B');
	await terminal.waitFor('the pane is there again', text => text.includes('<--dangerously-skip-permissions>'));
});

test('Recovery: clutchd came back, and a session that ended without its user', async t => {
	// Whoever lived for five seconds would be resumed by itself.
	const home = machine(t, {sessions: {crash: 'never'}});
	const first = openUserInterface(t, {home, env: home.env});
	await first.terminal.waitFor('the gateway is there', text => /^ ● gateway :\d+/m.test(text), slow);
	first.terminal.write('cid\r');
	await first.terminal.waitFor('Claude Code runs', text => text.includes('<--dangerously-skip-permissions>'), slow);
	const before = await stateOf(home);
	kill(before.clutchd.pid);
	await first.terminal.waitFor('it is said once', text => text.includes('clutch came back after a crash: 1 session re-attached, nothing lost (details: l)'), slow);
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
	await terminal.waitFor('Home has it', text => text.includes('Ended without you'), slow);
	terminal.write('\u001B[B\u001B[A');
	for (const size of sizes) {
		await resized(terminal, size);
		await terminal.waitFor('the exact command is under the cursor', text => text.includes('runs  ') && text.includes('"fix the flaky ') && text.replaceAll(/\s/g, '').includes(`--resume${session?.recipe.conversation ?? ''}`), slow);
		await isSound(t, terminal, size);
		const text = terminal.text();
		t.regex(text, / Ended without you {10}↻ 1 session$/m);
		t.regex(text, / ▸ 1 {2}Claude Code {2}api-server {3}\d\d:\d\d {3}"fix the flaky (?:retry test|re.*…)"$/m);
		t.regex(text, / {3}1 restore {4}A restore all {4}L let go$/m);
	}

	terminal.write('1');
	await terminal.waitFor('it runs again', text => text.includes('<--resume>'), slow);
	terminal.write(chord);
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});
