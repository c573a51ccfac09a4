import {mkdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {fakeAgent, keptByClaude} from '../helpers/fake-agent.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';

/** A machine with one agent, whose answers are its arguments, and no gateway. */
function machine(t: Parameters<typeof temporaryHome>[0], config: Readonly<Record<string, unknown>> = {}): Home {
	const home = temporaryHome(t);
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	writeFileSync(path.join(home.home, 'config.json'), JSON.stringify({proxy: {auto_start: false}, keys: {wait: 'never'}, ...config}));
	return home;
}

async function open(t: Parameters<typeof openTerminal>[0], home: Home, {cwd = home.project} = {}): Promise<Terminal> {
	const env = {...home.env, PATH: `${path.join(home.user, 'bin')}:/usr/bin:/bin`, IS_SANDBOX: '1'};
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`], env, cwd, cols: 120, rows: 40});
	await terminal.waitFor('Home stands and clutchd is there', text => /[●○] gateway/.test(text) && /c {2}Claude Code 2\.1|c {2}Claude Code(?! –)/.test(text));
	return terminal;
}

/** What the agent wrote, without what stands beside it and without blanks: words may be broken over lines. */
const said = (text: string) => text.split('\n').map(line => line.slice(line.indexOf('│') + 1).trim()).join('');

test('wrong letters start nothing, the options of Tab reach the agent, and what is said is what runs', async t => {
	// The code starts by Enter alone, however long it is until Tab is pressed.
	const home = machine(t, {ui: {tier_wait: 'never'}});
	const other = path.join(home.user, 'src', 'web');
	mkdirSync(other, {recursive: true});
	const terminal = await open(t, home);
	terminal.write('cz');
	await terminal.waitFor('the letter is explained', text => text.includes('cz – no mode "z". ci new  cc continue'));
	terminal.write('\r');
	terminal.write('\u007Fid');
	await terminal.waitFor('the exact command is shown', text => text.includes('runs  claude --session-id'));
	terminal.write('\t');
	await terminal.waitFor('the form is open', text => text.includes('▸ folder'));
	terminal.write('../w');
	await terminal.waitFor('folders are completed, and one that is not there is named', text => text.includes('../web/') && text.includes(`There is no folder ${path.join(home.user, 'src', 'w')}`));
	terminal.write('\r');
	terminal.write('\u001B[C');
	await terminal.waitFor('the completion is taken', text => text.includes('▸ folder   ../web/_') && !text.includes('There is no folder'));
	terminal.write('\tmine\tsay it\t\u001B[200~opus\u001B[201~');
	await terminal.waitFor('the command has it', text => text.includes('\'say it\' --model opus'));
	terminal.write('\r');
	await terminal.waitFor('the agent has it too', text => text.includes(`in <${other}>`) && text.includes('<say it>') && text.includes('<opus>'));
	t.regex(terminal.text(), /claude {2}mine/);
});

test('a conversation is picked from what the agent keeps, those of this folder first, and goes on by its id', async t => {
	const home = machine(t);
	const web = path.join(home.user, 'src', 'web');
	mkdirSync(web, {recursive: true});
	const kept = [
		keptByClaude(home, {id: '00000001-1111-2222-3333-444444444444', cwd: home.project, prompt: 'fix the flaky retry test', at: 1}),
		keptByClaude(home, {id: '00000002-1111-2222-3333-444444444444', cwd: home.project, prompt: 'read the log', at: 2}),
		keptByClaude(home, {id: '00000003-1111-2222-3333-444444444444', cwd: web, prompt: 'port the build to vite', at: 3}),
	];
	for (const [index, file] of kept.entries()) {
		utimesSync(file, 1_700_000_000 + index, 1_700_000_000 + index);
	}

	const terminal = await open(t, home);
	terminal.write('cr');
	await terminal.waitFor('they are listed', text => text.includes('"port the build to vite"'));
	const lines = terminal.screen().filter(line => /"(?:fix|read|port)/.test(line)).map(line => /"(\w+)/.exec(line)?.[1]);
	t.deepEqual(lines, ['read', 'fix', 'port']);
	terminal.write('d flaky');
	await terminal.waitFor('words filter', text => text.includes('"fix the flaky') && !text.includes('"read the log"'));
	terminal.write('\r');
	await terminal.waitFor('it goes on', text => said(text).includes('<--resume><00000001-1111-2222-3333-444444444444>'));
	terminal.write('\u0000');
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('csd');
	await terminal.waitFor('they are listed again', text => text.includes('"port the build to vite"'));
	terminal.write('\u001B[B\u001B[B\r');
	await t.notThrowsAsync(terminal.waitFor('one of another folder goes on there', text => said(text).includes(`in <${web}>`) && said(text).includes('<--resume><00000003-1111-2222-3333-444444444444>')));
});

test('an agent without a list that can be read takes an id', async t => {
	const home = machine(t);
	fakeAgent(home, 'opencode', '1.1.1');
	const terminal = await open(t, home);
	terminal.write('osd');
	await terminal.waitFor('it is said', text => text.includes('OpenCode keeps no list that can be read: type a blank and the id'));
	terminal.write(' ses_abc');
	await t.notThrowsAsync(terminal.waitFor('the command has the id', text => /runs {2}opencode .*ses_abc/.test(text)));
});

test('the search does what a key does, says where a setting stands, and Esc leads back to Home', async t => {
	const home = machine(t);
	const terminal = await open(t, home);
	terminal.write('/keep_days');
	await terminal.waitFor('the setting is found', text => text.includes('▸ sessions.keep_days  30'));
	terminal.write('\r');
	await terminal.waitFor('it is said where it is changed', text => text.includes(`Change it in ${path.join(home.home, 'config.json')}`));
	terminal.write('\u0015/add a key\r');
	await terminal.waitFor('the action is done on Home', text => text.includes('clutch keys add NAME') && text.includes('Type a code') && !text.includes('╭'));
	terminal.write('/no such thing');
	await terminal.waitFor('the box is open again', text => text.includes('› /no such thing'));
	terminal.write('\u001B');
	await terminal.waitFor('the line is empty', text => text.includes('› _'));
	terminal.write('\u001B');
	await t.notThrowsAsync(terminal.waitFor('Home is back', text => !text.includes('╭') && text.includes('▌_')));
});

test('what was started is recent on the next Home, and its digit starts it again in its folder', async t => {
	const home = machine(t);
	const first = await open(t, home);
	first.write('cid');
	await first.waitFor('the agent runs', text => text.includes(`in <${home.project}>`));
	first.write('\u0000');
	await first.waitFor('the box is open', text => text.includes('› _'));
	first.write('L');
	await first.waitFor('it is asked', text => text.includes('Let go of claude'));
	first.write('y');
	await first.waitFor('the session was let go', text => text.includes('Type a code') && !text.includes('in <'));
	await first.waitFor('the launch stands under Recent', text => text.includes('Recent') && /1 {3}cid {3}Claude Code/.test(text));
	first.write('Q');
	await first.exit;
	const second = await open(t, home, {cwd: home.user});
	await second.waitFor('it is still there', text => /1 {3}cid {3}Claude Code/.test(text));
	second.write('1');
	await t.notThrowsAsync(second.waitFor('it runs again, in its folder', text => text.includes(`in <${home.project}>`)));
});

test('a conversation that is open is not opened twice: its digit goes to the session that has it', async t => {
	const home = machine(t);
	keptByClaude(home, {id: '00000001-1111-2222-3333-444444444444', cwd: home.project, prompt: 'fix the flaky retry test', at: 1});
	const terminal = await open(t, home);
	terminal.write('crd');
	await terminal.waitFor('it is listed', text => text.includes('"fix the flaky'));
	terminal.write('\r');
	await terminal.waitFor('it goes on', text => said(text).includes('<--resume><00000001-1111-2222-3333-444444444444>'));
	terminal.write('\u0000');
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('H');
	await terminal.waitFor('Home stands', text => text.includes('Type a code'));
	terminal.write('crd');
	await terminal.waitFor('it is listed again', text => text.includes('"fix the flaky'));
	terminal.write('\r');
	await terminal.waitFor('it is refused, and where to go on has a digit', text => /is open in \S+, and is not opened twice\./.test(text.replaceAll(/\s+/g, ' ')) && /1 +go to Claude Code "/.test(text));
	t.notRegex(terminal.text(), /clutch attach/);
	terminal.write('1');
	await terminal.waitFor('the session has the screen', text => said(text).includes('<--resume><00000001-1111-2222-3333-444444444444>') && !text.includes('Type a code'));
});

test('a conversation that was chosen is recent with its id, and its digit goes on with that one without asking again', async t => {
	const home = machine(t);
	const id = '00000001-1111-2222-3333-444444444444';
	keptByClaude(home, {id, cwd: home.project, prompt: 'fix the flaky retry test', at: 1});
	keptByClaude(home, {id: '00000002-1111-2222-3333-444444444444', cwd: home.project, prompt: 'read the log', at: 2});
	const first = await open(t, home);
	first.write('crd flaky');
	await first.waitFor('it is found', text => text.includes('"fix the flaky') && !text.includes('"read the log"'));
	first.write('\r');
	await first.waitFor('it goes on', text => said(text).includes(`<--resume><${id}>`));
	first.write('\u0000');
	await first.waitFor('the box is open', text => text.includes('› _'));
	first.write('L');
	await first.waitFor('it is asked', text => text.includes('Let go of claude'));
	first.write('y');
	await first.waitFor('the launch stands under Recent, with its conversation', text => text.includes('Type a code') && /1 {3}csd {3}Claude Code .*0{7}1/.test(text));
	first.write('1');
	await t.notThrowsAsync(first.waitFor('it goes on again', text => said(text).includes(`<--resume><${id}>`)));
});

/** A conversation as Codex keeps it, added to last as that session ran. */
function keptByCodex({user}: Home, {id, cwd, prompt}: {readonly id: string; readonly cwd: string; readonly prompt: string}): void {
	const folder = path.join(user, '.codex', 'sessions', '2026', '11', '21');
	mkdirSync(folder, {recursive: true});
	const lines = [{type: 'session_meta', payload: {id, cwd, source: 'cli'}}, {type: 'response_item', payload: {type: 'message', role: 'user', content: [{type: 'input_text', text: prompt}]}}];
	writeFileSync(path.join(folder, `rollout-2026-11-21T10-00-00-${id}.jsonl`), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
}

test('where several conversations fit it is asked which one, with age and first prompt, and the answer goes on with it', async t => {
	const home = machine(t, {sessions: {crash: 'never'}});
	fakeAgent(home, 'codex', 'codex-cli 0.156.0');
	const terminal = await open(t, home);
	terminal.write('xid');
	await terminal.waitFor('the agent runs', text => text.includes(`in <${home.project}>`));
	const ids = [1, 2, 3].map(number => `0000000${number}-1111-2222-3333-444444444444`);
	for (const [index, prompt] of ['fix the flaky retry test', 'port the build to vite', 'read the log'].entries()) {
		keptByCodex(home, {id: ids[index] ?? '', cwd: home.project, prompt});
	}

	terminal.write('\u0003');
	await terminal.waitFor('it has ended', text => text.includes('r restore'));
	terminal.write('r');
	await terminal.waitFor('it is asked', text => text.includes('│ codex in ~/src/api-server: 3 conversations fit. Which one?') && text.includes('1–3 go on with it'));
	const rows = terminal.screen().filter(line => /"(?:fix|port|read)/.test(line));
	t.deepEqual(rows.map(line => /[1-3] "([^"]+)" +(now|\d+ \w+)/.test(line)), [true, true, true]);
	terminal.write('x');
	await terminal.waitFor('another key says which answer', text => text.includes('Nothing is on the key x here: 1–3 go on with it, N a new conversation, Esc not now.'));
	const wanted = rows.findIndex(line => line.includes('port the build')) + 1;
	terminal.write(String(wanted));
	await t.notThrowsAsync(terminal.waitFor('it goes on', text => said(text).includes(`<resume>`) && said(text).includes(`<${ids[1]}>`)));
});

test('a folder that is gone, and its choices: home, and another one', async t => {
	const home = machine(t);
	const gone = path.join(home.user, 'src', 'gone');
	mkdirSync(gone, {recursive: true});
	const terminal = await open(t, home, {cwd: gone});
	rmSync(gone, {recursive: true});
	terminal.write('cid');
	await terminal.waitFor('it is said, with choices', text => text.includes(`There is no folder ${gone}.`) && text.includes('1 another folder') && text.includes('2 start in your home folder') && text.includes('3 not now'));
	terminal.write('\r');
	terminal.write('2');
	await terminal.waitFor('it would start at home', text => text.includes('with  folder ~') && text.includes('runs  claude'));
	terminal.write('\r');
	await t.notThrowsAsync(terminal.waitFor('it runs at home', text => text.includes(`in <${home.user}>`)));
});

test('more sessions than may run: what could be ended is offered, and its digit makes room', async t => {
	const home = machine(t, {sessions: {most: 1}});
	const terminal = await open(t, home);
	terminal.write('cid');
	await terminal.waitFor('the first runs', text => text.includes(`in <${home.project}>`));
	terminal.write('\u0000');
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('cid');
	await terminal.waitFor('the limit is said', text => text.includes('1 sessions run, and 1 may') && text.includes('1 end Claude Code "api-server"'));
	terminal.write('1');
	await terminal.waitFor('it is asked once', text => /Kill claude "api-server" \([^)]+\)\? y {2}kill {3}Esc {2}keep/.test(text));
	terminal.write('y');
	await t.notThrowsAsync(terminal.waitFor('the second runs', text => !text.includes('╭') && /[↻○] claude/.test(text) && /[●◐?] claude/.test(text)));
});
