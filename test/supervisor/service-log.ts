import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import type {LogReply} from '../../source/core/service/log.js';
import {readLoss} from '../../source/core/service/log-text.js';
import {readLogBackwards} from '../../source/io/log-history.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import type {Home} from '../helpers/home.js';
import {serviceHome, whenService} from '../helpers/services.js';
import {until} from '../helpers/until.js';

function linesOf({paths}: Home, id: string): readonly string[] {
	return [...readLogBackwards(path.join(paths.log, `${id}.log`), {onUnreadable(part, error) {
		throw new Error(part, {cause: error});
	}})].map(({text}) => text).toReversed();
}

function lastOf({paths}: Home, id: string): string | undefined {
	const [last] = readLogBackwards(path.join(paths.log, `${id}.log`), {onUnreadable(part, error) {
		throw new Error(part, {cause: error});
	}});
	return last?.text;
}

test.serial('has every line of a service once, however often clutchd is killed while it prints', async t => {
	const home = serviceHome(t, {services: () => ({
		count: {argv: [process.execPath, fixture('numbered-flood.js'), '0.5'], log: {megabytes: 1, files: 100}, restart: 'never', enabled: false},
	})});
	const first = await watchClutchd(t, {home});
	await first.client.call({type: 'service.up', ids: ['count']});
	const {pid} = await whenService(first, 'count', {is: 'ready'});
	let watcher = first;
	for (const kill of [1, 2, 3]) {
		// Its files are being moved and compressed meanwhile.
		const {client} = watcher;
		const printed = async () => (await client.call({type: 'service.log', id: 'count', most: 1}) as LogReply).last;
		const before = await printed();
		await until(`it has printed more before kill ${kill}`, async () => await printed() > before + 2000);
		const clutchd = identify(watcher.client.welcome.pid);
		t.true(clutchd !== undefined && signalProcess(clutchd, 'SIGKILL'));
		watcher = await watchClutchd(t, {home});
		const found = await whenService(watcher, 'count', {is: 'ready'});
		t.is(found.pid, pid);
	}

	await watcher.client.call({type: 'service.stop', id: 'count'});
	await until('its last line is written', () => lastOf(home, 'count')?.startsWith('printed ') === true);
	const wrong: string[] = [];
	let expected: number | undefined = 0;
	for (const line of linesOf(home, 'count').slice(0, -1)) {
		const number = Number(/^(\d{9}) x{90}$/.exec(line)?.[1] ?? Number.NaN);
		if (readLoss(line) !== undefined) {
			expected = undefined;
			continue;
		}

		if (expected !== undefined && number !== expected) {
			wrong.push(`${line.slice(0, 20)} instead of ${expected}`);
		}

		expected = number + 1;
	}

	t.deepEqual(wrong, []);
	t.is(expected, Number(/^printed (\d+) lines/.exec(linesOf(home, 'count').at(-1) ?? '')?.[1]));
	const {lines} = await watcher.client.call({type: 'service.log', id: 'count', most: 3}) as LogReply;
	t.regex(lines.at(-1)?.text ?? '', /^printed \d+ lines/);
});

test.serial('is not held up by very many short lines: those it does not keep are counted, and the last one is there', async t => {
	t.timeout(600_000);
	const total = 3_000_000;
	const home = serviceHome(t, {services: () => ({
		short: {argv: ['/bin/sh', '-c', `seq 1 ${total}; echo the end; exec sleep 1000`], log: {megabytes: 100}, enabled: false},
	})});
	const watcher = await watchClutchd(t, {home});
	const begunAt = performance.now();
	await watcher.client.call({type: 'service.up', ids: ['short']});
	await until('its last line is there', async () => (await watcher.client.call({type: 'service.log', id: 'short', most: 1}) as LogReply).lines[0]?.text === 'the end', {timeoutMs: 250_000});
	await until('its last line is written', () => lastOf(home, 'short') === 'the end', {timeoutMs: 250_000});
	const lines = linesOf(home, 'short').slice(0, -1);
	const counted = lines.reduce((sum, line) => sum + (readLoss(line)?.lines ?? 0), 0);
	const kept = lines.filter(line => readLoss(line) === undefined);
	t.is(kept.length + counted, total);
	t.is(kept.at(-1), String(total));
	// A burst, and what is read in the time that it took: on a machine that is fast, a small part.
	const seconds = (performance.now() - begunAt) / 1000;
	t.true(kept.length < 500_000 + (60_000 * seconds), `${kept.length} kept in ${seconds} s`);
});

test.serial('hides the secrets of a service, of clutchd and of the configuration in its log and its view', async t => {
	const secrets = {its: 'value-one-of-the-service', ours: 'value-two-of-clutchd'};
	const home = serviceHome(t, {
		env: {SOME_PASSWORD: secrets.ours},
		services: () => ({
			talk: {argv: ['/bin/sh', '-c', 'echo "with $MY_TOKEN and $SOME_PASSWORD"; printf "no end: $MY_TOKEN"; exec sleep 1'], env: {MY_TOKEN: secrets.its}, restart: 'never', enabled: false},
		}),
	});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up', ids: ['talk']});
	await until('all is written', () => linesOf(home, 'talk').length === 2);
	t.deepEqual(linesOf(home, 'talk'), ['with •••• and ••••', 'no end: ••••']);
	const {lines} = await watcher.client.call({type: 'service.log', id: 'talk', most: 9}) as LogReply;
	t.deepEqual(lines.map(({text}) => text), ['with •••• and ••••', 'no end: ••••']);
	const own = existsSync(path.join(home.paths.log, 'clutchd.log')) ? readFileSync(path.join(home.paths.log, 'clutchd.log'), 'utf8') : '';
	t.false(Object.values(secrets).some(secret => own.includes(secret)));
});
