import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Session} from '../../../source/core/session/session.js';
import {guardedAgent, killAgent, tellRestore, type RestoreStory} from '../../helpers/agent-restore.js';
import {until} from '../../helpers/until.js';

const isAnswering = (screen: string) => screen.includes('This is the demo');

const claude: RestoreStory = {
	agent: 'claude',
	title: 'Claude Code',
	letter: 'c',
	files: project => ({'.claude.json': JSON.stringify({hasCompletedOnboarding: true, projects: {[project]: {hasTrustDialogAccepted: true}}})}),
	isReady: screen => screen.includes('bypass permissions on'),
	isAnswering,
	isAside: () => false,
	header: 'x-claude-code-session-id',
	proof: 'assigned',
};

tellRestore(claude);

// Its request for a title travels by an id of its own.
tellRestore({
	agent: 'codex',
	title: 'Codex',
	letter: 'x',
	isReady: screen => screen.includes('OpenAI Codex') && screen.includes('? for shortcuts'),
	isAnswering,
	isAside: ({body}) => body.includes('"codex_output_schema"'),
	header: 'session-id',
	proof: 'process',
});

const qwen: RestoreStory = {
	agent: 'qwen',
	title: 'Qwen Code',
	letter: 'q',
	files: () => ({'.qwen/settings.json': JSON.stringify({ui: {hideTips: true}, $version: 4})}),
	isReady: screen => screen.includes('Type your message'),
	isAnswering,
	isAside: ({body}) => /managed memory extraction subagent|\[SUGGESTION MODE:/.test(body),
	proof: 'assigned',
};

tellRestore(qwen);

const pi: RestoreStory = {
	agent: 'pi',
	title: 'Pi',
	letter: 'p',
	files: () => ({'.pi/agent/settings.json': '{"quietStartup": false, "lastChangelogVersion": "1.5.2"}'}),
	isReady: screen => /\(auto\)\s+\S+/.test(screen),
	isAnswering,
	isAside: () => false,
	proof: 'assigned',
};

tellRestore(pi);

tellRestore({
	agent: 'opencode',
	title: 'OpenCode',
	letter: 'o',
	files: () => ({
		'.config/opencode/package-lock.json': '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"@opencode-ai/plugin": "1.18.33"}}}}\n',
		'.config/opencode/node_modules/.package-lock.json': '{}\n',
	}),
	isReady: screen => screen.includes('ctrl+p commands'),
	// It shows a text when a line of it is whole.
	isAnswering: screen => screen.includes('esc interrupt'),
	isAside: ({body}) => body.includes('You are a title generator'),
	header: 'x-session-id',
	proof: 'header',
});

test.serial('Claude Code, killed before it had written down what was said, asks, and begins anew by another id where its user wants that', async t => {
	const guarded = await guardedAgent(t, claude);
	if (guarded === undefined) {
		return;
	}

	const {machine, watcher, spawn, ask, request, waitForScreen, session} = guarded;
	machine.world.hold(true);
	const id = await spawn(['cip', '-p', 'tell me of violets']);
	await request('tell me of violets');
	const {conversation} = session(id).recipe;
	const file = path.join(machine.user, '.claude', 'projects', machine.project.replaceAll(/[^a-zA-Z\d]/g, '-'), `${conversation}.jsonl`);
	await until('its file is there', () => existsSync(file));
	await killAgent(guarded, id);
	// As it is for some milliseconds.
	writeFileSync(file, readFileSync(file, 'utf8').split('\n').filter(line => /^{"type":"(?:mode|permission-mode)"/.test(line)).join('\n'));
	machine.world.hold(false);
	const sentence = (told: string) => ({message: `Claude Code ${told} the conversation ${conversation} of ${session(id).name}${told.startsWith('has') ? '.' : ' any more.'}`});
	await t.throwsAsync(watcher.client.call({type: 'session.restore', id}), sentence('has not written down what was said in'));
	rmSync(file);
	await t.throwsAsync(watcher.client.call({type: 'session.restore', id}), sentence('does not keep'));
	const restored = await watcher.client.call({type: 'session.restore', id, choice: {type: 'new'}}) as Session;
	t.not(restored.recipe.conversation, conversation);
	await waitForScreen(id, claude.isReady);
	await ask(id, 'and what of roses');
	const {headers} = await request('and what of roses');
	t.is(headers['x-claude-code-session-id'], session(id).recipe.conversation);
});

for (const story of [claude, qwen, pi]) {
	test.serial(`${story.title}, killed before anything was said to it, begins its conversation by the same id`, async t => {
		const guarded = await guardedAgent(t, story);
		if (guarded === undefined) {
			return;
		}

		const {machine, watcher, spawn, ask, request, waitForScreen, session} = guarded;
		const id = await spawn([`${story.letter}ip`]);
		const {conversation} = session(id).recipe;
		await waitForScreen(id, story.isReady);
		await killAgent(guarded, id);
		t.deepEqual(machine.world.requests().filter(({method}) => method === 'POST'), []);
		const restored = await watcher.client.call({type: 'session.restore', id}) as Session;
		t.is(restored.recipe.conversation, conversation);
		await waitForScreen(id, story.isReady);
		await ask(id, 'tell me of violets');
		await request('tell me of violets');
		await until('it is known that something was said', () => session(id).spoke === true);
	});
}

test.serial('Pi goes on where the last word was its own', async t => {
	const guarded = await guardedAgent(t, pi);
	if (guarded === undefined) {
		return;
	}

	const {watcher, spawn, ask, request, waitForScreen, session} = guarded;
	const id = await spawn(['pip', '-p', 'tell me of violets']);
	const {conversation} = session(id).recipe;
	await waitForScreen(id, screen => screen.replaceAll(/\s+/g, ' ').includes('Your message 1 was: "tell me of violets"') && !screen.includes('Working'));
	await killAgent(guarded, id);
	await watcher.client.call({type: 'session.restore', id});
	await waitForScreen(id, screen => pi.isReady(screen) && screen.includes('violets'));
	await ask(id, 'and what of roses');
	// It once said "Cannot continue from message role: assistant".
	const {body} = await request('and what of roses');
	t.true(body.includes('tell me of violets') && body.includes('Your message 1 was'));
	await waitForScreen(id, screen => screen.includes('Your message 2 was'));
	t.is(session(id).recipe.conversation, conversation);
});
