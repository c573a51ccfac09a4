import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {explainCode} from '../../../source/core/launch/code.js';
import {planLaunch, type LaunchFacts, type LaunchPlan, type LaunchRequest} from '../../../source/core/launch/plan.js';
import {tiersOf} from '../../../source/core/launch/tiers.js';

const shipped = completeConfig({}, {});
const config: Config = {
	...shipped,
	launch: {...shipped.launch, args: {c: ['--one']}, env: {EDITOR: 'ed', PAGER: 'cat'}},
	profiles: {
		1: 'vendor/one',
		work: {model: 'vendor/work', env: {EDITOR: 'vi'}, args: {c: ['--two'], x: ['--other']}, approvals: 'ask'},
		mine: {login: true},
		keys: {login: false},
		untouched: {route: 'b'},
		kept: {direct: {keep: ['ANTHROPIC_API_KEY']}},
	},
};

function plan(typed: string, {bound, scan, ...request}: Partial<LaunchRequest> & {readonly bound?: string; readonly scan?: LaunchFacts['scan']} = {}): LaunchPlan {
	const inForce: Config = bound === undefined ? config : {...config, agents: {c: {profile: bound}}};
	const reading = explainCode(typed, tiersOf(inForce, scan));
	if (reading.status === 'wrong' || reading.code === undefined) {
		throw new Error(`${typed} is no code`);
	}

	const answer = planLaunch({
		request: {screen: 'terminal', ...request, code: reading.code},
		facts: {
			executables: {c: '/opt/bin/claude'},
			logins: {c: true},
			root: false,
			keyed: ['openrouter'],
			gateway: {address: 'http://127.0.0.1:8082', status: 'up'},
			cwd: '/home/u/api-server',
			cwdExists: true,
			launches: '/state/launches',
			env: {HOME: '/home/u', ANTHROPIC_API_KEY: 'sk-of-my-own', OPENAI_API_KEY: 'sk-too'},
			config: inForce,
			scan,
		},
		ids: {session: 'k3fabc2345', conversation: '11111111-2222-4333-8444-555555555555'},
	});
	if (answer.type === 'problem') {
		throw new Error(answer.problem.sentence);
	}

	return answer.plan;
}

test('a profile adds its environment and arguments to those of the config, and asks', t => {
	const {set, launch, recipe, models} = plan('cip', {profile: 'work', nativeArgs: ['--three']});
	t.like(set, {EDITOR: 'vi', PAGER: 'cat', ANTHROPIC_BASE_URL: 'http://127.0.0.1:8082/p/work/s/k3fabc2345'});
	t.deepEqual(launch.args.filter(argument => ['--one', '--two', '--three', '--other'].includes(argument)), ['--one', '--two', '--three']);
	t.false(launch.args.includes('--dangerously-skip-permissions'));
	t.is(recipe.profile, 'work');
	t.is(models[0], 'vendor/work');
});

test('a profile may insist on the own login, or rule it out', t => {
	t.is(plan('cip', {profile: 'mine'}).credential, 'own-login');
	t.is(plan('cip', {profile: 'keys'}).credential, 'gateway-key');
	t.is(plan('cip', {profile: 'mine', login: false}).credential, 'gateway-key');
});

test('an agent keeps the variables its profile names on route d, and on no other', t => {
	t.is(plan('cid', {profile: 'kept'}).launch.env.ANTHROPIC_API_KEY, 'sk-of-my-own');
	t.is(plan('cid', {profile: 'kept'}).launch.env.OPENAI_API_KEY, undefined);
	t.is(plan('cip', {profile: 'kept'}).launch.env.ANTHROPIC_API_KEY, undefined);
	t.is(plan('cid').launch.env.ANTHROPIC_API_KEY, undefined);
});

test('a bound agent has its profile where the launch names none', t => {
	t.is(plan('cip', {bound: 'work'}).recipe.profile, 'work');
	t.is(plan('cipd', {bound: 'work'}).recipe.profile, 'work');
	t.is(plan('cip1', {bound: 'work'}).recipe.profile, '1');
	t.is(plan('cip', {bound: 'work', profile: 'keys'}).recipe.profile, 'keys');
	t.is(plan('cip').recipe.profile, undefined);
	t.throws(() => plan('cip', {bound: 'gone'}), {message: /^No profile "gone" in the config/});
});

test('a profile may leave the model untouched on route p', t => {
	const {recipe, set, models, code} = plan('cip', {profile: 'untouched', model: 'vendor/as-asked', login: false});
	t.deepEqual([code, recipe.route, set.ANTHROPIC_BASE_URL, models], ['cip', 'b', 'http://127.0.0.1:8082/p/untouched/r/b/s/k3fabc2345', ['vendor/as-asked']]);
	t.is(plan('cid', {profile: 'untouched'}).recipe.route, 'd');
});

test('a tier goes before the model of the profile, and -m before both', t => {
	t.is(plan('cipd', {bound: 'work'}).models[0], 'deepseek/deepseek-v4-flash:free');
	t.is(plan('cipd', {bound: 'work', model: 'other/model'}).models[0], 'other/model');
	t.is(plan('cip1').models[0], 'vendor/one');
});

test('tier m takes the best model of a scan, and says that it does', t => {
	const {models, tier} = plan('cipm', {scan: {status: 'read', best: {model: 'vendor/best', provider: 'openrouter'}, free: undefined}});
	t.deepEqual([models[0], tier], ['vendor/best', 'vendor/best (of the scan)']);
	t.is(plan('cipf').tier, 'moonshotai/kimi-k2.6:free (configured default; no scan)');
});
