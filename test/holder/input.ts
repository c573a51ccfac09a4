import {createHash, randomBytes} from 'node:crypto';
import test from 'ava';
import {collect, withHolder} from '../helpers/holder.js';

test('lets one user type at a time, and hands the keyboard on', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const first = await connect('user');
	const second = await connect('user');
	const third = await connect('user');
	t.deepEqual([first, second, third].map(({welcome}) => welcome.writer), [true, false, false]);
	const [one, two, three] = [collect(first), collect(second), collect(third)];
	first.attach('oldest');
	await one.waitFor('the program is ready', ({text}) => text() === 'ready');

	second.input(Buffer.from('x'));
	await two.waitFor('it is refused', ({messages}) => messages().some(({type}) => type === 'refused'));
	t.deepEqual(two.messages(), [{type: 'refused', code: 'ERR_CLUTCH_HOLDER_ROLE', message: 'Typing is not for a client that is a user without the keyboard.'}]);

	second.take();
	await one.waitFor('the keyboard is gone', ({messages}) => messages().length === 1);
	second.input(Buffer.from('b'));
	await one.waitFor('the other user types', ({text}) => text() === 'ready<62>');
	await two.waitFor('the keyboard is here', ({messages}) => messages().length === 2);
	t.deepEqual([one.messages(), two.messages().slice(1)], [[{type: 'writer', mine: false}], [{type: 'writer', mine: true}]]);

	second.end();
	await three.waitFor('the newest user follows', ({messages}) => messages().length === 1);
	third.input(Buffer.from('c'));
	await one.waitFor('it types', ({text}) => text() === 'ready<62><63>');
	t.deepEqual(three.messages(), [{type: 'writer', mine: true}]);
});

test('lets the daemon answer the terminal\'s questions, whoever types', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text() === 'ready');
	const daemon = await connect('daemon');
	daemon.input(Buffer.from([27, 0x5B]));
	await t.notThrowsAsync(collected.waitFor('it was typed', ({text}) => text() === 'ready<1b5b>'));
});

test('lets viewers read only', async t => {
	const {connect, look} = await withHolder(t, {script: 'echo-input.js'});
	const viewer = await connect('viewer');
	const collected = collect(viewer);
	viewer.input(Buffer.from('x'));
	viewer.take();
	viewer.stop(0);
	viewer.signal('SIGKILL');
	viewer.close();
	viewer.resize({cols: 10, rows: 10});
	await collected.waitFor('all is refused', ({messages}) => messages().length === 6);
	t.deepEqual([...new Set(collected.messages().map(message => message.type === 'refused' && message.code))], ['ERR_CLUTCH_HOLDER_ROLE']);
	const {exit, cols} = await look();
	t.deepEqual([exit, cols], [undefined, 80]);
});

test('follows the size of its writer, and tells everybody from which byte on', async t => {
	const {connect, look} = await withHolder(t, {script: 'echo-input.js'});
	const daemon = await connect('daemon');
	const seen = collect(daemon);
	daemon.attach('oldest');
	await seen.waitFor('the program is ready', ({text}) => text() === 'ready');
	daemon.resize({cols: 70, rows: 20});
	await seen.waitFor('nobody types, so the daemon may', ({text}) => text() === 'ready<70x20>');

	const user = await connect('user');
	daemon.resize({cols: 60, rows: 20});
	await seen.waitFor('the daemon may not any more', ({messages}) => messages().length === 2);
	user.resize({cols: 100, rows: 30});
	user.resize({cols: 100, rows: 30});
	await seen.waitFor('the user\'s size counts', ({text}) => text() === 'ready<70x20><100x30>');
	t.deepEqual(seen.messages(), [
		{type: 'resized', cols: 70, rows: 20, offset: 5},
		{type: 'refused', code: 'ERR_CLUTCH_HOLDER_ROLE', message: '"resize" is not for a client that is a daemon.'},
		{type: 'resized', cols: 100, rows: 30, offset: 12},
	]);
	user.resize({cols: 0, rows: 30});
	const answers = collect(user);
	await answers.waitFor('a silly size is refused', ({messages}) => messages().some(({type}) => type === 'refused'));
	const {cols} = await look();
	t.is(cols, 100);
});

test('brings a paste of 1 MB to a program that reads late, whole and in order', async t => {
	const paste = randomBytes(1024 * 1024);
	const {connect} = await withHolder(t, {script: 'read-late.js', args: [String(paste.length)]});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text().includes('ready'));
	user.input(paste.subarray(0, 700_000));
	user.input(paste.subarray(700_000));
	user.signal('SIGUSR2');
	await collected.exited();
	t.true(collected.text().includes(`read ${paste.length} ${createHash('sha256').update(paste).digest('hex')}`));
});

test('says so when a program leaves too much input unread', async t => {
	const {connect} = await withHolder(t, {script: 'read-late.js', args: ['1']});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text().includes('ready'));
	for (let megabyte = 0; megabyte < 17; megabyte++) {
		user.input(new Uint8Array(1024 * 1024));
	}

	await collected.waitFor('it is refused', ({messages}) => messages().length > 0);
	t.deepEqual(collected.messages(), [{type: 'refused', code: 'ERR_CLUTCH_HOLDER_INPUT', message: '1048576 bytes of input were not taken: too much waits for the program to read it.'}]);
});

test('ends the paste of a user who leaves in the middle of it', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const reader = await connect('viewer');
	const viewer = collect(reader);
	reader.attach('oldest');
	const user = await connect('user');
	await viewer.waitFor('the program is ready', ({text}) => text() === 'ready');
	user.input(Buffer.from('\u001B[200~ab'));
	await viewer.waitFor('it was typed', ({text}) => text().endsWith('6162>'));
	user.end();
	await viewer.waitFor('the paste is ended', ({text}) => text().endsWith('1b5b3230317e>'));
	const next = await connect('user');
	next.input(Buffer.from('c'));
	await t.notThrowsAsync(viewer.waitFor('the next user types outside of it', ({text}) => text().endsWith('<63>')));
});
