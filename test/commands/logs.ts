import {spawn} from 'node:child_process';
import {appendFileSync, mkdirSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const stamp = (minute: number, second = 0) => `2026-11-21T14:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}.000Z`;

/** A home in which services have printed. */
function withLogs(t: ExecutionContext, files: Readonly<Record<string, string | Uint8Array>>): Home {
	const home = temporaryHome(t);
	mkdirSync(home.paths.log, {recursive: true});
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(path.join(home.paths.log, name), content);
	}

	return home;
}

async function output(home: Home, args: readonly string[]): Promise<string> {
	const {stdout} = await runProgram(['clutch', 'logs', ...args], {home});
	return stdout;
}

test.serial('reads a log over its older parts, also compressed ones and those of older versions', async t => {
	const home = withLogs(t, {
		'gateway.log': `${stamp(5)} five\n${stamp(6)} six\n`,
		'gateway.log.0': `${stamp(4)} four\n`,
		'gateway.log.1.gz': gzipSync(`${stamp(2)} two\n${stamp(3)} three\n`),
		'gateway.log.2': 'zero, without a time\none\n',
	});
	t.is(await output(home, ['gateway', '-n', '4']), `${stamp(3)} three\n${stamp(4)} four\n${stamp(5)} five\n${stamp(6)} six\n`);
	t.regex(await output(home, ['gateway']), /^\S+Z zero, without a time\n\S+Z one\n2026-11-21T14:02:00\.000Z two\n/);
	t.is(await output(home, ['gateway', '--since', '2026-11-21T14:04Z']), `${stamp(4)} four\n${stamp(5)} five\n${stamp(6)} six\n`);
	t.is(await output(home, ['gateway', '-n', '0']), '');
	t.is(await output(home, ['gateway', '--grep', '^t[wh]', '-n', '1']), `${stamp(3)} three\n`);
	t.is(await output(home, ['gateway', '--grep', 'four|five', '--json']), `{"service":"gateway","at":"${stamp(4)}","line":"four"}\n{"service":"gateway","at":"${stamp(5)}","line":"five"}\n`);
});

test.serial('shows several logs by time, each line with its name, and what was not kept', async t => {
	const home = withLogs(t, {
		'gateway.log': `${stamp(1)} one\n${stamp(3)} three\n`,
		'demo.log': `${stamp(2)} two\n${stamp(4)} … 1,200 lines (3.4 MB) of output were not kept, 14:03:59–14:04:00\n`,
	});
	t.is(await output(home, ['gateway', 'demo', '-n', '3']), [
		`demo    | ${stamp(2)} two`,
		`gateway | ${stamp(3)} three`,
		`demo    | ${stamp(4)} … 1,200 lines (3.4 MB) of output were not kept, 14:03:59–14:04:00`,
		'',
	].join('\n'));
	t.like(JSON.parse(await output(home, ['demo', '-n', '1', '--json'])), {service: 'demo', skipped: {lines: 1200, bytes: 3_400_000}});
});

test.serial('says in one sentence what is wrong with what was asked, and what to do', async t => {
	const home = withLogs(t, {'gateway.log': `${stamp(1)} one\n`});
	const said = async (args: readonly string[]) => {
		const {code, stderr} = await runProgram(['proxies', 'logs', ...args], {home});
		return [code, stderr];
	};

	t.deepEqual(await said(['gatway']), [2, 'There is no log of "gatway".\nDid you mean "gateway"?\n']);
	t.deepEqual(await said(['gateway', 'demmo']), [2, 'There is no log of "demmo".\nDid you mean "demo"?\n']);
	t.deepEqual(await said(['gateway', '--since', 'noon']), [2, '--since takes how long ago, a time or a date, but got "noon".\nclutch logs --since 10m, --since 14:05 or --since 2026-11-21T14:05\n']);
	t.deepEqual(await said(['gateway', '--grep', '(']), [2, '--grep takes a regular expression, but "(" is none: Unterminated group.\nPut a backslash before what stands for itself, such as "\\(".\n']);
	t.deepEqual(await said(['demo']), [0, 'demo has printed nothing yet.\n']);
});

test.serial('says in its help that it prints one object a line', async t => {
	const {stdout} = await runProgram(['clutch', 'logs', '--help'], {home: temporaryHome(t)});
	t.regex(stdout, /--json +one JSON object for each line, one a line\n/);
});

test.serial('says which log cannot be read', async t => {
	const home = withLogs(t, {});
	const file = path.join(home.paths.log, 'gateway.log');
	// Root may read every file, and a folder is none.
	mkdirSync(file);
	t.like(await runProgram(['clutch', 'logs', 'gateway'], {home}), {code: 1, stdout: '', stderr: `The log ${file} cannot be read: a folder is in the way.\nMake it yours and readable, or move it away; a new one is begun.\n`});
});

test.serial('follows across a rotation, with a pattern and as JSON, and gives a pipe every line', async t => {
	const home = withLogs(t, {'gateway.log': `${stamp(1)} old wanted\n`});
	const file = path.join(home.paths.log, 'gateway.log');
	const child = spawn(`${root}bin/clutch`, ['logs', 'gateway', '-f', '--grep', 'wanted', '--json'], {env: home.env, cwd: home.project, stdio: ['ignore', 'pipe', 'inherit']});
	t.teardown(() => {
		child.kill();
	});
	let text = '';
	child.stdout.on('data', (chunk: Uint8Array) => {
		text += String(chunk);
	});
	const lines = () => text.split('\n').slice(0, -1).map(line => (JSON.parse(line) as {readonly line: string}).line);
	await until('the end is shown', () => lines().length === 1);
	appendFileSync(file, `${stamp(2)} wanted one\n${stamp(2)} other\n`);
	await until('what was added is shown', () => lines().length === 2);
	// Written, put aside and begun anew before anybody looks.
	appendFileSync(file, `${stamp(3)} wanted two\n`);
	renameSync(file, `${file}.0`);
	writeFileSync(file, `${stamp(4)} wanted three\n${Array.from({length: 3000}, (_, index) => `${stamp(5)} wanted ${index}\n`).join('')}`);
	await until('all is shown', () => lines().length === 3004);
	t.deepEqual(lines().slice(0, 5), ['old wanted', 'wanted one', 'wanted two', 'wanted three', 'wanted 0']);
});

test.serial('follows a line that has no end, and goes on in it, or names it again where another came between', async t => {
	const home = withLogs(t, {'ask.log': '', 'web.log': `${stamp(1)} ready\n`});
	const file = (id: string) => path.join(home.paths.log, `${id}.log`);
	const child = spawn(`${root}bin/clutch`, ['logs', 'ask', 'web', '-f'], {env: home.env, cwd: home.project, stdio: ['ignore', 'pipe', 'inherit']});
	t.teardown(() => {
		child.kill();
	});
	let text = '';
	child.stdout.on('data', (chunk: Uint8Array) => {
		text += String(chunk);
	});
	const printed = async (wanted: string) => until(`it has printed ${JSON.stringify(wanted)}`, () => text === wanted);
	const first = `web | ${stamp(1)} ready\n`;
	await printed(first);
	appendFileSync(file('ask'), `${stamp(2)} Go on? `);
	await printed(`${first}ask | ${stamp(2)} Go on? `);
	appendFileSync(file('ask'), 'no\n');
	await printed(`${first}ask | ${stamp(2)} Go on? no\n`);
	appendFileSync(file('ask'), `${stamp(3)} Really? `);
	await printed(`${first}ask | ${stamp(2)} Go on? no\nask | ${stamp(3)} Really? `);
	appendFileSync(file('web'), `${stamp(4)} between\n`);
	await printed(`${first}ask | ${stamp(2)} Go on? no\nask | ${stamp(3)} Really? \nweb | ${stamp(4)} between\n`);
	appendFileSync(file('ask'), `yes\n${stamp(5)} end\n`);
	await until('its end is printed', () => text.endsWith('end\n'));
	t.is(text, `${first}ask | ${stamp(2)} Go on? no\nask | ${stamp(3)} Really? \nweb | ${stamp(4)} between\nask | ${stamp(3)} … yes\nask | ${stamp(5)} end\n`);
});
