import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

test.serial('asks an agent that nobody of us has run for its version, once, and refuses one that is too old', async t => {
	const home = temporaryHome(t);
	const bin = path.join(home.user, 'bin');
	const asked = path.join(home.user, 'asked');
	mkdirSync(bin);
	const install = (version: string) => {
		writeFileSync(path.join(bin, 'agy'), `#!/bin/sh\necho "$*" >> '${asked}'\necho 'agy ${version}'\n`, {mode: 0o700});
	};

	const env = {PATH: `${bin}:${home.env.PATH ?? ''}`, OPENROUTER_API_KEY: 'sk-or-v1-made-up'};
	install('1.0.9');
	const shown = await runProgram(['xx', 'gid', '--dry-run'], {home, env});
	t.is(shown.code, 0);
	t.false(existsSync(asked));
	const tooOld = {code: 1, signal: null, stdout: '', stderr: 'Antigravity 1.0.9 is too old: Clutch knows it from 1.1.17 on.\n1 the install script of its vendor (see the documentation of Antigravity)\n'};
	t.deepEqual(await runProgram(['xx', 'gip'], {home, env}), tooOld);
	t.deepEqual(await runProgram(['xx', 'gip'], {home, env}), tooOld);
	t.is(readFileSync(asked, 'utf8'), '--version\n');
	// Another file is asked again; without the setting it would then pass the gateway by.
	install('1.10.17');
	const {code, stderr} = await runProgram(['xx', 'gip'], {home, env});
	t.deepEqual({code, stderr}, {code: 1, stderr: 'Antigravity takes the gateway\'s address only where its settings say "modelProvider": "gemini"; without that it would talk to its vendor.\n1 add it to ~/.gemini/antigravity-cli/settings.json   2 go direct: route d\n'});
	t.is(readFileSync(asked, 'utf8'), '--version\n--version\n');
});

test.serial('refuses an old Claude Code that is no npm package, and knows what doctor asked', async t => {
	const home = temporaryHome(t);
	const bin = path.join(home.user, 'bin');
	const asked = path.join(home.user, 'asked');
	mkdirSync(bin);
	writeFileSync(path.join(bin, 'claude'), `#!/bin/sh\necho "$*" >> '${asked}'\necho '1.0.30 (Claude Code)'\n`, {mode: 0o700});
	const env = {PATH: `${bin}:${home.env.PATH ?? ''}`, OPENROUTER_API_KEY: 'sk-or-v1-made-up', IS_SANDBOX: '1'};
	await runProgram(['clutch', 'doctor'], {home, env});
	const {code, stderr} = await runProgram(['xx', 'cip'], {home, env});
	t.deepEqual({code, stderr}, {code: 1, stderr: 'Claude Code 1.0.30 is too old: Clutch knows it from 2.1.0 on.\n1 npm install -g @anthropic-ai/claude-code\n'});
	t.is(readFileSync(asked, 'utf8'), '--version\n');
});
