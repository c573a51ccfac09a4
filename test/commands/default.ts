import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {processesUnder, temporaryHome} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {startOnPty} from '../helpers/pty.js';

test.serial('prints the plain status where there is no terminal, exits with 0 and starts nothing', async t => {
	const home = temporaryHome(t);
	t.deepEqual(await runProgram(['clutch'], {home}), {code: 0, signal: null, stdout: 'clutchd   ○ not running   clutch up starts it\n', stderr: ''});
	t.deepEqual(processesUnder(home.home), []);
});

test.serial('loads no React for anything but the dashboard', async t => {
	const home = temporaryHome(t);
	for (const argv of [['clutch', '--version'], ['clutch', 'sessions']] as const) {
		const {stderr} = await runProgram(argv, {home, env: {NODE_DEBUG: 'esm'}});
		t.regex(stderr, /dist\/chunks\/main-/);
		t.notRegex(stderr, /dist\/chunks\/dashboard-/);
	}

	// A launch has bundles of its own, whole, and so has `status`.
	const react = 'react.transitional.element';
	const bundles = readdirSync(path.join(root, 'dist')).filter(name => name.startsWith('launch'));
	t.deepEqual(bundles.filter(name => readFileSync(path.join(root, 'dist', name), 'utf8').includes(react)), []);
	t.true(bundles.includes('launch.cjs'));
	const chunks = readdirSync(path.join(root, 'dist', 'chunks')).filter(name => name.endsWith('.js'));
	t.true(chunks.some(name => readFileSync(path.join(root, 'dist', 'chunks', name), 'utf8').includes(react)));
});

const ask = (home: ReturnType<typeof temporaryHome>) => ({
	file: '/bin/sh',
	args: ['-c', 'before=$(stty -g); clutch keys add openai; echo "code $?."; [ "$before" = "$(stty -g)" ] && echo same'],
	env: {...home.env, PATH: `${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`},
});

test.serial('takes a typed secret without showing it', async t => {
	const home = temporaryHome(t);
	const {pty, waitForText, text, exit} = startOnPty(t, ask(home));
	await waitForText('OPENAI_API_KEY (not shown): ');
	pty.write(Buffer.from('sk-typed-wrX\u007F\u007F012345\r'));
	await exit;
	t.regex(text(), /stored OPENAI_API_KEY •{4}2345|stored OPENAI_API_KEY .*2345/);
	t.regex(text(), /code 0\.\r\nsame/);
	t.notRegex(text(), /sk-typed/);
	const listed = await runProgram(['clutch', 'keys', '--json'], {home});
	t.regex(listed.stdout, /2345/);
});

test.serial('stores nothing when Ctrl+C is typed instead of a secret', async t => {
	const home = temporaryHome(t);
	const {pty, waitForText, text, exit} = startOnPty(t, ask(home));
	await waitForText('OPENAI_API_KEY (not shown): ');
	pty.write(Buffer.from('sk-ha\u0003'));
	await exit;
	t.regex(text(), /Interrupted\.\r\nNothing was changed\.\r\ncode 130\.\r\nsame/);
	const listed = await runProgram(['clutch', 'keys', '--json'], {home});
	t.is(listed.stdout, '{"keys":[]}\n');
});
