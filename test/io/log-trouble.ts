import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {logTroubleText} from '../../source/io/log-trouble.js';
import {makeFolder} from '../../source/io/folder.js';
import {temporaryHome} from '../helpers/home.js';

function errorOf(work: () => void): Error {
	try {
		work();
	} catch (error) {
		return error as Error;
	}

	throw new Error('nothing was in the way');
}

test('names what is in the way of a log, and what helps', t => {
	const {home} = temporaryHome(t);
	const logs = path.join(home, 'state', 'logs');
	const file = path.join(logs, 'api.log');
	mkdirSync(path.join(home, 'state'), {recursive: true});
	writeFileSync(logs, '');
	const moved = `its log cannot be written (a file is in the way: ${logs}): move that file away`;
	t.is(logTroubleText(errorOf(() => {
		appendFileSync(file, 'a line');
	}), file), moved);
	t.is(logTroubleText(errorOf(() => {
		makeFolder(logs);
	}), file), moved);
	const deeper = path.join(logs, 'further', 'api.log');
	t.is(logTroubleText(errorOf(() => {
		appendFileSync(deeper, 'a line');
	}), deeper), moved);
	const folder = path.join(home, 'state');
	t.is(logTroubleText(errorOf(() => {
		appendFileSync(folder, 'a line');
	}), folder), `its log cannot be written (a folder is in the way: ${folder}): move that folder away`);
});

const says = test.macro({
	exec(t, code: string, expected: string) {
		t.is(logTroubleText(Object.assign(new Error('it broke'), {code}), '/state/logs/api.log'), `its log cannot be written ${expected}`);
	},
	title: (_, code: string, expected: string) => `says of ${code}: ${expected}`,
});

test(says, 'ENOSPC', '(the disk is full): make room in /state/logs');
test(says, 'EACCES', '(permission denied): make /state/logs yours, and what is in it');
test(says, 'EIO', '(the disk reports an error): see to /state/logs');
