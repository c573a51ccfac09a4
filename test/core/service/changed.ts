import test from 'ava';
import {changedNames, fingerprint} from '../../../source/core/service/changed.js';

const start = {file: '/usr/bin/api', args: ['--port', '8000'], env: {PATH: '/usr/bin', TOKEN: 'secret-one', SHLVL: '1'}, cwd: '/srv'};
const mark = (text: string) => String(text.length);

const differ = test.macro((t, other: Partial<typeof start>, names: readonly string[]) => {
	t.deepEqual(changedNames(fingerprint(start, mark), fingerprint({...start, ...other}, mark)), names);
});

test('nothing has changed', differ, {}, []);
test('another value, a new variable and one that is gone are named', differ, {env: {PATH: '/usr/local/bin', EXTRA: '1'}} as never, ['EXTRA', 'PATH', 'TOKEN']);
test('program, arguments and folder are named', differ, {file: '/usr/local/bin/api', args: ['other'], cwd: '/'}, ['--port', 'its arguments', 'its folder', 'its program']);
test('an option is named, whichever way its value is said', differ, {args: ['--port=80', '-v']}, ['--port', '-v']);
test('what differs from terminal to terminal is passed over', differ, {env: {...start.env, SHLVL: '22'}}, []);

test('keeps no value', t => {
	t.false(JSON.stringify(fingerprint(start, mark)).includes('secret-one'));
});
