import {mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {AgentRow} from '../../source/core/launch/agent.js';
import {agentOf} from '../../source/core/launch/catalogue.js';
import {foundConversations, savedConversation} from '../../source/io/conversation-files.js';

const one = '11111111-88cd-7342-b53c-a634c7af40f7';
const other = '22222222-88cd-7342-b53c-a634c7af40f7';
const third = '33333333-88cd-7342-b53c-a634c7af40f7';
const noSignal = new AbortController().signal;

function rowOf(letter: string): AgentRow {
	const row = agentOf(letter);
	if (row === undefined) {
		throw new Error(letter);
	}

	return row;
}

/** A home folder and a project that is reached by a link too. */
function machine(t: ExecutionContext) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-kept-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const project = path.join(folder, 'my.project');
	mkdirSync(project);
	symlinkSync(project, path.join(folder, 'link'));
	const write = (name: string, {lines, at}: {readonly lines: readonly unknown[]; readonly at: number}) => {
		const file = path.join(folder, name);
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, lines.map(line => typeof line === 'string' ? line : JSON.stringify(line)).join('\n'));
		utimesSync(file, at, at);
	};

	return {folder, project, link: path.join(folder, 'link'), write, env: {HOME: folder}};
}

type Case = {
	readonly letter: string;
	/** The file of a conversation. */
	readonly file: (id: string, project: string) => string;
	readonly lines: (id: string, said: {readonly prompt: string; readonly project: string}) => readonly unknown[];
};

const dashed = (folder: string) => folder.replaceAll(/[^a-zA-Z\d]/g, '-');

const cases: readonly Case[] = [
	{
		letter: 'c',
		file: (id, project) => `.claude/projects/${dashed(project)}/${id}.jsonl`,
		lines: (id, {prompt, project}) => [{type: 'mode', sessionId: id}, {type: 'user', isMeta: true, message: {content: 'caveat'}}, {type: 'user', isSidechain: false, cwd: project, message: {role: 'user', content: prompt}}],
	},
	{
		letter: 'x',
		file: id => `.codex/sessions/2026/11/21/rollout-2026-11-21T08-07-37-${id}.jsonl`,
		lines: (id, {prompt, project}) => [
			{type: 'session_meta', payload: {id, cwd: project, source: 'cli', base_instructions: {text: 'x'.repeat(20_000)}}},
			{type: 'response_item', payload: {type: 'message', role: 'user', content: [{type: 'input_text', text: '<environment_context>\n</environment_context>'}]}},
			{type: 'response_item', payload: {type: 'message', role: 'user', content: [{type: 'input_text', text: prompt}]}},
		],
	},
	{
		letter: 'q',
		file: (id, project) => `.qwen/projects/${dashed(project)}/chats/${id}.jsonl`,
		lines: (id, {prompt, project}) => [{type: 'user', sessionId: id, cwd: project, message: {role: 'user', parts: [{text: prompt}]}}],
	},
	{
		letter: 'p',
		file: (id, project) => `.pi/agent/sessions/--${project.slice(1).replaceAll('/', '-')}--/2026-11-21T08-07-44-962Z_${id}.jsonl`,
		lines: (id, {prompt, project}) => [{type: 'session', id, cwd: project}, {type: 'message', message: {role: 'system', content: ''}}, {type: 'message', message: {role: 'user', content: [{type: 'text', text: prompt}]}}],
	},
];

for (const {letter, file, lines} of cases) {
	const row = rowOf(letter);
	test(`finds what ${row.title} keeps of a folder, the newest first, by whatever name the folder is called`, async t => {
		const {project, link, write, env} = machine(t);
		write(file(one, project), {lines: lines(one, {prompt: 'the older\n  one', project}), at: 1000});
		write(file(other, project), {lines: [...lines(other, {prompt: 'the newer one', project}), '{"cut": '], at: 2000});
		const found = [{id: other, at: 2_000_000, prompt: 'the newer one'}, {id: one, at: 1_000_000, prompt: 'the older one'}];
		t.deepEqual(await foundConversations(row, {env, cwd: project, signal: noSignal}), found);
		t.deepEqual(await foundConversations(row, {env, cwd: link, signal: noSignal, since: 1_500_000}), found.slice(0, 1));
		t.deepEqual(await Promise.all([one, third].map(async id => savedConversation(row, {env, cwd: link, id, signal: noSignal}))), ['yes', 'no']);
	});

	test(`knows that ${row.title} keeps nothing where it has never been used`, async t => {
		const {project, env} = machine(t);
		t.deepEqual(await foundConversations(row, {env, cwd: project, signal: noSignal}), []);
		t.is(await savedConversation(row, {env, cwd: project, id: one, signal: noSignal}), 'no');
	});

	test(`does not take a look at ${row.title} that is cut off for a "no"`, async t => {
		const {project, env} = machine(t);
		const signal = AbortSignal.abort();
		t.is(await foundConversations(row, {env, cwd: project, signal}), undefined);
		t.is(await savedConversation(row, {env, cwd: project, id: one, signal}), 'unknown');
	});
}

test('takes a file in which nothing was said yet for no conversation, though its id is taken', async t => {
	const {project, write, env} = machine(t);
	const [{file, lines} = {file: String, lines: () => []}] = cases;
	write(file(one, project), {lines: lines(one, {prompt: '', project}).slice(0, 1), at: 1000});
	t.is(await savedConversation(rowOf('c'), {env, cwd: project, id: one, signal: noSignal}), 'empty');
	t.deepEqual(await foundConversations(rowOf('c'), {env, cwd: project, signal: noSignal}), []);
});

test('leaves out what Codex keeps of other folders and of its helpers', async t => {
	const {project, write, env} = machine(t);
	const [, {file, lines} = {file: String, lines: () => []}] = cases;
	write(file(one, project), {lines: lines(one, {prompt: 'elsewhere', project: '/elsewhere'}), at: 1000});
	write(file(other, project), {lines: [{type: 'session_meta', payload: {id: other, cwd: project, source: {subagent: 'review'}}}], at: 2000});
	t.deepEqual(await foundConversations(rowOf('x'), {env, cwd: project, signal: noSignal}), []);
	t.is(await savedConversation(rowOf('x'), {env, cwd: project, id: one, signal: noSignal}), 'yes');
});

test('looks into two hundred files at most, the newest, so that it stays fast in a store of thousands', async t => {
	const {folder, project, write, env} = machine(t);
	const name = (month: string, index: number) => `.codex/sessions/2026/${month}/01/rollout-2026-${String(index).padStart(8, '0')}-88cd-7342-b53c-a634c7af40f7.jsonl`;
	for (let index = 0; index < 200; index++) {
		write(name('12', index), {lines: [{type: 'session_meta', payload: {cwd: '/elsewhere'}}], at: index});
	}

	// Whoever looked into one of these would fail.
	mkdirSync(path.join(folder, name('11', 200)), {recursive: true});
	t.deepEqual(await foundConversations(rowOf('x'), {env, cwd: project, signal: noSignal}), []);
	rmSync(path.join(folder, name('12', 7)));
	t.is(await foundConversations(rowOf('x'), {env, cwd: project, signal: noSignal}), undefined);
});

test('does not know what an agent keeps where nobody can look', async t => {
	const {project, env} = machine(t);
	t.is(await savedConversation(rowOf('g'), {env, cwd: project, id: one, signal: noSignal}), 'unknown');
	t.is(await foundConversations(rowOf('g'), {env, cwd: project, signal: noSignal}), undefined);
});
