/* eslint-disable ava/no-ignored-test-files -- the files of test/e2e/agents declare their tests with this */
import {createHash} from 'node:crypto';
import test, {type ExecutionContext} from 'ava';
import {agentMachine, askedOutside, namesIn, skipped, type AgentMachine, type News} from './agents.js';
import type {RecordedRequest} from './demo.js';
import type {Terminal} from './terminal.js';

/** What is particular to one agent; all else is the same story. */
export type AgentStory = {
	readonly agent: 'claude' | 'codex' | 'qwen' | 'pi' | 'opencode';
	readonly title: string;
	readonly letter: string;
	readonly dialect: 'messages' | 'responses' | 'chat';
	readonly path: string;
	/** Files of the user's own, which have to be as they were in the end. */
	readonly files: Readonly<Record<string, string>>;
	/** A file of its user's without what it adds there by itself. */
	readonly withoutOwn?: (content: string) => string;
	/** What it has written down itself about its first start, for a project; it may write there again. */
	readonly answered?: (project: string) => Readonly<Record<string, string>>;
	/** What the agent makes in the home folder by itself, besides. */
	readonly makes: readonly string[];
	readonly isReady: (text: string) => boolean;
	/** Ends it from its prompt, as its user does. */
	readonly leave: (terminal: Terminal) => Promise<void>;
	/** What it says in mode n, out of what it prints. */
	readonly said: (stdout: string) => string;
	/** The conversation of a run, where it is not in the launch record. */
	readonly conversation?: (news: News) => string | undefined;
	/** A request beside the conversation, such as one for a title. */
	readonly isAside: (request: RecordedRequest) => boolean;
	/** Names that it looks up whatever it is told, and why. */
	readonly lookups: Readonly<Record<string, string>>;
};

/** A model's name that says nothing to Clutch: on route b it travels as it is. */
const untouched = 'left-alone';

/** A start of OpenCode takes five seconds of a processor's time, and its share can be a twentieth where two agents share the machine with other tests. */
const patience = 240_000;

/** Leaves an agent that wants Ctrl+C twice. While it works the first one would interrupt an answer whose words are all there and whose end is not, and "again" counts for about a second: whoever sees nothing happen presses once more. */
export async function leaveByInterrupts(terminal: Terminal): Promise<void> {
	let ended = false;
	void terminal.exit.then(() => {
		ended = true;
	});
	let pressedAt = Number.NEGATIVE_INFINITY;
	await terminal.waitFor('it has left', text => {
		const since = performance.now() - pressedAt;
		if (!ended && !/esc to (?:cancel|interrupt)/i.test(text) && since > (text.includes('again to exit') ? 100 : 3000)) {
			pressedAt = performance.now();
			terminal.write('\u0003');
		}

		return ended;
	}, patience);
}

/** Tells one story of one agent, a test each chapter: later ones go on with the conversations of earlier ones. */
export function tellStory(story: AgentStory): void {
	const {agent, title, letter, path, files, answered, makes, isReady, leave, said, conversation, isAside, lookups, withoutOwn = String} = story;
	let machine: AgentMachine | undefined;
	const spoken = (news: News) => news.arrived.filter(request => !isAside(request));
	let oneShot: string | undefined;

	const chapter = (name: string, tell: (t: ExecutionContext, machine: AgentMachine) => Promise<void>) => {
		test.serial(name, async t => {
			t.timeout(5 * patience);
			if (machine === undefined) {
				skipped(t, title);
				return;
			}

			await tell(t, machine);
		});
	};

	const enter = async (t: ExecutionContext, {open}: AgentMachine, args: readonly string[]) => {
		const terminal = open(t, ['xx', ...args]);
		await terminal.waitFor(`${title} waits for a prompt`, isReady, patience);
		return terminal;
	};

	const ask = async (terminal: Terminal, words: string, answer: string) => {
		terminal.write(words);
		await terminal.waitFor('the prompt is typed', text => text.includes(words), patience);
		terminal.write('\r');
		await terminal.waitFor(`it answers ${answer}`, text => text.includes(answer), patience);
	};

	const end = async (t: ExecutionContext, terminal: Terminal) => {
		let how: unknown;
		void terminal.exit.then(exit => {
			how = exit;
		});
		await leave(terminal);
		await terminal.waitFor('it has ended', () => how !== undefined, patience);
		t.deepEqual(how, {type: 'code', code: 0});
	};

	test.before(async t => {
		t.timeout(5 * patience);
		machine = await agentMachine({agent, files: project => ({...files, ...answered?.(project)})});
	});

	test.after.always(async () => {
		await machine?.close();
	});

	chapter(`${title} answers one prompt with a tool through the gateway and ends`, async (t, {run, news}) => {
		const {code, stdout, stderr} = await run(['xx', `${letter}np`, '-p', 'please echo seven apples']);
		t.is(code, 0, stdout + stderr);
		t.regex(said(stdout), /The command printed: [\s\S]*seven apples/);
		const its = await news();
		oneShot = its.launches[0]?.recipe.conversation ?? conversation?.(its);
		t.deepEqual(spoken(its).map(({url, body}) => [withoutQuery(url), model(body)]), [[path, 'demo-big'], [path, 'demo-big']]);
		t.true(spoken(its)[1]?.body.includes('I will run that.'));
		t.truthy(oneShot, 'its conversation is known');
		passedThrough(t, {news: its, story, route: 'p'});
	});

	chapter(`${title} talks in a terminal on route b, where its model is left alone`, async (t, machine) => {
		const terminal = await enter(t, machine, [`${letter}ib`, '-m', untouched]);
		await ask(terminal, 'please echo two pears', 'The command printed:');
		await end(t, terminal);
		const its = await machine.news();
		t.deepEqual(spoken(its).map(({url, body}) => [withoutQuery(url), model(body)]), [[path, untouched], [path, untouched]]);
		passedThrough(t, {news: its, story, route: 'b'});
	});

	chapter(`${title} continues its last conversation`, async (t, machine) => {
		const terminal = await enter(t, machine, [`${letter}cp`]);
		await ask(terminal, 'what about plums', 'was: "what about plums');
		await end(t, terminal);
		const its = await machine.news();
		const [request, ...others] = spoken(its);
		t.deepEqual(others, []);
		t.deepEqual([withoutQuery(request?.url ?? ''), model(request?.body ?? '{}')], [path, 'demo-big']);
		t.true(request?.body.includes('please echo two pears'));
		t.false(request?.body.includes('seven apples'));
		passedThrough(t, {news: its, story, route: 'p'});
	});

	chapter(`${title} goes on with a conversation by its id`, async (t, machine) => {
		const terminal = await enter(t, machine, [`${letter}sb`, '-s', oneShot ?? '', '-m', untouched]);
		await ask(terminal, 'what about cherries', 'was: "what about cherries');
		await end(t, terminal);
		const its = await machine.news();
		const [request, ...others] = spoken(its);
		t.deepEqual(others, []);
		t.is(model(request?.body ?? '{}'), untouched);
		t.true(request?.body.includes('please echo seven apples'));
		t.false(request?.body.includes('two pears'));
		passedThrough(t, {news: its, story, route: 'b'});
	});

	chapter(`${title} goes on without a screen, with the last conversation and with one by its id`, async (t, {run, news}) => {
		const last = await run(['xx', `${letter}Cp`, '-p', 'what about figs']);
		t.is(last.code, 0, last.stdout + last.stderr);
		t.regex(said(last.stdout), /was: "+what about figs/);
		const first = await news();
		t.true(spoken(first)[0]?.body.includes('what about cherries'));
		const known = await run(['xx', `${letter}Rp`, '-s', oneShot ?? '', '-p', 'what about limes']);
		t.is(known.code, 0, known.stdout + known.stderr);
		t.regex(said(known.stdout), /was: "+what about limes/);
		const second = await news();
		t.true(spoken(second)[0]?.body.includes('please echo seven apples'));
		passedThrough(t, {news: second, story, route: 'p'});
	});

	chapter(`${title} begins in a terminal with the prompt it was given, on route p, and answers and continues without a screen on route b`, async (t, machine) => {
		const terminal = machine.open(t, ['xx', `${letter}ip`, '-p', 'what about grapes']);
		await terminal.waitFor('it answers the prompt it was given', text => text.includes('was: "what about grapes'), patience);
		await end(t, terminal);
		const begun = await machine.news();
		t.deepEqual(spoken(begun).map(({url, body}) => [withoutQuery(url), model(body)]), [[path, 'demo-big']]);
		passedThrough(t, {news: begun, story, route: 'p'});
		for (const [mode, words, before] of [['n', 'what about dates', 'what about dates'], ['C', 'what about kiwis', 'what about dates']] as const) {
			const {code, stdout, stderr} = await machine.run(['xx', `${letter}${mode}b`, '-m', untouched, '-p', words]);
			t.is(code, 0, stdout + stderr);
			t.regex(said(stdout), new RegExp(`was: "+${words}`));
			const its = await machine.news();
			t.is(model(spoken(its)[0]?.body ?? '{}'), untouched);
			t.true(spoken(its)[0]?.body.includes(before));
			passedThrough(t, {news: its, story, route: 'b'});
		}
	});

	chapter(`${title} leaves the files of its user as they were`, async (t, machine) => {
		t.deepEqual(mapped(machine.files(Object.keys(files)), withoutOwn), mapped(files, withoutOwn));
		const known = new Set(['src', ...makes, ...Object.keys(files).map(file => file.split('/')[0] ?? '')]);
		t.deepEqual(namesIn(machine.user).filter(name => !known.has(name)), []);
		t.deepEqual(namesIn(machine.project), []);
	});

	chapter(`${title} asks nobody outside`, async (t, {world}) => {
		const known = Object.keys(lookups).toSorted();
		t.deepEqual(askedOutside(t, world) ?? known, known);
	});
}

/** Everything of one launch went by its own address to the gateway, untouched but for the model's name on route p, and is recorded as its own. */
function passedThrough(t: ExecutionContext, {news, story, route}: {readonly news: News; readonly story: AgentStory; readonly route: 'p' | 'b'}): void {
	const [launch, ...others] = news.launches;
	t.deepEqual(others, [], 'one launch record');
	if (launch === undefined) {
		t.fail('no launch record');
		return;
	}

	t.like(launch.recipe, {agent: story.agent, route, credential: 'gateway-key'});
	const address = `${route === 'b' ? '/r/b' : ''}/s/${launch.session}${story.path}`;
	t.deepEqual([...new Set(news.sent.map(({url}) => withoutQuery(url)))], [address]);
	t.deepEqual(prints(news.arrived, withoutModel), prints(news.sent, withoutModel));
	if (route === 'b') {
		const spoken = (requests: readonly RecordedRequest[]) => requests.filter(request => !story.isAside(request));
		t.deepEqual(prints(spoken(news.arrived), String), prints(spoken(news.sent), String));
	}

	t.deepEqual(news.usage.map(({session, route: recorded, dialect, outcome}) => ({session, route: recorded ?? 'p', dialect, outcome})), news.arrived.map(() => ({session: launch.session, route, dialect: story.dialect, outcome: 'ok'})));
	// The placeholder that the agent was given is for the gateway.
	t.deepEqual(news.arrived.filter(({headers}) => headers.authorization !== undefined || headers['x-api-key'] !== undefined), []);
}

/** Bodies are long: what tells them apart is enough to see. */
function prints(requests: readonly RecordedRequest[], part: (body: string) => string): readonly string[] {
	return requests.map(({body}) => part(body)).map(body => `${String(model(body))} ${body.length} ${createHash('sha256').update(body).digest('hex').slice(0, 12)}`).toSorted();
}

function mapped(files: Readonly<Record<string, string>>, change: (content: string) => string): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, change(content)]));
}

function withoutModel(body: string): string {
	return body.replace(/"model":\s*"[^"]*"/, '"model":""');
}

function model(body: string): unknown {
	return (JSON.parse(body) as {readonly model?: unknown}).model;
}

function withoutQuery(url: string): string {
	return url.split('?')[0] ?? '';
}
