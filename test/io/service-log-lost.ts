import {mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {everything, logIn} from '../helpers/service-log.js';
import {until} from '../helpers/until.js';

/** A state folder in which a log has a line, and can have no more: a file has taken the place of its folder. */
async function withoutFolder(t: ExecutionContext): Promise<{readonly folder: string; readonly bringBack: () => void}> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-service-log-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const first = logIn(t, folder);
	first.print('one\n');
	await first.writer.end();
	await first.log.close();
	const logs = path.join(folder, 'logs');
	renameSync(logs, `${logs}.away`);
	writeFileSync(logs, '');
	return {
		folder,
		bringBack() {
			rmSync(logs);
			renameSync(`${logs}.away`, logs);
		},
	};
}

const textOf = (folder: string) => everything(folder).replaceAll(/^\S+Z /gm, '').replaceAll(/\d\d:\d\d:\d\d/g, 'TIME');

const lost = (what: string, why: string) => `… ${what} of output were not kept (${why}), TIME–TIME UTC`;

test('names what could not be written when clutchd and the holder ended in between', async t => {
	const {folder, bringBack} = await withoutFolder(t);
	const second = logIn(t, folder, {holder: 'two'});
	second.print('lost one\nlost two\n');
	second.print('lost three\n');
	await second.writer.end();
	await second.log.close();
	const third = logIn(t, folder, {holder: 'three'});
	third.print('lost four\n');
	await third.writer.end();
	await third.log.close();
	bringBack();
	const last = logIn(t, folder, {holder: 'four'});
	last.print('two\n');
	await last.writer.end();
	t.is(textOf(folder), `one\n${lost('4 lines (139 bytes)', 'a file is in the way')}\ntwo\n`);
	await last.log.close();
	const again = logIn(t, folder, {holder: 'five'});
	again.print('three\n');
	await again.writer.end();
	t.true(textOf(folder).endsWith('two\nthree\n'));
});

test('names it when clutchd was killed, and goes on behind it', async t => {
	const {folder, bringBack} = await withoutFolder(t);
	const killed = logIn(t, folder, {holder: 'two'});
	killed.print('lost one\nlost two\n');
	await until('its holder may forget it', () => killed.kept() === 18);
	bringBack();
	const next = logIn(t, folder, {holder: 'two', acknowledged: 18});
	t.is(next.writer.from, 18);
	await until('it is named before anything more comes', () => textOf(folder) === `one\n${lost('2 lines (68 bytes)', 'a file is in the way')}\n`);
	next.print('two\n');
	await next.writer.end();
	t.true(textOf(folder).endsWith('UTC\ntwo\n'));
});

test('names it where no run goes on', async t => {
	const {folder, bringBack} = await withoutFolder(t);
	const second = logIn(t, folder, {holder: 'two'});
	second.print('lost one\n');
	await second.writer.end();
	await second.log.close();
	bringBack();
	const {log} = logIn(t, folder, {holder: 'none'});
	log.rest();
	await until('it is named', () => textOf(folder).includes('1 line (34 bytes) of output was not kept (a file is in the way)'));
	await log.close();
	const before = textOf(folder);
	const later = logIn(t, folder, {holder: 'three'});
	later.log.rest();
	later.print('two\n');
	await later.writer.end();
	t.is(textOf(folder), `${before}two\n`);
});

test('asks the holder again for what nothing at all could be written down of', async t => {
	const {folder, bringBack} = await withoutFolder(t);
	const place = path.join(folder, 'places', 'api');
	const before = readFileSync(place, 'utf8');
	const killed = logIn(t, folder, {holder: 'one', acknowledged: 4});
	killed.print('lost one\n');
	await until('its holder may forget it', () => killed.kept() === 13);
	writeFileSync(place, before);
	bringBack();
	const next = logIn(t, folder, {holder: 'one', acknowledged: 13});
	t.is(next.writer.from, 4);
	next.print('lost one\ntwo\n');
	await next.writer.end();
	t.is(textOf(folder), 'one\nlost one\ntwo\n');
});
