import {utimesSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {withoutGateway} from '../helpers/clutchd.js';
import {fakeAgent, keptByClaude} from '../helpers/fake-agent.js';
import {temporaryHome} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';

test('everything can be done by typed lines through a pipe', async t => {
	const home = temporaryHome(t);
	const {code, stdout, stderr} = await runProgram(['clutch', '--plain'], {home, input: 'cz\ndemo\nlist\nrename 1 first\nkill 1\ny\nlist\nrestore 1\nclose 1\nno\nset theme light\nset theme pink\nfoo\nquit\n'});
	t.is(code, 0);
	t.is(stderr, '');
	const wanted = [
		'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick',
		'Demo agent "demo": starting',
		/^1\. Demo agent "demo", \w+/m,
		'"demo" is called "first" now.',
		/^Kill Demo agent "first", .*\? It ends, and can be restored\. Type y for yes, anything else for no\.$/m,
		/^Demo agent "first" was stopped\./m,
		/^1\. Demo agent "first", stopped/m,
		/^Let go Demo agent "first", .*\? It is forgotten/m,
		'first stays.',
		'theme is light from now on.',
		'theme can be auto, dark, light, high-contrast, not "pink".',
		'"foo" is neither a code nor a word known here; help lists them.',
		'Sessions go on. Run clutch to come back.',
	];
	let rest = stdout;
	for (const each of wanted) {
		const at = typeof each === 'string' ? rest.indexOf(each) : rest.search(each);
		t.true(at >= 0, `${String(each)} in\n${stdout}`);
		rest = rest.slice(Math.max(0, at));
	}

	// eslint-disable-next-line no-control-regex -- nothing may move a cursor
	t.notRegex(stdout, /[\u0000-\u0009\u000B-\u001F]/);
});

test('a screen reader gets lines, attaches, leaves and quits', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`], env: {...home.env, INK_SCREEN_READER: '1'}, cwd: home.project});
	await terminal.waitFor('it can be typed', text => text.includes('No sessions.'));
	t.false(terminal.isAlternate());
	terminal.write('demo\r');
	await terminal.waitFor('the demo is there', text => text.includes('Demo agent "demo": starting'));
	terminal.write('list\r');
	await terminal.waitFor('it is listed', text => /^1\. Demo agent "demo"/m.test(text));
	terminal.write('attach 1\r');
	// Plain mode itself writes none.
	await terminal.waitFor('the session draws', () => terminal.raw().includes(0x1B));
	terminal.write('\u0000');
	terminal.write('d');
	await terminal.waitFor('it goes on', text => text.includes('demo goes on.'));
	terminal.write('quit\r');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});

test('conversations of an agent are listed with numbers, and the number goes on with one; closed input ends it well', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	for (const [index, prompt] of ['fix the flaky retry test', 'read the log'].entries()) {
		utimesSync(keptByClaude(home, {id: `0000000${index}-1111-2222-3333-444444444444`, cwd: home.project, prompt, at: index}), 1_700_000_000 + index, 1_700_000_000 + index);
	}

	const {code, stdout} = await runProgram(['clutch', '--plain'], {home, env: {PATH: `${path.join(home.user, 'bin')}:/usr/bin:/bin`, IS_SANDBOX: '1'}, input: 'crd\n2\n'});
	t.is(code, 0);
	t.regex(stdout, /^1\. "read the log"$/m);
	t.regex(stdout, /^2\. "fix the flaky retry test"$/m);
	t.true(stdout.includes('--resume 00000000-1111-2222-3333-444444444444'), `it said ${stdout}`);
	t.regex(stdout, /^Claude Code "[^"]+": starting$/m);
});

test('Ctrl+C ends it also while it follows figures', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, '--plain'], env: home.env, cwd: home.project});
	await terminal.waitFor('it can be typed', text => text.includes('No sessions.'));
	terminal.write('watch\r');
	await terminal.waitFor('figures are told', text => /^\d\d:\d\d:\d\d {2}rates/m.test(text));
	terminal.write('\u0003');
	await t.notThrowsAsync(terminal.waitFor('it takes its leave', text => text.includes('Sessions go on.')));
});
