import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import type {Recipe} from '../../source/core/session/session.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fakeAgent, keptByClaude} from '../helpers/fake-agent.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {takenPort} from '../helpers/ports.js';
import {root} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';
import {kill} from '../helpers/user-interface.js';

/** Plain mode on a terminal wide enough for every sentence, with an agent that only says how it was started. */
async function openPlain(t: ExecutionContext, home: Home, env: Readonly<Record<string, string>> = {}) {
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, '--plain'], env: {...home.env, PATH: `${path.join(home.user, 'bin')}:${home.env.PATH ?? ''}`, IS_SANDBOX: '1', ...env}, cwd: home.project, cols: 250, rows: 400});
	await terminal.waitFor('a line can be typed', text => text.includes('No sessions.') || /^1\. /m.test(text));
	return {
		terminal,
		async say(line: string, answer: RegExp) {
			const before = terminal.text().split('\n').filter(text => text !== '').length;
			terminal.write(`${line}\r`);
			await terminal.waitFor(`it answers ${JSON.stringify(line)}`, text => answer.test(text.split('\n').filter(each => each !== '').slice(before).join('\n')));
		},
	};
}

const claude: Recipe = {code: 'ccd', agent: 'claude', route: 'd', credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: '/bin/false', shownArgs: []};

test('which of three conversations is meant is asked in plain lines, one session after the other, and answered by a number or N', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const bin = fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	const watcher = await watchClutchd(t, {home});
	const env = {...home.env, PATH: `${bin}:${home.env.PATH ?? ''}`, IS_SANDBOX: '1'};
	for (const id of ['one', 'two']) {
		await watcher.client.call({type: 'session.open', id, name: id, title: 'Claude Code', demo: false, cols: 80, rows: 24, recipe: {...claude, file: path.join(bin, 'claude')}, launch: {file: '/bin/sh', args: ['-c', 'sleep 0.2; exit 3'], env, cwd: home.project}});
	}

	await watcher.waitFor('both have crashed', ({sessions}) => sessions.length === 2 && sessions.every(({state}) => state.status === 'crashed'));
	for (const [index, prompt] of ['fix the flaky retry test', 'read the log', 'port the build'].entries()) {
		keptByClaude(home, {id: `0000000${index}-1111-2222-3333-444444444444`, cwd: home.project, prompt, at: index});
	}

	const {terminal, say} = await openPlain(t, home);
	await say('restore all', /\b3 (?:conversations )?fit\..*\n1\. ".*", \S.*\n2\. ".*", .*\n3\. ".*", .*\nType its number, or N for a new conversation; anything else leaves it as it is\./);
	const nth = Number(/^(\d)\. "read the log"/m.exec(terminal.text())?.[1]);
	await say(String(nth), /\b3 (?:conversations )?fit\./);
	await watcher.waitFor('one goes on with it', ({sessions}) => sessions.some(({recipe, state}) => state.status === 'live' && recipe.conversation === '00000001-1111-2222-3333-444444444444'));
	await say('n', /^Claude Code "(?:one|two)": (?:starting|idle|unknown)$/m);
	await watcher.waitFor('the other one has begun anew', ({sessions}) => sessions.every(({state}) => state.status === 'live'));
	t.is(watcher.state().sessions.filter(({recipe}) => recipe.conversation === '00000001-1111-2222-3333-444444444444').length, 1);
	await say('list', /^1\. Claude Code "one", .*\n2\. Claude Code "two", /m);
});

test('a missing agent, a folder that is gone and too many sessions are said with numbers that do what they say', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, sessions: {most: 1}}));
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	const {terminal, say} = await openPlain(t, home);
	await say('xid', /^Codex is not installed: .*\n1\. /m);
	await say('1', /^To do in a shell: npm install/m);
	await say('cid', /^Claude Code ".*": (?:idle|unknown)$/m);
	await say('cid', /^1 sessions run, and 1 may .*\n1\. end Claude Code ".*"\n2\. try again\n3\. not now$/m);
	await say('3', /^Nothing was started\.$/m);
	await say('cid', /^1\. end Claude Code/m);
	await say('1', /^Kill Claude Code ".*"\? It ends, and can be restored\. Type y for yes, anything else for no\.$/m);
	await say('no', /^It stays, and nothing was started\.$/m);
	await say('cid', /^1\. end Claude Code/m);
	await say('1', /^Kill Claude Code/m);
	await say('y', /was stopped\.[^]*Claude Code ".*": (?:idle|unknown)$/m);
	await say('kill 1', /Type y for yes/);
	await say('y', /was stopped\./);

	rmSync(home.project, {recursive: true});
	await say('cid', /^1\. another folder\n2\. start in your home folder\n3\. not now$/m);
	await say('1', /^Which folder\? Type it/m);
	await say(path.join(home.user, 'nowhere'), /^1\. another folder$/m);
	await say('1', /^Which folder\?/m);
	await say(home.user, new RegExp(`runs claude .* in ${home.user}$[^]*Claude Code ".*": (?:idle|unknown)$`, 'm'));
	// It has started; what it says comes later.
	const watcher = await watchClutchd(t, {home, start: false});
	await watcher.waitForScreen(watcher.state().sessions.find(({state}) => state.status === 'live')?.id ?? '', lines => lines.join('').includes(`in <${home.user}>`));
	// The number stays with the session that it was used for.
	await say('show 1', /^Claude Code ".*" has ended; this is what it showed last\.$/m);
	await say('list', /^3\. /m);
	await say('show 1', new RegExp(`^in <${home.user}>$`, 'm'));
	t.false(terminal.text().includes('Nothing came of it'));
});

test('clutchd may die, be put to rest and come back while plain mode is open; Ctrl+C leaves', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {terminal, say} = await openPlain(t, home);
	await say('$', /^sh "sh": (?:idle|unknown)$/m);
	kill(watcher.state().clutchd.pid);
	// A machine that is busy may have it silent for a moment in between, which is said too.
	await terminal.waitFor('it is away, then back', text => /^clutchd is away; it comes back by itself\.\n[^]*^clutchd is back\.\n[^]*^clutch came back after a crash: 1 session re-attached/m.test(text));
	await say('list', /^1\. sh "sh"/m);
	await say('down', /^clutchd was put to rest; clutch up starts it\.$/m);
	await say('demo', /^clutchd is not running/m);
	await say('requests', /^clutchd is not running/m);
	await say('up', /^clutchd is back\.$/m);
	terminal.write('half a li\u0003');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	t.true(terminal.text().includes('Sessions go on.'));
});

test('a gateway whose port is taken is offered help by numbers, and Ctrl+D leaves', async t => {
	const port = await takenPort(t);
	const home = temporaryHome(t, {PORT: String(port), OPENROUTER_API_KEY: 'sk-or-test'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: true}}));
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	const {terminal, say} = await openPlain(t, home);
	await terminal.waitFor('it is parked, with choices', text => /^Gateway is parked: .*\n1\. use \d+$/m.test(text));
	await say('list', /^No sessions/m);
	await say('cip', /^1\. use \d+$/m);
	await say('1', /^The gateway is ready on http/m);
	await say('cip', /^Claude Code ".*": (?:idle|unknown)$/m);
	terminal.write('\u0004');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});

test('output is found and printed, keys are pressed, commands run and lines that are too long start nothing', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	const {terminal, say} = await openPlain(t, home);
	await say(': /bin/sh -c \'seq 1 200; echo "the needle"; exec cat\'', /^sh "sh": (?:idle|unknown)$/m);
	const watcher = await watchClutchd(t, {home, start: false});
	await watcher.waitForScreen(watcher.state().sessions[0]?.id ?? '', lines => lines.includes('the needle'));
	await say('find 1 NEEDLE', /^1 line has it:\nthe needle$/m);
	await say('show 1 300', /^1\n2\n3\n[^]*^200\nthe needle$/m);
	await say('find 1 nowhere', /^Nothing was found\.$/m);
	await say('press 1', /^Which keys\?/m);
	await say('press 1 Ctrl+C', /^sh "sh" was (?:stopped|ended by SIGINT)\.$/m);
	await say(': "no end', /^The quote " is not closed\.$/m);
	await say(': no-such-program', /^There is no command "no-such-program" on the PATH\./m);
	await say('/theme', /^theme is auto: set theme VALUE, one of auto, dark, light, high-contrast$/m);
	await say('/nothing of this', /^Nothing was found\.$/m);
	await say('requests', /^No request has come yet\.$/m);
	await say('local', /^No server of models answers on this machine/m);
	await say('spawn --help', /--cwd FOLDER/);
	await say('next', /^(?:1\. sh "sh", crashed|Nobody needs you)/m);
	t.is(process.exitCode, undefined);
	terminal.write('quit\r');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});

test('nothing that a program calls itself, asks or announces moves the cursor of plain mode', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const message = Buffer.from('edit\u001B[2J\u001B]52;c;?\u0007\u202Eretry.ts?\r\n').toString('base64');
	const script = String.raw`read -r go; printf '\033]7501;state=blocked:kind=permission:msg=%s\007\033]9;built\302\233[2J\007' "$0"; sleep 600`;
	await watcher.open({file: '/bin/sh', args: ['-c', script, message]}, {name: 'a\u001B[31mb'});
	const {terminal, say} = await openPlain(t, home);
	terminal.write('send 1 go\r');
	await terminal.waitFor('it is said what it asks', text => text.includes('needs you, edit') && text.includes('rings'));
	await say('next', /^1\. .*needs you, .*edit/m);
	await say('/edit', /^1\. .*needs you, .*edit/m);
	// eslint-disable-next-line no-control-regex -- they are what is looked for
	t.notRegex(terminal.raw().toString(), /[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F\u202E]/);
});
