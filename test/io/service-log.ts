import {appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {createServiceLog} from '../../source/io/service-log.js';
import {everything, openServiceLog as open} from '../helpers/service-log.js';
import {until} from '../helpers/until.js';

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

test('keeps secrets out, wherever they are cut in two, also in a line without an end', async t => {
	const secret = 'hunter2hünter2';
	const output = `first ${secret} x\nAuthorization: Bearer abcdefghij\nlast sk-ant-12345678 ${secret}`;
	const bytes = Buffer.from(output);
	for (let cut = 0; cut <= bytes.length; cut++) {
		await cutAt(t, {bytes, cut, secret});
	}

	const {writer, print, text} = open(t, {secrets: [secret]});
	for (const byte of bytes) {
		print(Uint8Array.of(byte));
	}

	await writer.end();
	t.is(text(), 'first •••• x\nAuthorization: •••• ••••\nlast •••• ••••\n');
});

async function cutAt(t: ExecutionContext, {bytes, cut, secret}: {readonly bytes: Buffer; readonly cut: number; readonly secret: string}): Promise<void> {
	const {log, writer, print, text} = open(t, {secrets: [secret]});
	print(bytes.subarray(0, cut));
	print(bytes.subarray(cut));
	await writer.end();
	t.is(text(), 'first •••• x\nAuthorization: •••• ••••\nlast •••• ••••\n', `cut at ${cut}`);
	t.deepEqual(log.tail(3), ['first •••• x', 'Authorization: •••• ••••', 'last •••• ••••'], `cut at ${cut}`);
}

test('keeps out a private key that comes line by line', async t => {
	const {writer, print, text} = open(t);
	const body = Array.from({length: 5}, (_, index) => `${index}${'kEy+'.repeat(15)}abc`);
	const lines = ['before', '-----BEGIN EC PRIVATE KEY-----', ...body, 'Zz==', '-----END EC PRIVATE KEY-----', 'behind', body[0]];
	for (const byte of Buffer.from(`${lines.join('\n')}\n`)) {
		print(Uint8Array.of(byte));
	}

	await writer.end();
	t.is(text(), ['before', '-----BEGIN EC PRIVATE KEY-----', ...body.map(() => '••••'), '••••', '-----END EC PRIVATE KEY-----', 'behind', body[0], ''].join('\n'));
});

test('writes a line of 5 MB whole, in parts that cut no secret, and shows its beginning', async t => {
	const secret = 'a-secret-that-stands-in-the-way';
	const {log, writer, print, text, kept} = open(t, {secrets: [secret]});
	const unit = `${'x'.repeat(990)} ${secret} `;
	const line = unit.repeat(Math.ceil(5_000_000 / unit.length));
	for (let offset = 0; offset < line.length; offset += 60_000) {
		print(line.slice(offset, offset + 60_000));
	}

	await until('it is being written', () => kept() > 4_000_000);
	t.is(log.last(), 0);
	print('\nbehind it\n');
	await writer.end();
	t.is(text(), `${line.replaceAll(secret, '••••')}\nbehind it\n`);
	const [shown = '', next] = log.tail(2);
	t.true(shown.length < 17_000);
	t.true(shown.endsWith(' … (4.9 MB, in the file)'));
	t.is(next, 'behind it');
});

test('hides a secret that has no end in sight', async t => {
	const {writer, print, text} = open(t);
	print(`token=${'s'.repeat(200_000)}`);
	print(`${'s'.repeat(100_000)} and more\n`);
	await writer.end();
	t.regex(text(), /^(?:token=)?•{4} and more\n$/);
});

test('keeps bytes that are no text as they are', async t => {
	const {writer, print, file, log} = open(t);
	const bytes = Buffer.from(Array.from({length: 100_000}, (_, index) => (index * 7919) % 251).filter(byte => byte !== 10));
	print(bytes);
	print('\n');
	await writer.end();
	t.deepEqual(readFileSync(file).subarray('2026-11-21T14:07:12.123Z '.length, -1), bytes);
	t.notRegex(log.tail(1)[0] ?? '', /\p{Cc}/u);
});

test('puts full files aside while it writes, keeps so many, and loses no line of those', async t => {
	const {writer, print, folder, text, kept} = open(t, {bytes: 50_000, files: 3});
	const number = 5000;
	let most = 0;
	const writtenTo = async (offset: number) => until('it is written', () => kept() >= offset);
	for (let portion = 0; portion < 100; portion++) {
		print(Array.from({length: 50}, (_, line) => `line ${(50 * portion) + line} ${'x'.repeat(50)}\n`).join(''));
		if (portion % 10 === 9) {
			await writtenTo((portion + 1) * 50 * 50);
			most = Math.max(most, readdirSync(path.join(folder, 'logs')).filter(name => name.startsWith('api.log')).length);
		}
	}

	await writer.end();
	await until('all is compressed', () => readdirSync(path.join(folder, 'logs')).includes('api.log.3.gz') && !readdirSync(path.join(folder, 'logs')).includes('api.log.0'));
	t.true(most <= 4, `${most} files`);
	t.deepEqual(readdirSync(path.join(folder, 'logs')).filter(name => name.startsWith('api.log')).toSorted(), ['api.log', 'api.log.1.gz', 'api.log.2.gz', 'api.log.3.gz']);
	const numbers = [...text().matchAll(/^line (\d+) /gm)].map(([, found]) => Number(found));
	t.deepEqual(numbers, Array.from({length: numbers.length}, (_, index) => number - numbers.length + index));
	t.true(readdirSync(path.join(folder, 'logs')).filter(name => name === 'api.log').every(name => statSync(path.join(folder, 'logs', name)).size <= 50_000));
});

test('names what was skipped, with the lines that the gap cut, and counts exactly', async t => {
	const {log, writer, print, skip, text} = open(t, {secrets: ['hunter2hunter2']});
	print('one\ntwo hunter2');
	skip(1000, 12_345);
	print('hunter2 rest of a line\nthree\n');
	print('four\n');
	skip(500);
	await writer.end();
	const shown = text().replaceAll(/\d\d:\d\d:\d\d/g, 'TIME');
	t.is(shown, [
		'one',
		'… 12,346 lines (1.0 kB) of output were not kept, TIME–TIME UTC',
		'three',
		'four',
		'… 500 bytes of output were not kept, TIME–TIME UTC',
		'',
	].join('\n'));
	t.deepEqual(log.lines(0, 9).map(({skipped}) => skipped), [undefined, {lines: 12_346, bytes: 1034}, undefined, undefined, {lines: 0, bytes: 500}]);
});

test('goes on where the disk is full, says so once, and names what is missing when there is room', async t => {
	const {file, log, writer, print, text, troubles} = open(t);
	symlinkSync('/dev/full', file);
	print('one\ntwo\n');
	await until('it is said', () => troubles.length === 1);
	print('three\n');
	await until('it is seen all the same', () => log.last() === 3);
	t.is(troubles.length, 1);
	rmSync(file);
	await until('it is written again', () => {
		print('more\n');
		return troubles.length === 2;
	});
	await writer.end();
	t.regex(troubles[0] ?? '', /ENOSPC/);
	t.is(troubles[1], undefined);
	const [lost = '', ...rest] = text().split('\n');
	const [, lines] = /^… (\d+) lines \([\d.]+ (?:bytes|kB)\) of output were not kept \(the disk is full\), \d\d:\d\d:\d\d–\d\d:\d\d:\d\d UTC$/.exec(lost) ?? [];
	t.is(Number(lines) + rest.filter(line => line !== '').length, log.last());
});

test('begins a line of its own behind one that was cut off', async t => {
	const {file, writer, print, text} = open(t);
	writeFileSync(file, '2026-11-21T14:07:12.123Z cut o');
	print('one\n');
	await writer.end();
	t.is(text(), 'cut o\none\n');
});

test('begins a new file where somebody took the old one away', async t => {
	const {file, print, text} = open(t);
	print('one\n');
	await until('it is written', () => text() === 'one\n');
	rmSync(file);
	await t.notThrowsAsync(until('it is there again', () => {
		print('more\n');
		return existsSync(file);
	}));
});

test('writes nothing twice that a killed clutchd had written and not told', async t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-service-log-'));
	const file = path.join(folder, 'logs', 'api.log');
	const place = path.join(folder, 'places', 'api');
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const output = Array.from({length: 6}, (_, index) => `line ${index}\n`).join('');
	const run = async ({holder, acknowledged}: {readonly holder: string; readonly acknowledged: number}, end = output.length) => {
		const log = createServiceLog({file, place, policy: {bytes: 10_000_000, files: 5}, secrets: () => [], clock: systemClock});
		const writer = log.begin({holder, acknowledged, onKept() {
			// This clutchd is killed before it can tell.
		}});
		const {from} = writer;
		writer.write(from, Buffer.from(output.slice(from, end)));
		await writer.end();
		const tail = log.tail(9);
		await log.close();
		return {from, tail};
	};

	const first = await run({holder: 'one', acknowledged: 0}, 14);
	t.is(first.from, 0);
	// Two lines more were written when it was killed, and half of one.
	appendFileSync(file, '2026-11-21T14:07:12.123Z line 2\n2026-11-21T14:07:12.123Z line 3\n2026-11-21T14:07:12.123Z li');
	const again = await run({holder: 'one', acknowledged: 7});
	t.is(again.from, 14);
	t.is(everything(folder).replaceAll(/^\S+Z /gm, ''), output);
	t.deepEqual(again.tail, output.trimEnd().split('\n'));

	// Of another holder, or with a place that cannot be read, the holder's word counts, and nothing is taken out.
	const other = await run({holder: 'two', acknowledged: 35});
	t.is(other.from, 35);
	writeFileSync(place, '{"holder":"tw');
	const torn = await run({holder: 'two', acknowledged: 40});
	t.is(torn.from, 40);
	t.is(everything(folder).replaceAll(/^\S+Z /gm, ''), `${output}line 5\n5\n`);
});

test('shows many small pieces that came at once as they were', async t => {
	const {log, writer, print, text} = open(t);
	const wanted = Array.from({length: 300}, (_, index) => `line ${index} ${'y'.repeat(index)}`);
	print('begun, ');
	for (const line of wanted) {
		print(`${line}\nhalf `);
	}

	await writer.end();
	const lines = [`begun, ${wanted[0]}`, ...wanted.slice(1).map(line => `half ${line}`), 'half '];
	t.deepEqual(log.tail(1000), lines);
	t.is(text(), lines.map(line => `${line}\n`).join(''));
});
