import test, {type ExecutionContext} from 'ava';
import type {AgentLetter, GatewayInput, StartInput} from '../../../../source/core/launch/agent.js';
import {agentOf} from '../../../../source/core/launch/catalogue.js';
import {tomlText} from '../../../../source/core/launch/agents/codex.js';
import {ownModel} from '../../../../source/core/launch/target.js';

const gateway: GatewayInput = {address: 'http://127.0.0.1:8082/s/S', route: 'p', key: 'clutch', askedKey: undefined, main: 'clutch-big', small: 'clutch-small', window: undefined, foreign: true};

function row(letter: AgentLetter) {
	const found = agentOf(letter);
	if (found === undefined) {
		throw new Error(`no agent ${letter}`);
	}

	return found;
}

function start(letter: AgentLetter, more: Partial<StartInput>) {
	return row(letter).start({
		mode: 'i', headless: false, model: undefined, prompt: undefined, fresh: undefined, known: undefined, approvals: 'bypass', extra: [], cwd: '/w', folder: '/l', env: {HOME: '/home/u'}, gateway: undefined, latest: undefined,
		...more,
	});
}

/** What stands behind the words of the agent's user, and how a prompt is written that would be read as something else. */
const prompts: Readonly<Record<Exclude<AgentLetter, 'a'>, {readonly screen: readonly string[]; readonly alone: readonly string[]}>> = {
	c: {screen: ['--extra', '--', '-v'], alone: ['--extra', '--', '-v']},
	x: {screen: ['--extra', '--', '-v'], alone: ['--extra', '--', '-v']},
	q: {screen: ['--extra', '--prompt-interactive=-v'], alone: ['--extra', '--prompt=-v']},
	p: {screen: ['--extra', '--', '-v'], alone: ['--extra', '--', '-v']},
	o: {screen: ['--extra', '--prompt=-v'], alone: ['--extra', '--', '-v']},
	h: {screen: ['--extra', '--query=-v'], alone: ['--extra', '--query=-v']},
	g: {screen: ['--extra', '-i=-v'], alone: ['--extra', '-p=-v']},
};

for (const [letter, {screen, alone}] of Object.entries(prompts)) {
	test(`${letter}: a prompt that begins with a dash is a prompt, behind arguments of the user's`, t => {
		const input = {prompt: '-v', extra: ['--extra']};
		t.deepEqual(start(letter as AgentLetter, input).args.slice(-screen.length), screen);
		t.deepEqual(start(letter as AgentLetter, {...input, mode: 'n', headless: true}).args.slice(-alone.length), alone);
	});
}

test('a: a prompt that begins with a dash is a prompt', t => {
	t.deepEqual(start('a', {prompt: '-v', mode: 'n', headless: true}).args.slice(-1), ['-p=-v']);
});

test('a first prompt that is the name of a command stays a prompt', t => {
	t.is(start('c', {prompt: 'doctor'}).args[0], ' doctor');
	t.is(start('c', {prompt: 'doctor', headless: true, mode: 'n'}).args[1], 'doctor');
	t.is(start('c', {prompt: '/doctor'}).args[0], '/doctor');
	t.deepEqual(start('x', {prompt: 'review'}).args.slice(-2), ['--', 'review']);
	t.deepEqual(start('p', {prompt: '@home'}).args.slice(-2), ['--', ' @home']);
});

const keepsAsking = test.macro({
	exec(t: ExecutionContext, letter: AgentLetter, expected: {readonly args: readonly string[]; readonly set: Readonly<Record<string, string>>}) {
		const {args, set} = start(letter, {approvals: 'ask'});
		t.deepEqual({args, set}, expected);
	},
	title: (_: string | undefined, letter: string) => `${letter}: approvals are left on by its own means`,
});

test(keepsAsking, 'c', {args: ['--permission-mode', 'manual'], set: {}});
test(keepsAsking, 'x', {args: ['--no-daemon', '--ask-for-approval', 'on-request'], set: {}});
test(keepsAsking, 'q', {args: ['--approval-mode', 'default'], set: {}});
test(keepsAsking, 'o', {args: [], set: {OPENCODE_PERMISSION: '{"edit":"ask","bash":"ask","webfetch":"ask"}'}});
test(keepsAsking, 'h', {args: ['--cli'], set: {}});
test(keepsAsking, 'a', {args: ['--permission-mode', 'strict'], set: {}});
test(keepsAsking, 'g', {args: [], set: {}});

test('says what an agent cannot do before it starts', t => {
	const wanted = {code: 'pip', mode: 'i', headless: false, prompt: undefined, known: undefined, ask: false, latest: undefined} as const;
	t.deepEqual(row('p').refuses?.({...wanted, ask: true}), {sentence: 'Pi never asks before it acts, so --ask would promise what it does not keep.', choice: 'xx pip without --ask'});
	t.is(row('p').refuses?.(wanted), undefined);
	t.deepEqual(row('a').refuses?.({...wanted, code: 'aip', prompt: 'hi'}), {sentence: 'Ante takes no first prompt in its screen.', choice: 'xx anp -p "…" answers it without one'});
	t.deepEqual(row('a').refuses?.({...wanted, code: 'acp', mode: 'c'}), {sentence: 'Ante has no conversation to go on with.', choice: 'xx aip begins one'});
	t.deepEqual(row('a').refuses?.({...wanted, code: 'anp', mode: 'n', headless: true, prompt: 'hi', ask: true}), {sentence: 'Ante skips all approvals when it runs without a screen, so --ask would promise what it does not keep.', choice: 'xx anp without --ask'});
});

for (const letter of ['o', 'a', 'g'] as const) {
	test(`${letter}: says which keys pick a conversation where nothing does at the start`, t => {
		t.is(start(letter, {mode: 'r'}).notes?.length, 1);
		t.deepEqual(start(letter, {mode: 'r', known: 'ID'}).notes, []);
		t.deepEqual(start(letter, {mode: 'i'}).notes, []);
	});
}

test('Codex brings its own login to the gateway without a key and without a model of ours', t => {
	const {args, set} = start('x', {gateway: {...gateway, key: undefined, foreign: false, window: 9}});
	t.deepEqual(set, {});
	t.deepEqual(args.filter(argument => argument.startsWith('model')), ['model_provider="clutch"', 'model_providers.clutch={name="Clutch",base_url="http://127.0.0.1:8082/s/S/v1",wire_api="responses",requires_openai_auth=true}']);
	t.false(args.includes('-m'));
});

test('Codex brings the key that the gateway asks for in a header of its own, never among its arguments', t => {
	const {args, set} = start('x', {gateway: {...gateway, key: undefined, askedKey: 'sesame-sesame'}});
	t.deepEqual(set, {CLUTCH_KEY: 'sesame-sesame'});
	t.true(args.some(argument => argument.includes('env_http_headers={"x-clutch-key"="CLUTCH_KEY"}')));
	t.false(args.join(' ').includes('sesame'));
});

test('Codex is told that the folder is trusted only where approvals are skipped', t => {
	const trusted = String.raw`projects={"/w/a \"b\" \\ c"={trust_level="trusted"}}`;
	t.true(start('x', {gateway, cwd: String.raw`/w/a "b" \ c`}).args.includes(trusted));
	t.false(start('x', {gateway, approvals: 'ask'}).args.some(argument => argument.startsWith('projects')));
	t.is(tomlText('a\u007F\n\u0001é'), String.raw`"a\u007F\n\u0001é"`);
});

test('tells an agent the window of the models that may answer', t => {
	const narrow = {gateway: {...gateway, window: 40_000}};
	t.is(start('c', narrow).set.CLAUDE_CODE_MAX_CONTEXT_TOKENS, '40000');
	t.true(start('x', narrow).args.includes('model_context_window=40000'));
	t.true(start('o', narrow).set.OPENCODE_CONFIG_CONTENT?.includes('"limit":{"context":40000,"output":10000}'));
	const [file] = start('p', narrow).files;
	t.true(file?.type === 'text' && file.content.includes('contextWindow: 40000, maxTokens: 10000'));
	const config = start('h', narrow).files.find(each => each.type === 'changed');
	t.is(config?.change('agent: 1\n'), 'agent: 1\nmodel: {"default":"clutch-big","provider":"custom:clutch","context_length":40000}\ncustom_providers: [{"name":"clutch","base_url":"http://127.0.0.1:8082/s/S/v1","key_env":"CLUTCH_KEY","api_mode":"chat_completions"}]\nfallback_providers: []\nfallback_model: {}\n');
});

test('Qwen Code knows the models of the gateway and no others, and keeps the settings of the machine', t => {
	const [file] = start('q', {gateway: {...gateway, window: 40_000}, model: 'a/b:free'}).files;
	const change = (text: string | undefined): unknown => file?.type === 'changed' ? JSON.parse(file.change(text)) : file;
	const model = (id: string) => ({id, name: id, baseUrl: 'http://127.0.0.1:8082/s/S/v1', envKey: 'OPENAI_API_KEY', generationConfig: {contextWindowSize: 40_000}});
	const modelProviders = {openai: [model('a/b:free'), model('clutch-big'), model('clutch-small')]};
	t.deepEqual(change(undefined), {modelProviders});
	t.deepEqual(change('cut off {'), {modelProviders});
	t.deepEqual(change(`{
	// Of the house
	"tools": {"exclude": ["http://not/a/comment", "/* nor this, */",],}, /* , */
	"modelProviders": {"openai": [{"id": "a/b:free", "baseUrl": "http://elsewhere/v1"}]},
}`), {tools: {exclude: ['http://not/a/comment', '/* nor this, */']}, modelProviders});
	t.is(file?.type === 'changed' ? file.from : '', '/etc/qwen-code/settings.json');
});

test('Claude Code keeps its own names where its vendor answers, and on route b', t => {
	const names = (more: Partial<GatewayInput>) => Object.keys(start('c', {gateway: {...gateway, ...more}}).set).filter(name => name.includes('MODEL') && !name.includes('DISCOVERY'));
	t.deepEqual(names({foreign: false}), ['ANTHROPIC_DEFAULT_HAIKU_MODEL', 'ANTHROPIC_SMALL_FAST_MODEL']);
	t.deepEqual(names({route: 'b'}), []);
	t.deepEqual(names({key: undefined}), []);
});

test('Pi gets an extension with every model it may ask for, each once', t => {
	const {args, files} = start('p', {gateway, model: 'a/b:free'});
	t.deepEqual(args, ['-e', '/l/provider.ts', '--model', 'clutch/a/b:free']);
	t.deepEqual(files.map(file => file.type === 'text' ? [...file.content.matchAll(/id: "([^"]+)"/g)].map(match => match[1]) : file.type), [['a/b:free', 'clutch-big', 'clutch-small']]);
});

test('takes off the name of a vendor only where the agent is that vendor\'s', t => {
	const models = ['claude/opus', 'anthropic:claude-x', 'openrouter/x', 'openai/gpt-5', 'a/b:free', 'opus'];
	t.deepEqual(models.map(model => ownModel(model, row('c'))), ['opus', 'claude-x', 'openrouter/x', 'openai/gpt-5', 'a/b:free', 'opus']);
	t.deepEqual(models.map(model => ownModel(model, row('x'))), ['claude/opus', 'anthropic:claude-x', 'openrouter/x', 'gpt-5', 'a/b:free', 'opus']);
	t.deepEqual(models.map(model => ownModel(model, row('p'))), models);
});
