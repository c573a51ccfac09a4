import test from 'ava';
import {readInterpreter} from '../../../source/core/service/script.js';

const reads = test.macro({
	exec(t, head: string, expected: ReturnType<typeof readInterpreter>) {
		t.deepEqual(readInterpreter(head), expected);
	},
	title: (_title, head) => `the first line ${JSON.stringify(head)} says who reads a script`,
});

test(reads, '#!/bin/sh\nexec sleep 1\n', {type: 'path', path: '/bin/sh'});
test(reads, '#! /opt/venv/bin/python3 -u\n', {type: 'path', path: '/opt/venv/bin/python3'});
test(reads, '#!/usr/bin/env node\n', {type: 'name', name: 'node'});
test(reads, '#!/usr/bin/env python3 -u\n', {type: 'path', path: '/usr/bin/env'});
test(reads, '#!/usr/bin/env -S LANG=C python3 -u\n', {type: 'name', name: 'python3'});
test(reads, '#!/usr/bin/env -S "${HOME}/python" -u\n', {type: 'path', path: '/usr/bin/env'}); // eslint-disable-line no-template-curly-in-string -- `env` fills it in
test(reads, '#!/usr/bin/env /opt/python\n', {type: 'path', path: '/usr/bin/env'});
test(reads, '#!/usr/bin/env\n', {type: 'path', path: '/usr/bin/env'});
test(reads, '#!/bin/sh\r\necho\r\n', {type: 'carriage-return', path: '/bin/sh'});
test(reads, '#!/usr/bin/env node\r\n', {type: 'carriage-return', path: 'node'});
test(reads, '#!/bin/sh', {type: 'path', path: '/bin/sh'});
test(reads, '#!python\n', undefined);
test(reads, '\u007FELF\u0002\u0001', undefined);
test(reads, '', undefined);
