import {existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {completeConfig} from '../../source/core/config/config.js';
import {explainCode} from '../../source/core/launch/code.js';
import {planLaunch, type LaunchPlan} from '../../source/core/launch/plan.js';
import {forgetLaunch, launchRecord, prepareLaunch} from '../../source/io/launch-record.js';
import {temporaryHome, type Home} from '../helpers/home.js';

const session = 'k3fabc2345';

function plan(text: string, {user, project, paths}: Home, address = 'http://127.0.0.1:8082'): LaunchPlan {
	const reading = explainCode(text, {});
	if (reading.status !== 'whole') {
		throw new Error(`${text} is no code`);
	}

	const answer = planLaunch({
		request: {code: reading.code, screen: 'terminal'},
		facts: {
			executables: {h: '/opt/bin/hermes', p: '/opt/bin/pi'},
			logins: {},
			root: false,
			keyed: ['openrouter'],
			gateway: {address, status: 'up'},
			cwd: project,
			cwdExists: true,
			launches: paths.launches,
			env: {HOME: user},
			config: completeConfig({}, {}),
		},
		ids: {session, conversation: 'FRESH'},
	});
	if (answer.type === 'problem') {
		throw new Error(answer.problem.sentence);
	}

	return answer.plan;
}

function prepare(t: ExecutionContext, text: string, before?: (home: Home) => void): Home {
	const home = temporaryHome(t);
	before?.(home);
	prepareLaunch({plan: plan(text, home), at: 1, process: undefined});
	return home;
}

const own = 'model:\n  default: own/model\n  provider: openrouter\nagent:\n  max_turns: 7\n';

test('gives Hermes a home of the launch\'s own, where only its models are other ones', t => {
	const {user, paths} = prepare(t, 'hip', ({user}) => {
		mkdirSync(path.join(user, '.hermes', 'skills'), {recursive: true});
		writeFileSync(path.join(user, '.hermes', 'config.yaml'), own);
		writeFileSync(path.join(user, '.hermes', 'MINE.md'), 'mine');
	});
	const folder = path.join(paths.launches, session, 'hermes');
	t.is(readFileSync(path.join(folder, 'config.yaml'), 'utf8'), `agent:
  max_turns: 7
model: {"default":"clutch-big","provider":"custom:clutch"}
custom_providers: [{"name":"clutch","base_url":"http://127.0.0.1:8082/s/${session}/v1","key_env":"CLUTCH_KEY","api_mode":"chat_completions"}]
fallback_providers: []
fallback_model: {}
`);
	t.is(readFileSync(path.join(user, '.hermes', 'config.yaml'), 'utf8'), own);
	t.is(realpathSync(path.join(folder, 'MINE.md')), path.join(user, '.hermes', 'MINE.md'));
	t.is(statSync(path.join(folder, 'config.yaml')).mode & 0o777, 0o600);
});

test('what Hermes makes in its first launch lands with its user, and stays when the launch is forgotten', t => {
	const {user, paths} = prepare(t, 'hip');
	const folder = path.join(paths.launches, session, 'hermes');
	writeFileSync(path.join(folder, 'state.db'), 'sessions');
	writeFileSync(path.join(folder, 'memories', 'note.md'), 'note');
	forgetLaunch(paths, session);
	t.false(existsSync(folder));
	t.is(readFileSync(path.join(user, '.hermes', 'state.db'), 'utf8'), 'sessions');
	t.is(readFileSync(path.join(user, '.hermes', 'memories', 'note.md'), 'utf8'), 'note');
});

test('writes the record of a launch and the files of its agent so that only their user reads them', t => {
	const {user, paths} = prepare(t, 'pip');
	const folder = path.join(paths.launches, session);
	t.deepEqual(readdirSync(folder).toSorted(), ['provider.ts', 'record.json']);
	t.deepEqual(['provider.ts', 'record.json'].map(name => statSync(path.join(folder, name)).mode & 0o777), [0o600, 0o600]);
	t.is(statSync(folder).mode & 0o777, 0o700);
	t.is(launchRecord(paths, session)?.recipe.code, 'pip');
	t.deepEqual(readdirSync(user), ['src']);
});

test('makes everything anew where a session is started again', t => {
	for (const [code, file] of [['pip', 'provider.ts'], ['hip', 'hermes/config.yaml']] as const) {
		const home = prepare(t, code);
		prepareLaunch({plan: plan(code, home, 'http://127.0.0.1:9999'), at: 2, process: undefined});
		const made = readFileSync(path.join(home.paths.launches, session, file), 'utf8');
		t.deepEqual([made.includes('127.0.0.1:9999'), made.includes('127.0.0.1:8082')], [true, false]);
		t.is(launchRecord(home.paths, session)?.at, 2);
		t.deepEqual(readdirSync(path.dirname(path.join(home.paths.launches, session, file))).filter(name => name.endsWith('.new')), []);
	}
});

test('makes nothing for an agent on route d', t => {
	const {user, paths} = prepare(t, 'hid');
	t.deepEqual(readdirSync(path.join(paths.launches, session)), ['record.json']);
	t.false(existsSync(path.join(user, '.hermes')));
});
