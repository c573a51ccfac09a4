import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {appendToLog, createLog, readLogEnd} from '../../source/io/log.js';

function temporaryFile(t: ExecutionContext): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-log-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return path.join(folder, 'clutchd.log');
}

test('writes one object a line, without secrets, whatever stands around them', t => {
	const file = temporaryFile(t);
	const secret = 'abcdefghijklmnop1234';
	createLog(file).write('error', `Authorization: Bearer ${secret}`, {
		OPENROUTER_API_KEY: secret,
		header: `x-api-key: ${secret}`,
		told: `the key sk-ant-${secret} and {"api_key":"${secret}","ok":true}`,
		env: [`ANTHROPIC_AUTH_TOKEN=${secret}`],
		url: `http://me:${secret}@127.0.0.1/`,
		error: new Error(`MY_SECRET=${secret}`),
		port: 8082,
	});
	const text = readFileSync(file, 'utf8');
	t.false(text.includes(secret));
	t.like(JSON.parse(text), {level: 'error', port: 8082});
	t.is(statSync(file).mode & 0o777, 0o600);
});

test('keeps two older files and no more', t => {
	const file = temporaryFile(t);
	for (const mark of ['one', 'two', 'three', 'four']) {
		writeFileSync(file, `${mark}\n${'x'.repeat(5 * 1024 * 1024)}\n`, {flag: 'a'});
		appendToLog(file, `after ${mark}\n`);
	}

	t.deepEqual([file, `${file}.1`, `${file}.2`, `${file}.3`].map(name => existsSync(name)), [true, true, true, false]);
	t.deepEqual(readLogEnd(file, 1), ['after four']);
	t.is(readLogEnd(file, 4).length, 4);
});
