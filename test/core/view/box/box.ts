import test from 'ava';
import {boxLines, boxRect, type BoxInput} from '../../../../source/core/view/box/box.js';
import type {OptionForm} from '../../../../source/core/view/box/palette.js';
import type {PlanSummary, Preview} from '../../../../source/core/view/box/preview.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const inBox: Navigation = {...startNavigation, screen: 'work', focused: 'a', overlays: [{type: 'box'}], untouched: false};
const crashed = sessionWith({id: 'c', name: 'build', cwd: '/home/me/src/web', state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGSEGV'}, at: 5000}});
const waiting = sessionWith({id: 'b', name: 'port', cwd: '/home/me/src/web', activity: 'blocked', message: 'edit retry.ts?'});

const plan: PlanSummary = {
	title: 'Claude Code',
	short: 'Claude Code · new · gateway',
	command: 'claude --dangerously-skip-permissions',
	cwd: '/home/me/src/api-server',
	credential: 'gateway-key',
	environment: [['ANTHROPIC_BASE_URL', 'http://127.0.0.1:8082/s/k3fabc2345'], ['ANTHROPIC_AUTH_TOKEN', '••••'], ['MODE', '1']],
	role: 'BIG',
	models: ['moonshotai/kimi-k2.6', 'nvidia/nemotron-3', 'openai/gpt-oss-120b'],
	price: undefined,
	notes: [],
	following: ['d', 'n'],
};
const ready: Preview = {status: 'ready', line: 'cip', decoded: [], plan};

const asked = {id: '1', at: 120_000, session: undefined, profile: undefined, route: 'p', dialect: 'messages', requestedModel: 'opus', provider: 'openrouter', model: 'nvidia/nemotron-3', rule: 'role', outcome: 'ok', status: 200, stream: true, tokens: undefined, durationMs: 1000, firstTokenMs: 240, error: undefined, attempts: [
	{provider: 'openrouter', model: 'moonshotai/kimi-k2.6', status: 429, error: 'rate limit', durationMs: 80},
	{provider: 'openrouter', model: 'nvidia/nemotron-3', status: 200, error: undefined, durationMs: 900},
]} as const;
const client = clientWith({sessions: [sessionWith(), waiting, crashed], meter: {...clientWith().meter, recent: [asked]}});

function place(navigation: Partial<Navigation>, change: Partial<BoxInput> = {}): BoxInput {
	return {client, navigation: {...inBox, ...navigation}, cwd: '/home/me/src/api-server', home: '/home/me', size: {cols: 120, rows: 36}, now: 300_000, ...change};
}

function drawn(navigation: Partial<Navigation>, change: Partial<BoxInput> = {}): readonly string[] {
	const input = place(navigation, change);
	return linesText(boxLines({...input, size: boxRect(input)})).map(line => line.replaceAll(/^│ ?| *│$/g, '').trimEnd());
}

test('a code says what it means, where it starts, the exact command, its variables, the health of its models, and what runs already', t => {
	t.deepEqual(drawn({line: 'cip', preview: ready}).slice(1, -2), [
		'› cip_                                                          Claude Code · new · gateway',
		'  Enter start in ~/src/api-server    Tab folder, name, prompt, model, profile',
		'  runs  claude --dangerously-skip-permissions',
		'  env   ANTHROPIC_BASE_URL=http://127.0.0.1:8082/s/k3fabc2345  (2 more  e)',
		'  BIG   kimi-k2.6 ✖ 429 3 min → nemotron-3 ● 240 ms → gpt-oss-120b ? unknown',
		'  in    ~/src/api-server   Claude Code with the keys of the gateway   price n/a',
		'─'.repeat(92),
		'  ◆ claude  port  web  edit retry.ts?                                       needs you   jump',
		'  ◐ claude  api  api-server                                                   working   jump',
		'  ↻ claude  build  web                                                     crashed   restore',
	]);
});

test('all variables are shown when they are asked for, and how to see fewer', t => {
	const shown = drawn({line: 'cip', preview: ready, palette: {...inBox.palette, wholeEnvironment: true}});
	t.deepEqual(shown.filter(line => /env|TOKEN|MODE/.test(line)), ['  env   ANTHROPIC_BASE_URL=http://127.0.0.1:8082/s/k3fabc2345  (fewer  e)', '        ANTHROPIC_AUTH_TOKEN=••••', '        MODE=1']);
	const taken: Preview = {...ready, plan: {...plan, following: ['e']}};
	t.true(drawn({line: 'cip', preview: taken}).some(line => line.endsWith('(2 more  Ctrl+e)')));
});

test('the form stands under the line, with what could stand in its field', t => {
	const form: OptionForm = {field: 'model', found: ['moonshotai/kimi-k2.6', 'nvidia/nemotron-3'], at: 1};
	t.deepEqual(drawn({line: 'cip', preview: ready, palette: {...inBox.palette, form, options: {name: 'api'}}}).slice(2, 11), [
		'  folder   ~/src/api-server',
		'  name     api',
		'  prompt   what is said first',
		'▸ model    _ instead of its role',
		'             moonshotai/kimi-k2.6',
		'           ▸ nvidia/nemotron-3',
		'  session  the id of a conversation to go on with',
		'  profile  of the configuration',
		'Enter start   Tab next   ↓ choose   → take   Esc back to the line',
	]);
});

test('conversations are listed with age, folder where it is another, first prompt and id', t => {
	const preview: Preview = {status: 'pick', line: 'crp', decoded: ['Claude Code', 'pick a session', 'gateway'], next: '', sentence: 'Enter goes on with it', found: [
		{id: '0a1b2c3d-1', at: 120_000, prompt: 'fix the flaky retry test', cwd: '/home/me/src/api-server', isHere: true},
		{id: 'ffffffff-1', at: 0, prompt: 'port the build', cwd: '/home/me/src/web', isHere: false},
	]};
	t.deepEqual(drawn({line: 'crp', preview, selected: 1}).slice(2, 5), [
		'  Enter goes on with it',
		'    3 min     "fix the flaky retry test"                                            0a1b2c3d',
		'  ▸ 5 min     ~/src/web  "port the build"                                           ffffffff',
	]);
});

test('an empty box has what needs you first, then recent launches, then actions with their keys', t => {
	const library = {recents: [{code: 'xcp', cwd: '/home/me/src/web', at: 0, count: 1}], models: [], profiles: [], settings: [], configFile: '', preferences: [], pages: [], local: undefined};
	const shown = drawn({}, {library});
	t.deepEqual(shown.slice(2, 6), [
		'▸ 1 ◆ claude  port  web  edit retry.ts?                                     needs you   jump',
		'  2 ◐ claude  api  api-server                                                 working   jump',
		'  3 ↻ claude  build  web                                                   crashed   restore',
		'  4 xcp   Codex  ~/src/web                                                     5 min   start',
	]);
	t.true(shown.slice(6).some(line => /^ {2}search +\/$/.test(line)));
	t.regex(shown.at(-2) ?? '', /^\/ search {3}/);
});

test('the top of the box stays while one types, and it is as high as what it says', t => {
	const top = boxRect(place({})).y;
	const wrong = boxRect(place({line: 'cz', preview: {status: 'wrong', line: 'cz', sentence: 'no mode'}}, {client: clientWith()}));
	t.deepEqual([wrong.rows, wrong.y], [6, top]);
	const many = boxRect(place({}, {client: clientWith({sessions: Array.from({length: 40}, (_, index) => sessionWith({id: String(index)}))})}));
	t.deepEqual([many.rows, many.y, many.cols], [22, top, 96]);
	t.deepEqual(boxRect(place({}, {size: {cols: 40, rows: 10}})), {x: 0, y: 0, cols: 40, rows: 9});
	t.is(boxLines(place({line: 'cip', preview: ready}, {size: {cols: 40, rows: 9}})).length, 9);
});
