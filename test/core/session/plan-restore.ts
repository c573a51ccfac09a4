import test from 'ava';
import {completeConfig} from '../../../source/core/config/config.js';
import {shippedConfig} from '../../../source/core/config/defaults.js';
import {planRestore, type RestoreFacts, type RestorePlan} from '../../../source/core/session/plan-restore.js';
import type {RestoreChoice} from '../../../source/core/session/restore.js';
import type {Recipe, Session} from '../../../source/core/session/session.js';
import {sessionWith} from '../../helpers/sessions.js';

const conversation = '11111111-2222-4333-8444-555555555555';
const fresh = '99999999-2222-4333-8444-555555555555';

const facts: RestoreFacts = {
	launch: {
		executables: {c: '/opt/bin/claude', x: '/opt/bin/codex'},
		logins: {},
		root: false,
		keyed: ['openrouter'],
		gateway: {address: 'http://127.0.0.1:8082', status: 'up'},
		cwd: '/home/me/src/api',
		cwdExists: true,
		launches: '/state/launches',
		env: {PATH: '/opt/bin', HOME: '/home/me'},
		config: completeConfig(shippedConfig, {}),
	},
	saved: 'yes',
	found: [],
	runnable: true,
	linesGone: false,
	settings: undefined,
	parked: undefined,
	openIn: () => undefined,
	fresh,
};

const recipe: Recipe = {code: 'cid', agent: 'claude', route: 'd', credential: 'own-login', profile: undefined, model: undefined, conversation, proof: 'assigned', file: '/opt/bin/claude', shownArgs: []};

function over(change: Partial<Recipe> = {}): Session {
	return sessionWith({id: 'k3fabc2345', name: 'api', cwd: '/home/me/src/api', recipe: {...recipe, ...change}, state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGKILL'}, at: 5000}});
}

function plan(change: Partial<Recipe> = {}, known: Partial<RestoreFacts> = {}, choice?: RestoreChoice): RestorePlan {
	return planOf(over(change), known, choice);
}

function planOf(session: Session, known: Partial<RestoreFacts>, choice?: RestoreChoice): RestorePlan {
	return planRestore({session, facts: {...facts, ...known}, choice});
}

const bypass = '--dangerously-skip-permissions --settings \'{"skipDangerousModePermissionPrompt":true}\'';

test('goes on with a proven conversation that is kept, in the launch that it was', t => {
	const restored = plan({ask: true, args: ['--verbose'], environment: {PATH: '/opt/bin'}, model: 'opus'});
	t.deepEqual(restored.answer, {type: 'resume', conversation, command: `/opt/bin/claude --resume ${conversation} --model opus --permission-mode manual --verbose`});
	t.is(restored.type, 'start');
	t.like(restored.type === 'start' ? restored.start : {}, {
		gateway: 'none',
		launch: {file: '/opt/bin/claude', cwd: '/home/me/src/api'},
		recipe: {code: 'cid', conversation, proof: 'assigned', model: 'opus', ask: true, args: ['--verbose'], environment: {PATH: '/opt/bin'}},
		kept: {folder: '/state/launches/k3fabc2345'},
	});
});

test('goes on with it whatever mode it was begun in, and where nobody can look', t => {
	for (const code of ['ccd', 'crd', 'csd', 'cid']) {
		t.deepEqual(plan({code, proof: 'process'}, {saved: 'unknown', found: undefined}).answer, {type: 'resume', conversation, command: `/opt/bin/claude --resume ${conversation} ${bypass}`});
	}
});

test('keeps its own address at the gateway, its model and its settings, whatever the tiers are now', t => {
	const restored = plan({code: 'cipk', route: 'p', credential: 'gateway-key', model: 'openrouter/x/y'}, {settings: {provider: 'groq'}});
	t.is(restored.answer.type, 'resume');
	t.like(restored.type === 'start' ? restored.start : {}, {
		gateway: 'here',
		launch: {env: {ANTHROPIC_BASE_URL: 'http://127.0.0.1:8082/s/k3fabc2345'}},
		recipe: {code: 'cipk', model: 'openrouter/x/y', credential: 'gateway-key', settings: {provider: 'groq'}},
		kept: {settings: {provider: 'groq'}},
	});
});

const gateway = {code: 'cip', route: 'p', credential: 'gateway-key'} as const;

test('begins the conversation whose id was chosen and in which certainly nothing was said', t => {
	t.like(plan(gateway, {saved: 'no'}), {answer: {type: 'again', why: 'nothing was said in it yet'}, start: {recipe: {conversation}}});
	// The agent would say that the id is in use, and find no conversation in it either.
	t.like(plan(gateway, {saved: 'empty'}), {answer: {type: 'again', why: 'nothing was said in it yet'}, start: {recipe: {conversation: fresh}}});
	t.like(plan({...codex, route: 'p', code: 'xip'}, {found: []}).answer, {type: 'again', why: 'nothing was said in it yet'});
	// Nobody could have said anything in such a moment.
	t.deepEqual(planOf({...over(), createdAt: 4800}, {saved: 'no'}).answer, {type: 'again', why: 'nothing was said in it yet', command: `/opt/bin/claude --session-id ${conversation} ${bypass}`});
});

for (const [why, session, known, sentence] of [
	['a request of it came to the gateway and it is not kept any more', {...over(gateway), spoke: true}, {saved: 'no'}, `Claude Code does not keep the conversation ${conversation} of api any more.`],
	['a request of it came to the gateway and it was never written down', {...over(gateway), spoke: true}, {saved: 'empty'}, `Claude Code has not written down what was said in the conversation ${conversation} of api.`],
	['it was ended a moment after its first request', {...over(gateway), createdAt: 4800, spoke: true}, {saved: 'no'}, `Claude Code does not keep the conversation ${conversation} of api any more.`],
	['nobody sees what is said in it', over(), {saved: 'no'}, `Claude Code keeps no conversation ${conversation} of api: nothing was said in it, or it is not kept any more.`],
	['its gateway tells somebody else what it sees', over(gateway), {saved: 'no', launch: {...facts.launch, gateway: {address: 'http://127.0.0.1:8082', status: 'remote'}}}, `Claude Code keeps no conversation ${conversation} of api: nothing was said in it, or it is not kept any more.`],
] as const) {
	test(`asks where ${why}`, t => {
		const found = [{id: 'other', at: 7, prompt: 'hello'}];
		t.deepEqual(planOf(session, {...known, found}).answer, {type: 'question', sentence, conversations: found});
	});
}

test('asks where a conversation is gone, and never begins another one by itself', t => {
	const found = [{id: 'other', at: 7, prompt: 'hello'}];
	t.deepEqual(plan({proof: 'process'}, {saved: 'no', found}).answer, {type: 'question', sentence: `Claude Code does not keep the conversation ${conversation} of api any more.`, conversations: found});
	t.is(plan({code: 'csd', proof: 'assigned'}, {saved: 'no'}).answer.type, 'question');
});

const codex = {code: 'xid', agent: 'codex', conversation: undefined, proof: undefined, file: '/opt/bin/codex'} as const;

test('asks which one where the id never got known', t => {
	const found = [{id: 'one', at: 7, prompt: 'hello'}, {id: 'two', at: 6, prompt: undefined}];
	t.deepEqual(plan(codex, {found}).answer, {type: 'question', sentence: 'codex in ~/src/api: 2 conversations fit. Which one?', conversations: found});
	t.deepEqual(plan(codex, {found: undefined}).answer, {type: 'question', sentence: 'Which conversation api had is not known, and what Codex keeps cannot be looked up.', conversations: []});
	t.like(plan(codex, {found: []}).answer, {type: 'question', sentence: 'Which conversation api had is not known, and none is kept of its folder since it began.'});
	t.like(planOf({...over({...codex, code: 'xip', route: 'p'}), spoke: true}, {found: []}).answer, {type: 'question'});
	// The last one of the folder may be anybody's.
	t.like(plan({...codex, code: 'xcd'}, {found: []}).answer, {type: 'question'});
});

test('does what its user chose', t => {
	t.like(plan(codex, {found: [{id: 'one', at: 7, prompt: 'hello'}]}, {type: 'conversation', id: 'one'}).answer, {type: 'resume', conversation: 'one'});
	const restored = plan({}, {}, {type: 'new'});
	t.deepEqual(restored.answer, {type: 'again', why: 'a new conversation, as was chosen', command: `/opt/bin/claude --session-id ${fresh} ${bypass}`});
	t.like(restored.type === 'start' ? restored.start.recipe : {}, {conversation: fresh, proof: 'assigned'});
	t.deepEqual(plan({}, {}, {type: 'conversation', id: '--last'}).answer, {type: 'refused', sentence: '"--last" is no id of a conversation.', choices: ['clutch restore k3fabc2345']});
});

test('sends no prompt a second time, and goes on in a screen where its user wants', t => {
	for (const code of ['cnd', 'cRd', 'cCd']) {
		t.deepEqual(plan({code}).answer, {type: 'question', sentence: `api was one prompt without a screen (${code}), which is not sent a second time. Its conversation can go on in a screen.`, conversations: [{id: conversation, at: 5000, prompt: undefined}]});
	}

	const restored = plan({code: 'cnd'}, {}, {type: 'conversation', id: conversation});
	t.deepEqual(restored.answer, {type: 'resume', conversation, command: `/opt/bin/claude --resume ${conversation} ${bypass}`});
	t.is(restored.type === 'start' ? restored.start.recipe.code : '', 'csd');
});

test('never opens a conversation twice', t => {
	t.deepEqual(plan({}, {openIn: () => 'web'}).answer, {type: 'refused', sentence: 'The conversation of api is open in web.', choices: ['go on there: clutch attach web', 'close this one: clutch close k3fabc2345']});
});

const refusals: ReadonlyArray<readonly [string, Partial<Recipe>, Partial<RestoreFacts>, string]> = [
	['its folder is gone', {}, {launch: {...facts.launch, cwdExists: false}}, 'There is no folder /home/me/src/api.'],
	['its agent is gone', {}, {launch: {...facts.launch, executables: {}}}, 'Claude Code is not installed: there is no claude on the PATH.'],
	['the key is gone', {code: 'cip', route: 'p', credential: 'gateway-key'}, {launch: {...facts.launch, keyed: []}}, 'No key for openrouter, and the own login is turned off.'],
	['the gateway is parked', {code: 'cip', route: 'p', credential: 'gateway-key'}, {parked: {reason: 'its port is taken.', choices: ['another port']}}, 'api needs the gateway, which is parked: its port is taken.'],
	['a secret is among its arguments', {withheld: true}, {}, 'Some arguments of api are not kept, because a secret is among them.'],
];

for (const [why, change, known, sentence] of refusals) {
	test(`starts nothing where ${why}, and says what can be done`, t => {
		const {answer} = plan(change, known);
		t.like(answer, {type: 'refused', sentence});
		t.true(answer.type === 'refused' && answer.choices.length > 0);
		// Neither does it ask what could not be started anyway.
		t.is(plan({...change, code: `cn${change.code?.[2] ?? 'd'}`}, known).answer.type, 'refused');
	});
}

test('runs a command again, and a shell anew', t => {
	const plain = {code: undefined, agent: undefined, route: undefined, credential: 'none', conversation: undefined, proof: undefined} as const;
	t.deepEqual(plan({...plain, file: '/bin/npm', args: ['run', 'a b']}).answer, {type: 'again', why: 'the same command, from its beginning', command: '/bin/npm run \'a b\''});
	t.deepEqual(plan({...plain, file: '/bin/zsh', args: []}).answer, {type: 'again', why: 'a fresh shell in its folder', command: '/bin/zsh'});
	t.like(plan({...plain, file: '/bin/npm'}).answer, {type: 'refused', sentence: 'The arguments of api were not written down.'});
	t.like(plan({...plain, file: '/bin/npm', args: []}, {runnable: false}).answer, {type: 'refused', sentence: '/bin/npm is not there any more, or is no program.'});
	t.deepEqual(plan({...plain, file: '/usr/bin/vi', args: ['+12', '/run/scrollback/k3fabc2345.txt']}, {linesGone: true}).answer, {type: 'refused', sentence: 'The lines that "api" showed were kept no longer than it ran.', choices: ['close it: clutch close k3fabc2345']});
	t.like(plan({...plain, file: '/bin/npm', args: []}, {}, {type: 'new'}).answer, {type: 'refused'});
});
