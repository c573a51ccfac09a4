import test, {type ExecutionContext} from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {unsetInChildren} from '../../../source/core/launch/environment.js';
import {explainCode, type LaunchCode} from '../../../source/core/launch/code.js';
import {planLaunch, type LaunchFacts, type LaunchRequest} from '../../../source/core/launch/plan.js';
import {launchProblemText} from '../../../source/core/launch/problem.js';

const config = completeConfig({}, {});
const ids = {session: 'k3fabc2345', conversation: '11111111-2222-4333-8444-555555555555'};
const settings = ['--settings', '/state/launches/k3fabc2345/settings.json'];
const bypass = ['--dangerously-skip-permissions', ...settings];
const directBypass = ['--dangerously-skip-permissions', '--settings', '{"skipDangerousModePermissionPrompt":true}'];

const facts: LaunchFacts = {
	executables: {c: '/opt/bin/claude'},
	logins: {c: false},
	root: false,
	keyed: ['openrouter'],
	gateway: {address: 'http://127.0.0.1:8082', status: 'up'},
	cwd: '/home/u/api-server',
	cwdExists: true,
	launches: '/state/launches',
	env: {HOME: '/home/u', PATH: '/opt/bin:/usr/bin'},
	config,
};

function code(text: string): LaunchCode {
	const reading = explainCode(text, {d: 'tier', 1: 'profile'});
	if (reading.status !== 'whole') {
		throw new Error(`${text} is no code`);
	}

	return reading.code;
}

function plan(request: Omit<LaunchRequest, 'code' | 'screen'> & {readonly code: string; readonly screen?: LaunchRequest['screen']}, more: Partial<LaunchFacts> = {}) {
	const answer = planLaunch({request: {screen: 'terminal', ...request, code: code(request.code)}, facts: {...facts, ...more}, ids});
	if (answer.type === 'problem') {
		throw new Error(answer.problem.sentence);
	}

	return answer.plan;
}

function problem(request: Omit<LaunchRequest, 'code' | 'screen'> & {readonly code: string}, more: Partial<LaunchFacts> = {}) {
	const answer = planLaunch({request: {screen: 'terminal', ...request, code: code(request.code)}, facts: {...facts, ...more}, ids});
	return answer.type === 'problem' ? launchProblemText(answer.problem) : answer.type;
}

type Options = Omit<LaunchRequest, 'code' | 'screen'>;

const argumentsOf = test.macro({
	exec(t: ExecutionContext, text: string, options: Options, expected: readonly string[]) {
		const {launch} = plan({code: text, ...options});
		t.deepEqual([launch.file, ...launch.args], ['/opt/bin/claude', ...expected]);
	},
	title: (_: string | undefined, text: string, options: Options) => `starts ${text} ${JSON.stringify(options)} with the right arguments`,
});

for (const [route, skipping] of [['p', bypass], ['d', directBypass]] as const) {
	test(argumentsOf, `ci${route}`, {}, ['--session-id', ids.conversation, ...skipping]);
	test(argumentsOf, `ci${route}`, {prompt: 'fix it', model: 'opus'}, ['--session-id', ids.conversation, 'fix it', '--model', 'opus', ...skipping]);
	test(argumentsOf, `cc${route}`, {model: 'opus'}, ['--continue', '--model', 'opus', ...skipping]);
	test(argumentsOf, `cn${route}`, {prompt: 'say hi'}, ['-p', '--session-id', ids.conversation, 'say hi', '--output-format', 'json', ...skipping]);
	test(argumentsOf, `cs${route}`, {conversation: 'abc'}, ['--resume', 'abc', ...skipping]);
	test(argumentsOf, `cr${route}`, {model: 'opus'}, ['--resume', '--model', 'opus', ...skipping]);
}

test(argumentsOf, 'cip', {conversation: 'abc123'}, ['--resume', 'abc123', ...bypass]);
test(argumentsOf, 'cnp', {conversation: 'abc123', prompt: 'go on'}, ['-p', '--resume', 'abc123', 'go on', '--output-format', 'json', ...bypass]);
test(argumentsOf, 'cip', {ask: true}, ['--session-id', ids.conversation, '--permission-mode', 'manual', ...settings]);
test(argumentsOf, 'cipd', {}, ['--session-id', ids.conversation, '--model', 'deepseek/deepseek-v4-flash:free', ...bypass]);
test(argumentsOf, 'cipd', {model: 'own/choice'}, ['--session-id', ids.conversation, '--model', 'own/choice', ...bypass]);
test(argumentsOf, 'cip', {prompt: '-v is what?', nativeArgs: ['--allowedTools', 'Bash']}, ['--session-id', ids.conversation, ...bypass, '--allowedTools', 'Bash', '--', '-v is what?']);

test('sends Claude Code to the gateway under its session, with a placeholder and without chatter', t => {
	const {set, credential, launch, recipe} = plan({code: 'cip'});
	t.deepEqual(set, {
		ANTHROPIC_BASE_URL: 'http://127.0.0.1:8082/s/k3fabc2345',
		ANTHROPIC_AUTH_TOKEN: 'clutch',
		ANTHROPIC_MODEL: 'claude-clutch-big',
		ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-clutch-big',
		ANTHROPIC_DEFAULT_FABLE_MODEL: 'claude-clutch-big',
		ANTHROPIC_DEFAULT_SONNET_MODEL: 'claude-clutch-middle',
		ANTHROPIC_DEFAULT_HAIKU_MODEL: 'claude-clutch-small',
		ANTHROPIC_SMALL_FAST_MODEL: 'claude-clutch-small',
		CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
		CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1',
		CLAUDE_CODE_GATEWAY_HINT_HEADERS: '1',
		CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
		CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
	});
	t.deepEqual(launch.env, {...facts.env, ...set});
	t.is(credential, 'gateway-key');
	t.deepEqual(recipe, {
		code: 'cip',
		agent: 'claude',
		route: 'p',
		credential: 'gateway-key',
		profile: undefined,
		model: undefined,
		conversation: ids.conversation,
		file: '/opt/bin/claude',
		shownArgs: ['--session-id', ids.conversation, ...bypass],
		proof: 'assigned',
		environment: {PATH: '/opt/bin:/usr/bin', HOME: '/home/u'},
	});
});

test('says everything again as settings, which win over those of the user and of the folder', t => {
	const contents = (options: Options) => plan({code: 'cip', ...options}).files.map(file => file.type === 'text' && file.path === 'settings.json' ? JSON.parse(file.content) as unknown : file.path);
	const {set} = plan({code: 'cip'});
	t.deepEqual(contents({}), [{skipDangerousModePermissionPrompt: true, env: set}]);
	t.deepEqual(contents({ask: true}), [{env: set}]);
	t.deepEqual(contents({login: true}), [{skipDangerousModePermissionPrompt: true, env: plan({code: 'cip', login: true}).set}]);
	t.deepEqual(plan({code: 'cid'}).files, []);
});

test('sets nothing that looks like a key where the agent has its own login', t => {
	const {set, credential} = plan({code: 'cip'}, {logins: {c: true}, keyed: [], env: {CLAUDE_CODE_OAUTH_TOKEN: 'oauth', HOME: '/home/u'}});
	t.is(credential, 'own-login');
	t.deepEqual(Object.keys(set), ['ANTHROPIC_BASE_URL', 'CLAUDE_CODE_GATEWAY_HINT_HEADERS', 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', 'CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL']);
});

test('keeps the login token with the own login and takes it away with the gateway\'s key', t => {
	const env = {CLAUDE_CODE_OAUTH_TOKEN: 'oauth'};
	t.is(plan({code: 'cip', login: true}, {env}).launch.env.CLAUDE_CODE_OAUTH_TOKEN, 'oauth');
	t.is(plan({code: 'cid'}, {env}).launch.env.CLAUDE_CODE_OAUTH_TOKEN, 'oauth');
	t.is(plan({code: 'cip', login: false}, {env}).launch.env.CLAUDE_CODE_OAUTH_TOKEN, undefined);
});

test('sets nothing of ours on route d', t => {
	const {set, launch, needsGateway, models} = plan({code: 'cid'}, {keyed: [], gateway: {address: 'http://127.0.0.1:8082', status: 'down'}});
	t.deepEqual({set, env: launch.env, needsGateway, models}, {set: {}, env: {HOME: '/home/u', PATH: '/opt/bin:/usr/bin'}, needsGateway: false, models: []});
});

for (const text of ['cip', 'cid']) {
	test(`takes away all that could leak into ${text}`, t => {
		const leaks = Object.fromEntries(unsetInChildren.map(name => [name, 'leak']));
		const {launch} = plan({code: text}, {env: {...leaks, HOME: '/home/u'}});
		t.deepEqual(Object.entries(launch.env).filter(([, value]) => value === 'leak'), []);
		t.is(launch.env.HOME, '/home/u');
	});
}

test('knows every variable that has to go', t => {
	const expected = `ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_MODEL ANTHROPIC_DEFAULT_OPUS_MODEL ANTHROPIC_DEFAULT_SONNET_MODEL ANTHROPIC_DEFAULT_HAIKU_MODEL
		ANTHROPIC_DEFAULT_FABLE_MODEL ANTHROPIC_SMALL_FAST_MODEL ANTHROPIC_CUSTOM_HEADERS ANTHROPIC_BETAS CLAUDE_CODE_USE_BEDROCK CLAUDE_CODE_USE_VERTEX CLAUDE_CODE_USE_FOUNDRY
		CLAUDE_CODE_USE_MANTLE CLAUDE_CODE_USE_GATEWAY OPENAI_API_KEY OPENAI_BASE_URL OPENAI_MODEL CODEX_API_KEY GEMINI_API_KEY GOOGLE_API_KEY GOOGLE_GEMINI_BASE_URL CLOUD_CODE_URL
		OPENCODE_CONFIG_CONTENT OPENCODE_PERMISSION MODEL_BASE_URL OPENROUTER_API_KEY OPENAI_API_BASE OPENAI_COMPATIBLE_BASE_URL OPENAI_COMPATIBLE_API_KEY
		GEMINI_BASE_URL HERMES_INFERENCE_MODEL CLUTCH_KEY CLAUDECODE CLAUDE_CODE_ENTRYPOINT CLAUDE_CODE_SESSION_ID CLAUDE_CODE_CHILD_SESSION
		CLAUDE_CODE_SKIP_PROMPT_HISTORY TMUX STY ZELLIJ TERM_PROGRAM CLUTCH_SERVICE_MARK`;
	t.deepEqual(unsetInChildren, expected.split(/\s+/));
});

test('gives a pane a terminal of its own', t => {
	const {launch} = plan({code: 'cid', screen: 'pane'}, {env: {TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1', LINES: '50'}});
	t.deepEqual(launch.env, {TERM: 'xterm-256color', COLORTERM: 'truecolor'});
});

test('names the profile in the address', t => {
	const withProfile: Config = {...config, profiles: {1: 'one/model', work: {model: 'two/model'}}};
	const byDigit = plan({code: 'cip1'}, {config: withProfile});
	t.is(byDigit.set.ANTHROPIC_BASE_URL, 'http://127.0.0.1:8082/p/1/s/k3fabc2345');
	t.is(byDigit.recipe.model, 'one/model');
	const byName = plan({code: 'cip', profile: 'work'}, {config: withProfile});
	t.is(byName.set.ANTHROPIC_BASE_URL, 'http://127.0.0.1:8082/p/work/s/k3fabc2345');
	t.is(byName.recipe.model, 'two/model');
});

test('sends the gateway\'s own key where there is one', t => {
	const withKey: Config = {...config, gateway: {...config.gateway, key: 'sesame-sesame', require_key: true}};
	t.is(plan({code: 'cip'}, {config: withKey}).set.ANTHROPIC_AUTH_TOKEN, 'sesame-sesame');
});

const credentialOf = test.macro({
	exec(t: ExecutionContext, expected: 'own-login' | 'gateway-key', more: Partial<LaunchFacts>, options: Options = {}) {
		t.is(plan({code: 'cip', ...options}, more).credential, expected);
	},
	title: (title: string | undefined) => title ?? '',
});

const vendorFirst: Config = {...config, model_tiers: {...config.model_tiers, BIG: {default: 'anthropic:claude-opus-5-5', cascade: ['moonshotai/kimi-k2.6:free']}}};
test('brings the gateway\'s key beside the own login where the gateway asks for it', t => {
	const withKey: Config = {...config, gateway: {...config.gateway, key: 'sesame-sesame', require_key: true}};
	const {set} = plan({code: 'cip', login: true}, {config: withKey});
	t.is(set.ANTHROPIC_AUTH_TOKEN, undefined);
	t.is(set.ANTHROPIC_CUSTOM_HEADERS, 'x-clutch-key: sesame-sesame');
});

test('shows the models that the gateway will try', t => {
	t.deepEqual(plan({code: 'cipd'}).models, ['deepseek/deepseek-v4-flash:free']);
	t.deepEqual(plan({code: 'cip', model: 'sonnet'}).models, config.model_tiers.MIDDLE.cascade.toSpliced(0, 0, config.model_tiers.MIDDLE.default));
	t.deepEqual(plan({code: 'cip'}, {logins: {c: true}, keyed: []}).models, []);
});

test('prefers a key to the login where another provider is tried first', credentialOf, 'gateway-key', {logins: {c: true}});
test('prefers the login where its vendor is tried first', credentialOf, 'own-login', {logins: {c: true}, config: vendorFirst});
test('takes the login where no key fits', credentialOf, 'own-login', {logins: {c: true}, keyed: ['mistral']});
test('takes a key of any model that is tried', credentialOf, 'gateway-key', {keyed: ['openrouter'], config: vendorFirst});
test('needs no key for a provider on this machine', credentialOf, 'gateway-key', {keyed: [], config: {...config, providers: {box: {base_url: 'http://127.0.0.1:11434/v1'}}}}, {model: 'box:llama'});
test('believes --login even where no login is seen', credentialOf, 'own-login', {}, {login: true});
test('believes the config where no flag is given', credentialOf, 'own-login', {config: {...config, launch: {...config.launch, credential: 'own-login'}}});

test('says what to do where there is neither key nor login', t => {
	t.deepEqual(problem({code: 'cip'}, {keyed: []}), {
		sentence: 'No key for openrouter and no login of Claude Code.',
		choices: '1 try the demo (clutch demo)   2 add a key (clutch keys add OPENROUTER_API_KEY)   3 log in (claude /login)',
	});
	t.deepEqual(problem({code: 'cip', login: false}, {keyed: [], logins: {c: true}}), {
		sentence: 'No key for openrouter, and the own login is turned off.',
		choices: '1 try the demo (clutch demo)   2 add a key (clutch keys add OPENROUTER_API_KEY)',
	});
});

test('says what to install where the agent is missing', t => {
	t.deepEqual(problem({code: 'cip'}, {executables: {}}), {sentence: 'Claude Code is not installed: there is no claude on the PATH.', choices: '1 npm install -g @anthropic-ai/claude-code'});
});

test('says before anything starts that Claude Code refuses to skip approvals as root', t => {
	t.deepEqual(problem({code: 'cip'}, {root: true}), {
		sentence: 'Claude Code refuses to skip approvals as root.',
		choices: '1 keep approvals on (--ask)   2 set IS_SANDBOX=1 if this machine is a sandbox   3 start it as another user',
	});
	t.is(problem({code: 'cip', ask: true}, {root: true}), 'plan');
	t.is(problem({code: 'cip'}, {root: true, env: {IS_SANDBOX: '1'}}), 'plan');
	t.is(problem({code: 'cip'}, {root: true, config: {...config, launch: {...config.launch, env: {IS_SANDBOX: '1'}}}}), 'plan');
});

test('says what a mode lacks', t => {
	t.deepEqual(problem({code: 'csp'}), {sentence: 'Mode s goes on with one conversation, so csp needs its id.', choices: '1 xx csp -s ID, or crp to pick one'});
	t.deepEqual(problem({code: 'cnp', prompt: '  '}), {sentence: 'Mode n answers one prompt and then ends, so cnp needs one.', choices: '1 xx cnp -p "…"'});
	t.deepEqual(problem({code: 'crp', prompt: 'x'}), {sentence: 'Mode r asks which conversation first, so crp takes no prompt.', choices: '1 xx crp without -p'});
	t.deepEqual(problem({code: 'cip', profile: 'nope'}), {sentence: 'No profile "nope" in the config.', choices: '1 add profiles.nope to the config (clutch config path)'});
	t.deepEqual(problem({code: 'cip'}, {cwdExists: false}), {sentence: 'There is no folder /home/u/api-server.', choices: '1 make it, or name another one (--cwd)'});
	t.deepEqual(problem({code: 'cip'}, {gateway: {address: 'http://127.0.0.1:8082', status: 'down'}}), {
		sentence: 'The gateway at http://127.0.0.1:8082 is not running, and proxy.auto_start is off.',
		choices: '1 clutch up   2 go direct: route d',
	});
});

test('puts a provider before a plain name on route p only, where it could be taken for a role', t => {
	const model = (code: string) => plan({code, model: 'gpt-4o'}, {keyed: ['openai']}).recipe.model;
	t.deepEqual([model('cip'), model('cib'), model('cid')], ['openai:gpt-4o', 'gpt-4o', 'gpt-4o']);
});

test('refuses --set where nobody would read it', t => {
	const settings = {provider: 'nosuch'};
	t.deepEqual(problem({code: 'cid', settings: {cascade: 'off'}}), {sentence: '--set holds for requests by the gateway, and route d goes past it.', choices: '1 xx cip, or leave --set out'});
	t.deepEqual(problem({code: 'cip', settings}), {sentence: '--set provider=nosuch names no provider.', choices: '1 such as anthropic, openrouter, openai, codex, or one under providers of the config'});
	t.deepEqual(problem({code: 'cip', settings: {provider: 'openruter'}}), {sentence: '--set provider=openruter names no provider.', choices: '1 did you mean openrouter?'});
	t.deepEqual(problem({code: 'cip', login: true, settings: {cascade: 'off'}}), {sentence: 'The own login of Claude Code reaches its vendor\'s models only, so --set has nothing to act on.', choices: '1 leave --set out, or xx cip --no-login'});
	t.is(problem({code: 'cip', settings: {provider: 'openrouter'}}), 'plan');
});

test('refuses a model of another vendor with the own login, however it was named', t => {
	t.deepEqual(problem({code: 'cipd', login: true}), {sentence: 'The own login of Claude Code reaches its vendor\'s models only, and deepseek/deepseek-v4-flash:free is another\'s.', choices: '1 xx cipd --no-login, or another model'});
	t.is(problem({code: 'cip', model: 'claude/opus', login: true}), 'plan');
	t.is(problem({code: 'cip', login: true}), 'plan');
});
