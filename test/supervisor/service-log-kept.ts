import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {LogReply} from '../../source/core/service/log.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {runProgram} from '../helpers/program.js';
import {serviceHome, whenService} from '../helpers/services.js';
import {until} from '../helpers/until.js';

/** Without the times. */
function textOf(file: string): string {
	return existsSync(file) ? readFileSync(file, 'utf8').replaceAll(/^\S+Z /gm, '') : '';
}

test.serial('shows a question of a service that has no end, tells its end when it comes, and has it once', async t => {
	const home = serviceHome(t, {services: folder => ({
		ask: {argv: ['/bin/sh', '-c', 'printf "Go on? [y/N] "; until [ -e "$0" ]; do sleep 0.05; done; echo no; exec sleep 1000', folder('answer')], restart: 'never', enabled: false},
	})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up', ids: ['ask']});
	const file = path.join(home.paths.log, 'ask.log');
	const asked = {type: 'service.log', id: 'ask', most: 9} as const;
	const seen = async () => {
		const {lines} = await watcher.client.call(asked) as LogReply;
		return lines.map(({number, text, open}) => ({number, text, open}));
	};

	await until('the question is seen', async () => {
		const {length} = await seen();
		return length === 1;
	});
	t.deepEqual(await seen(), [{number: 1, text: 'Go on? [y/N] ', open: true}]);
	await until('it is in the file', () => textOf(file) === 'Go on? [y/N] ');
	const {stdout} = await runProgram(['clutch', 'logs', 'ask'], {home});
	t.regex(stdout, /^\S+Z Go on\? \[y\/N] \n$/);
	const told = watcher.client.call({...asked, after: 1, open: 'Go on? [y/N] '.length, waitMs: 45_000});
	writeFileSync(path.join(home.project, 'answer'), '');
	const {lines, last} = await told as LogReply;
	t.like(lines, [{number: 1, text: 'Go on? [y/N] no'}]);
	t.is(lines[0]?.open, undefined);
	t.is(last, 1);
	await until('its end is in the file', () => textOf(file) === 'Go on? [y/N] no\n');
});

test.serial('names lines that could not be written when all was ended in between', async t => {
	const home = serviceHome(t, {services: folder => ({
		talk: {argv: ['/bin/sh', '-c', 'for n in 1 2 3; do echo "line $n"; done; touch "$0"; exec sleep 1000', folder('printed')], restart: 'never', enabled: false},
	})});
	const {paths: {log, state}} = home;
	const printed = path.join(home.project, 'printed');
	const once = async () => {
		const watcher = await watchClutchd(t, {home});
		await watcher.client.call({type: 'service.up', ids: ['talk']});
		await whenService(watcher, 'talk', {is: 'ready'});
		await until('it has printed', () => existsSync(printed));
		await until('that is seen', async () => {
			const {lines} = await watcher.client.call({type: 'service.log', id: 'talk', most: 3}) as LogReply;
			return lines.at(-1)?.text === 'line 3';
		});
		rmSync(printed);
		t.like(await runProgram(['clutch', 'down', '--all'], {home}), {code: 0});
	};

	mkdirSync(state, {recursive: true});
	writeFileSync(log, '');
	await once();
	rmSync(log);
	await once();
	const [lost = '', ...lines] = textOf(path.join(log, 'talk.log')).split('\n');
	t.regex(lost, /^… 3 lines \(\d+ bytes\) of output were not kept \(a file is in the way\), /);
	t.deepEqual(lines, ['line 1', 'line 2', 'line 3', '']);
});
