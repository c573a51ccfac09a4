import test, {type ExecutionContext} from 'ava';
import {claude} from '../../../source/core/launch/agents/claude.js';
import {switchModel, type MeantSession, type SwitchAnswer} from '../../../source/core/launch/live.js';
import type {LaunchRecord} from '../../../source/core/launch/record.js';

const record = (session: string, change: Partial<LaunchRecord['recipe']> & {readonly name?: string} = {}): LaunchRecord => {
	const {name = 'api', ...recipe} = change;
	return {
		version: 1, session, name, title: 'Claude Code', cwd: '/home/me', at: 1, process: undefined, settings: {cascade: 'off'},
		recipe: {code: 'cip', agent: 'claude', route: 'p', credential: 'gateway-key', profile: undefined, model: undefined, conversation: `talk-${session}`, file: '/bin/claude', shownArgs: [], ...recipe},
	};
};

const answers = test.macro({
	exec(t: ExecutionContext, {meant, living, answer}: {readonly meant: Partial<MeantSession>; readonly living: readonly LaunchRecord[]; readonly answer: SwitchAnswer}) {
		t.deepEqual(switchModel('x/y', {meant: {agent: claude, name: undefined, conversation: undefined, ...meant}, living}), answer);
	},
	title: (title: string | undefined) => title ?? '',
});

const switched = (before: LaunchRecord): SwitchAnswer => ({type: 'switch', record: {...before, settings: {cascade: 'off', model: 'x/y'}}});

test('means the session of that name, and keeps its other settings', answers, {meant: {name: 'api'}, living: [record('a', {name: 'web'}), record('b')], answer: switched(record('b'))});
test('means the session with that conversation', answers, {meant: {conversation: 'talk-b'}, living: [record('a'), record('b')], answer: switched(record('b'))});
test('means the session with that id', answers, {meant: {conversation: 'b'}, living: [record('a'), record('b')], answer: switched(record('b'))});
test('goes by the id where a name is given too', answers, {meant: {name: 'web', conversation: 'b'}, living: [record('b')], answer: switched(record('b'))});
test('refuses the name of a session of another agent', answers, {meant: {name: 'api'}, living: [{...record('a', {agent: 'codex'}), title: 'Codex'}], answer: {type: 'refused', sentence: 'api lives and is a session of Codex, not of Claude Code.', next: 'Say the code of that agent, or another --name.'}});
test('means none where none is called so', answers, {meant: {name: 'api'}, living: [record('a', {name: 'web'})], answer: {type: 'none'}});
test('asks which where several are called so', answers, {meant: {name: 'api'}, living: [record('a'), record('b')], answer: {type: 'refused', sentence: '2 sessions called "api" live.', next: 'Say which with -s: a, b'}});
test('leaves a session on route d alone', answers, {meant: {name: 'api'}, living: [record('a', {route: 'd', credential: 'own-login'})], answer: {type: 'refused', sentence: 'api talks to its vendor directly, past the gateway, so its model cannot be changed from here.', next: 'Change it inside the agent.'}});
test('leaves an own login alone', answers, {meant: {name: 'api'}, living: [record('a', {credential: 'own-login'})], answer: {type: 'refused', sentence: 'api uses the own login of Claude Code, whose requests go to its vendor as they are, so its model cannot be changed from here.', next: 'Change it inside the agent.'}});
