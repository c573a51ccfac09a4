import test from 'ava';
import {frameType} from '../../source/core/ipc/frame.js';
import {collect, withHolder} from '../helpers/holder.js';
import {connectRaw} from '../helpers/raw-client.js';
import {until} from '../helpers/until.js';

const greets = test.macro(async (t, first: unknown, message: string) => {
	const {spec} = await withHolder(t, {script: 'echo-input.js'});
	const raw = await connectRaw(spec.socket);
	t.teardown(raw.close);
	raw.say(first);
	await until('it is sent away', raw.ended);
	t.deepEqual(raw.frames(), [{type: 'control', message: {type: 'refused', code: 'ERR_CLUTCH_HOLDER_PROTOCOL', message}}]);
});

test('refuses a client of another time', greets, {type: 'hello', protocol: [7, 9], role: 'user', client: 'later'}, 'This holder speaks protocol 1 to 2 and understood no protocol 7 to 9.');
test('refuses a client that does not greet', greets, {type: 'attach', from: 'oldest'}, 'This holder speaks protocol 1 to 2 and understood no hello (attach).');
test('refuses a client that greets badly', greets, {type: 'hello', protocol: [1, 1], role: 'king', client: 'x'}, 'This holder speaks protocol 1 to 2 and understood no hello (hello: `role` has to be user, daemon, viewer, probe or sender).');

test('welcomes a later client that still speaks its version', async t => {
	const {spec} = await withHolder(t, {script: 'echo-input.js'});
	const raw = await connectRaw(spec.socket);
	t.teardown(raw.close);
	raw.say({type: 'hello', protocol: [1, 9], role: 'viewer', client: 'later', more: 'things'});
	await until('it answers', () => raw.frames().length > 0);
	t.like(raw.frames()[0], {type: 'control', message: {type: 'welcome', protocol: 2}});
});

test('answers nonsense and goes on', async t => {
	const {spec} = await withHolder(t, {script: 'echo-input.js'});
	const raw = await connectRaw(spec.socket);
	t.teardown(raw.close);
	raw.say({type: 'hello', protocol: [1, 1], role: 'user', client: 'odd'});
	for (const message of [{type: 'signal'}, 'text', {type: 'resize', cols: -1, rows: 2}, {type: 'hello', protocol: [1, 1], role: 'user', client: 'again'}, {type: 'signal', signal: 'SIGNOTHING'}]) {
		raw.say(message);
	}

	raw.say({type: 'resize', cols: 77, rows: 22});
	await until('it goes on', () => raw.frames().some(frame => frame.type === 'control' && (frame.message as {type: string}).type === 'resized'));
	t.deepEqual(raw.frames().map(frame => frame.type === 'control' && (frame.message as {type: string}).type), ['welcome', 'refused', 'refused', 'refused', 'refused', 'resized']);
});

test('drops who speaks something else, and serves the others', async t => {
	const {spec, connect} = await withHolder(t, {script: 'echo-input.js'});
	const raw = await connectRaw(spec.socket);
	t.teardown(raw.close);
	raw.write(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
	await until('it is dropped', raw.ended);
	const half = await connectRaw(spec.socket);
	half.write(Uint8Array.of(0, 0, 0, 9, frameType.control, 123));
	half.close();
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await t.notThrowsAsync(collected.waitFor('the program is ready', ({text}) => text() === 'ready'));
});
