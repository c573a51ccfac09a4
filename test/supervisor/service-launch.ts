import {mkdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {completeConfig, type Config} from '../../source/core/config/config.js';
import {specsOf} from '../../source/core/service/rows.js';
import type {ServiceSpec} from '../../source/core/service/spec.js';
import {planLaunch, type LaunchPlan} from '../../source/supervisor/service-launch.js';
import {temporaryHome, type Home} from '../helpers/home.js';

type Wanted = {readonly row: Readonly<Record<string, unknown>>; readonly env?: Readonly<Record<string, string>>; readonly port?: number};

function specOf(config: Config, id: string): ServiceSpec {
	const spec = specsOf(config).specs.find(each => each.id === id);
	if (spec === undefined) {
		throw new Error(JSON.stringify(specsOf(config).problems));
	}

	return spec;
}

async function plan(t: ExecutionContext, {row, env = {}, port}: Wanted): Promise<{readonly home: Home; readonly planned: LaunchPlan}> {
	const home = temporaryHome(t);
	const config = completeConfig({services: {api: row}}, {});
	return {home, planned: await planLaunch(specOf(config, 'api'), {context: {paths: home.paths, env: {...home.env, ...env}, signal: new AbortController().signal}, config, port})};
}

const started = ({planned}: {readonly planned: LaunchPlan}) => {
	if (planned.type !== 'start') {
		throw new Error(JSON.stringify(planned));
	}

	return planned.launch;
};

test('a program is looked up, runs in a folder of its own, and is told its port in words and in its variable', async t => {
	const made = await plan(t, {row: {argv: ['sh', '-c', 'serve --port {port} --data {state}'], port: 0, port_variable: 'API_PORT', env: {URL: '{address}', HOMELY: '{home}'}}});
	const {file, args, env, cwd, address} = started(made);
	const {port} = new URL(address ?? '');
	const folder = path.join(made.home.paths.state, 'services', 'api');
	t.true(file.endsWith('/sh') && path.isAbsolute(file));
	t.deepEqual(args, ['-c', `serve --port ${port} --data ${folder}`]);
	t.deepEqual([env.API_PORT, env.URL, env.HOMELY, cwd], [port, `http://127.0.0.1:${port}`, made.home.user, folder]);
	t.is(statSync(folder).mode & 0o777, 0o700);
});

test('nothing of the session from which clutchd was started gets in, and no way back to the gateway', async t => {
	const env = {CLAUDECODE: '1', TMUX: 'x', ANTHROPIC_BASE_URL: 'http://127.0.0.1:8082/s/abc', OPENAI_API_KEY: 'own-key', KEPT: 'yes'};
	const launch = started(await plan(t, {row: {argv: ['sh']}, env}));
	t.deepEqual([launch.env.CLAUDECODE, launch.env.TMUX, launch.env.ANTHROPIC_BASE_URL, launch.env.OPENAI_API_KEY, launch.env.KEPT], [undefined, undefined, undefined, 'own-key', 'yes']);
});

const refuses = test.macro(async (t, row: Readonly<Record<string, unknown>>, reason: RegExp, next: RegExp) => {
	const {planned} = await plan(t, {row});
	t.is(planned.type, 'refused');
	const refused = planned as Extract<LaunchPlan, {type: 'refused'}>;
	t.regex(refused.reason, reason);
	t.regex(refused.choices[0] ?? '', next);
	t.is(refused.choices.at(-1), 'try again');
});

test('says of a program that is on no PATH what it looked for', refuses, {argv: ['no-such-program-anywhere']}, /^Its program no-such-program-anywhere was not found on the PATH\.$/, /^Install it, or correct services\.api\.argv/);
test('says of a file that is not there which one', refuses, {argv: ['/nowhere/at/all']}, /^Its program \/nowhere\/at\/all is not there\.$/, /services\.api\.argv/);
test('says of a folder that is not there which one', refuses, {argv: ['sh'], cwd: '/nowhere/at/all'}, /^Its folder \/nowhere\/at\/all does not exist\.$/, /services\.api\.cwd/);
test('says that the gateway has to run first', refuses, {argv: ['sh', '{gateway}/v1']}, /the gateway does not run\.$/, /depends_on/);

/** What is planned for a row of a machine with these files in the project's folder; `$` there and in the row is that folder. */
async function planned(t: ExecutionContext, {files, row}: {readonly files: Readonly<Record<string, string>>; readonly row: Readonly<Record<string, unknown>>}) {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(home.project, name);
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, text.replaceAll('$', home.project), {mode: name.endsWith('.txt') ? 0o644 : 0o755});
	}

	const config = completeConfig({services: {api: JSON.parse(JSON.stringify(row).replaceAll('$', home.project)) as typeof row}}, {});
	const plan = await planLaunch(specOf(config, 'api'), {context: {paths: home.paths, env: {...home.env, HOME: home.project}, signal: new AbortController().signal}, config, port: undefined});
	const plain = (text: string) => text.replaceAll(home.project, '$');
	return plan.type === 'refused' ? [plan.reason, ...plan.choices].map(text => plain(text)) : [plan.type, plain(plan.launch.file), plain(plan.launch.cwd)];
}

const says = test.macro(async (t, {files = {}, row}: {readonly files?: Readonly<Record<string, string>>; readonly row: Readonly<Record<string, unknown>>}, reason: string, next: string) => {
	t.deepEqual(await planned(t, {files, row}), [reason, next, 'try again']);
});

const correct = 'correct services.api.argv in the config.';

test('says of a folder that it is one, and not that it is not there', says, {files: {'bin/serve': ''}, row: {argv: ['$/bin']}}, 'Its program $/bin is a folder.', 'Name the program in it: services.api.argv in the config.');
test('says of what is neither a file nor a folder that it cannot be run', says, {row: {argv: ['/dev/null']}}, 'Its program /dev/null is no ordinary file.', 'Name a program: services.api.argv in the config.');
test('says how a file that is not marked as executable is marked so', says, {files: {'my serve.txt': '#!/bin/sh\n'}, row: {argv: ['$/my serve.txt']}}, 'Its program $/my serve.txt may not be run: it is not marked as executable.', 'Mark it: chmod +x \'$/my serve.txt\'. Or name the program that reads it before it, in services.api.argv.');
test('names the interpreter of a script, which is not there', says, {files: {serve: '#!$/venv/bin/python3 -u\nprint(1)\n'}, row: {argv: ['$/serve']}}, 'Its program $/serve is a script for $/venv/bin/python3, which is not there.', 'Install $/venv/bin/python3, or correct the first line of $/serve.');
test('names the interpreter that env does not find', says, {files: {serve: '#!/usr/bin/env -S no-such-reader --quiet\n'}, row: {argv: ['$/serve']}}, 'Its program $/serve is a script for no-such-reader, which was not found on the PATH.', 'Install no-such-reader, or correct the first line of $/serve.');
test('says of a script with the line ends of Windows that it has them', says, {files: {serve: '#!/bin/sh\r\nexec sleep 1\r\n'}, row: {argv: ['$/serve']}}, 'Its program $/serve is a script with the line ends of Windows, so that /bin/sh is not found.', String.raw`Take them out: sed -i 's/\r$//' $/serve`);
test('says of a path that begins nowhere where it was looked for', says, {row: {argv: ['bin/serve']}}, 'Its program $/bin/serve is not there.', 'Say its whole path in services.api.argv, or in services.api.cwd the folder in which bin/serve is.');
test('says of a path below a file that it is not there', says, {files: {serve: ''}, row: {argv: ['$/serve/it']}}, 'Its program $/serve/it is not there.', `Install it, or ${correct}`);
test('says that the folder of a path is not there, and not that the program is not', says, {row: {argv: ['bin/serve'], cwd: '$/nowhere'}}, 'Its folder $/nowhere does not exist.', 'Make it a folder, or correct services.api.cwd in the config.');
test('says of a folder that is a file that it is one', says, {files: {serve: ''}, row: {argv: ['sh'], cwd: '$/serve'}}, 'Its folder $/serve is a file.', 'Make it a folder, or correct services.api.cwd in the config.');

test('finds a program by a path that begins in the folder of its row, or with a placeholder', async t => {
	const files = {'bin/serve': '#!/bin/sh\nexec sleep 1\n', 'bin/read': '#!/usr/bin/env sh\n'};
	t.deepEqual(await planned(t, {files, row: {argv: ['./serve'], cwd: '{home}/bin'}}), ['start', '$/bin/serve', '$/bin']);
	t.deepEqual(await planned(t, {files, row: {argv: ['{home}/bin/read'], cwd: '~/bin'}}), ['start', '$/bin/read', '$/bin']);
	t.deepEqual(await planned(t, {files, row: {argv: ['bin/serve'], cwd: '$'}}), ['start', '$/bin/serve', '$']);
});
