import test from 'ava';
import {completeConfig} from '../../../source/core/config/config.js';
import {explainCode} from '../../../source/core/launch/code.js';
import {planLaunch, type LaunchFacts} from '../../../source/core/launch/plan.js';

const facts: LaunchFacts = {
	executables: {c: '/opt/bin/claude', x: '/opt/bin/codex', q: '/opt/bin/qwen'},
	logins: {c: false, x: false, q: false},
	root: false,
	keyed: ['openrouter'],
	gateway: {address: 'http://127.0.0.1:8082', status: 'up'},
	front: {address: 'http://127.0.0.1:8787'},
	cwd: '/home/u/api-server',
	cwdExists: true,
	launches: '/state/launches',
	env: {HOME: '/home/u', PATH: '/opt/bin:/usr/bin'},
	config: completeConfig({profiles: {work: 'openrouter/some/model'}}, {}),
};

function planOf(text: string, {profile, more = {}}: {readonly profile?: string; readonly more?: Partial<LaunchFacts>} = {}) {
	const reading = explainCode(text, {});
	if (reading.status !== 'whole') {
		throw new Error(`${text} is no code`);
	}

	const answer = planLaunch({request: {code: reading.code, screen: 'terminal', ...(profile === undefined ? {} : {profile})}, facts: {...facts, ...more}, ids: {session: 'k3fabc2345', conversation: '11111111-2222-4333-8444-555555555555'}});
	if (answer.type === 'problem') {
		throw new Error(answer.problem.sentence);
	}

	return answer.plan;
}

test('leads Claude Code through Headroom, with headers that say whose requests they are', t => {
	const {set, notes} = planOf('cip', {profile: 'work'});
	t.like(set, {ANTHROPIC_BASE_URL: 'http://127.0.0.1:8787', ANTHROPIC_CUSTOM_HEADERS: 'x-clutch-session: k3fabc2345\nx-clutch-profile: work'});
	t.deepEqual(notes, []);
});

test('leads Codex through Headroom, with headers that say whose requests they are', t => {
	const {launch} = planOf('xip');
	t.true(launch.args.some(argument => argument.includes('base_url="http://127.0.0.1:8787/v1"') && argument.includes('http_headers={"x-clutch-session"="k3fabc2345"}')));
});

test('leaves an agent with the gateway that can send no headers, and says so', t => {
	const {launch, notes} = planOf('qip');
	t.true(Object.values(launch.env).some(value => value.includes('http://127.0.0.1:8082/s/k3fabc2345')));
	t.false(Object.values(launch.env).some(value => value.includes(':8787')));
	t.deepEqual(notes, ['Qwen Code cannot say behind Headroom whose requests they are; it asks the gateway itself, which has them shortened all the same.']);
});

test('asks the gateway itself where Headroom does not run, on route b, and with an own login', t => {
	const direct = 'http://127.0.0.1:8082';
	const without = planOf('cip', {more: {front: {address: undefined}}});
	t.is(without.set.ANTHROPIC_BASE_URL, `${direct}/s/k3fabc2345`);
	t.deepEqual(without.notes, ['Headroom is to stand before the gateway and does not run; this launch asks the gateway itself (clutch up headroom).']);
	t.is(planOf('cib', {more: {keyed: ['anthropic']}}).set.ANTHROPIC_BASE_URL, `${direct}/r/b/s/k3fabc2345`);
	t.is(planOf('cip', {more: {logins: {c: true}, keyed: []}}).set.ANTHROPIC_BASE_URL, `${direct}/s/k3fabc2345`);
	t.is(planOf('cip', {more: {front: undefined}}).set.ANTHROPIC_CUSTOM_HEADERS, undefined);
});
