import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {readHook} from '../../source/io/rtk.js';
import {runFile} from '../helpers/program.js';
import type {World} from './world.js';

type Gain = {readonly summary: {readonly total_commands: number; readonly total_input: number; readonly total_output: number}};

async function rtk({home}: World, {words, input}: {readonly words: readonly string[]; readonly input?: string}) {
	return runFile(['rtk', ...words], {env: home.env, cwd: home.project, ...(input === undefined ? {} : {input})});
}

/** Its hook is put into the settings of a new person, beside what is there. */
export async function takesItsHook(world: World): Promise<string> {
	const {home, clutch} = world;
	mkdirSync(path.join(home.user, '.claude'), {recursive: true});
	writeFileSync(path.join(home.user, '.claude', 'settings.json'), '{"model": "opus"}\n');
	const added = await clutch('service', 'add', 'rtk', '--hook', '--yes', '--json');
	assert.equal(added.code, 0, added.stderr);
	assert.equal(readHook(home.env), 'installed');
	return 'rtk hook claude is in the settings';
}

/** As Claude Code runs it before each shell command. */
export async function rewrites(world: World): Promise<string> {
	const call = (command: string) => JSON.stringify({session_id: 's', hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: {command, description: 'look'}});
	const {code, stdout} = await rtk(world, {words: ['hook', 'claude'], input: call('git status')});
	assert.equal(code, 0);
	const {hookSpecificOutput: {updatedInput}} = JSON.parse(stdout) as {readonly hookSpecificOutput: {readonly updatedInput: unknown}};
	assert.deepEqual(updatedInput, {command: 'rtk git status', description: 'look'});
	const left = await rtk(world, {words: ['hook', 'claude'], input: call('echo hello')});
	assert.deepEqual([left.code, left.stdout], [0, '']);
	return 'git status → rtk git status; echo is left alone';
}

/** What our screen says it saved is input less output of `rtk gain`. */
export async function isShownAsItCounts(world: World): Promise<string> {
	for (let file = 0; file < 40; file++) {
		writeFileSync(path.join(world.home.project, `file-${file}.txt`), 'text\n');
	}

	const listed = await rtk(world, {words: ['ls', '-la', world.home.project]});
	assert.equal(listed.code, 0, listed.stderr);
	const gain = await rtk(world, {words: ['gain', '--format', 'json']});
	const {summary} = JSON.parse(gain.stdout) as Gain;
	assert.ok(summary.total_commands > 0);
	const saved = summary.total_input - summary.total_output;
	await world.figure('rtk', 'commands', ({value}) => value === summary.total_commands);
	await world.figure('rtk', 'saved', ({value}) => value === saved);
	await world.figure('rtk', 'hook', ({value}) => value === 1);
	return `${summary.total_commands} commands, ${saved} tokens: its own figures`;
}

/** It takes the hook away, and nothing else; a program that its user installed stays. */
export async function givesBackItsHook(world: World): Promise<string> {
	const removed = await world.clutch('service', 'remove', 'rtk', '--yes', '--json');
	assert.equal(removed.code, 0, removed.stderr);
	assert.equal(readHook(world.home.env), 'absent');
	await world.figure('rtk', 'hook', ({value}) => value === 0);
	return 'the hook is gone';
}
