import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Recipe} from '../../source/core/session/session.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {keptByClaude} from '../helpers/fake-agent.js';
import {temporaryHome} from '../helpers/home.js';

const id = (digit: number) => `${String(digit).repeat(8)}-2222-4333-8444-555555555555`;

test('tells the first prompts that agents keep, cleaned, once read for good, and none where nobody knows', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const {client} = await watchClutchd(t, {home});
	const recipe: Recipe = {code: 'cid', agent: 'claude', route: 'd', credential: 'own-login', profile: undefined, model: undefined, conversation: undefined, file: '/bin/cat', shownArgs: []};
	const open = async (name: string, change: Partial<Recipe>) => client.call({type: 'session.open', id: name, name, title: 'Claude Code', demo: false, cols: 80, rows: 24, recipe: {...recipe, ...change}, launch: {file: '/bin/cat', args: [], env: home.env, cwd: home.project}});
	await open('known', {conversation: id(1), proof: 'assigned'});
	await open('dirty', {conversation: id(2), proof: 'process'});
	await open('gone', {conversation: id(3), proof: 'assigned'});
	await open('unproven', {});
	await open('command', {agent: undefined, conversation: undefined});
	keptByClaude(home, {id: id(1), cwd: home.project, prompt: 'fix the flaky retry test', at: 1});
	keptByClaude(home, {id: id(2), cwd: home.project, prompt: 'use\u001B[31m sk-ant-api03-abcdefgh12345678\nnow', at: 1});
	const ask = async (ids: readonly string[]) => client.call({type: 'session.prompts', ids, env: home.env});
	const every = ['known', 'dirty', 'gone', 'unproven', 'command', 'nobody'];
	t.deepEqual(await ask(every), {known: 'fix the flaky retry test', dirty: 'use [31m •••• now'});
	t.deepEqual(await ask(['dirty']), {dirty: 'use [31m •••• now'});

	// What is gone from the store is known still; what comes is found.
	rmSync(path.join(home.user, '.claude'), {recursive: true});
	mkdirSync(path.join(home.user, '.claude'));
	writeFileSync(path.join(home.user, '.claude', 'projects'), 'no folder at all');
	t.deepEqual(await ask(every), {known: 'fix the flaky retry test', dirty: 'use [31m •••• now'});
	rmSync(path.join(home.user, '.claude'), {recursive: true});
	keptByClaude(home, {id: id(3), cwd: home.project, prompt: 'late', at: 1});
	t.deepEqual(await ask(['gone']), {gone: 'late'});
});
