import {chmodSync, statSync, writeFileSync} from 'node:fs';
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

test('says of a file that may not be run that it is not marked so', async t => {
	const home = temporaryHome(t);
	const file = path.join(home.project, 'serve');
	writeFileSync(file, '#!/bin/sh\n');
	chmodSync(file, 0o644);
	const config = completeConfig({services: {api: {argv: [file]}}}, {});
	const planned = await planLaunch(specOf(config, 'api'), {context: {paths: home.paths, env: home.env, signal: new AbortController().signal}, config, port: undefined});
	t.like(planned, {type: 'refused', reason: `Its program ${file} may not be run: it is not marked as executable.`});
});
