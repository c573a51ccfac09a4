import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {createServiceLog} from '../../source/io/service-log.js';

type Settings = {readonly bytes?: number; readonly files?: number; readonly secrets?: readonly string[]};

function open(t: ExecutionContext, {bytes = 10_000_000, files = 5, secrets = []}: Settings = {}) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-service-log-'));
	const file = path.join(folder, 'api.log');
	const troubles: Array<string | undefined> = [];
	const log = createServiceLog({file, policy: {bytes, files}, secrets: () => secrets, clock: systemClock, onTrouble(error) {
		troubles.push(error?.message);
	}});
	t.teardown(async () => {
		await log.close();
		rmSync(folder, {recursive: true, force: true});
	});
	let kept = 0;
	const writer = log.begin({holder: 'one', acknowledged: 0, onKept(offset) {
		kept = offset;
	}});
	let offset = 0;
	return {
		folder, file, log, writer, troubles,
		kept: () => kept,
		print(output: string | Uint8Array) {
			const part = Buffer.from(output);
			writer.write(offset, part);
			offset += part.length;
		},
		skip(size: number, lines?: number) {
			writer.skip({from: offset, to: offset + size, lines});
			offset += size;
		},
		/** The files from the oldest on, without the times. */
		text: () => everything(folder).replaceAll(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /gm, ''),
	};
}

/** What all files of a log say, from the oldest line on, whatever the state in which they were left. */
function everything(folder: string): string {
	const names = readdirSync(folder);
	const numbered = (name: string) => Number(/\.(\d+)(?:\.gz)?$/.exec(name)?.[1] ?? -1);
	return names
		.filter(name => !name.startsWith('.') && !(name.endsWith('.0') && names.includes(`${name}.gz`)))
		.toSorted((one, other) => numbered(other) - numbered(one))
		.map(name => {
			const bytes = readFileSync(path.join(folder, name));
			return String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
		})
		.join('');
}

test('writes lines with their time, as they are, and keeps the newest in memory', async t => {
	const {log, writer, print, file, text, kept} = open(t);
	let told = 0;
	const stop = log.onLine(() => {
		told++;
	});
	print('one\ntw');
	t.is(told, 1);
	print('o é\n\u001B[31mred\u001B[0m\r\n\nlast');
	await writer.end();
	stop();
	t.is(text(), 'one\ntwo é\n\u001B[31mred\u001B[0m\r\n\nlast\n');
	t.regex(readFileSync(file, 'utf8'), /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z one\n/);
	t.is(statSync(file).mode & 0o777, 0o600);
	t.deepEqual(log.lines(1, 10).map(({number, text: shown}) => [number, shown]), [[2, 'two é'], [3, 'red'], [4, ''], [5, 'last']]);
	t.deepEqual([log.last(), log.tail(2), told > 1, kept()], [5, ['', 'last'], true, 30]);
});
