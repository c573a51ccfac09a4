import test from 'ava';
import {frameType} from '../../source/core/ipc/frame.js';
import {collect, withHolder} from '../helpers/holder.js';
import {numberedText} from '../helpers/numbered-text.js';
import {connectRaw} from '../helpers/raw-client.js';
import {until} from '../helpers/until.js';

const megabyte = 1024 * 1024;
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

test('begins with the newest checkpoint and goes on behind it, or at the very first byte', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const daemon = await connect('daemon');
	const seen = collect(daemon, {acknowledge: true});
	daemon.attach('oldest', 256 * 1024);
	await seen.waitFor('the program is ready', ({text: shown}) => shown() === 'ready');
	daemon.screen({offset: 5, cols: 80, rows: 24, bytes: Buffer.from('<a screen>')});
	daemon.input(Buffer.from('x'));
	await seen.waitFor('it answers', ({text: shown}) => shown() === 'ready<78>');

	const views = await Promise.all((['screen', 'history', 'oldest', 'live'] as const).map(async from => {
		const viewer = await connect('viewer');
		const collected = collect(viewer);
		viewer.attach(from);
		return collected;
	}));
	daemon.input(Buffer.from('y'));
	await Promise.all(views.map(async view => view.waitFor('all has come', ({text: shown}) => shown().endsWith('<79>'))));
	t.deepEqual(views.map(view => [view.screens().map(({offset, cols, rows, bytes, before}) => ({offset, cols, rows, before, text: text(bytes)})), view.text()]), [
		[[{offset: 5, cols: 80, rows: 24, before: 0, text: '<a screen>'}], '<78><79>'],
		[[{offset: 0, cols: 80, rows: 24, before: 0, text: ''}], 'ready<78><79>'],
		[[], 'ready<78><79>'],
		[[], '<79>'],
	]);
});

test('takes a checkpoint from nobody but the daemon', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text: shown}) => shown() === 'ready');
	user.screen({offset: 5, cols: 80, rows: 24, bytes: Buffer.from('<forged>')});
	user.attach('screen');
	await collected.waitFor('a screen comes', ({screens}) => screens().length === 1);
	t.deepEqual(collected.screens().map(({offset, bytes}) => [offset, bytes.length]), [[0, 0]]);
});

test('changes the size in a replay where it changed then', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const user = await connect('user');
	const live = collect(user);
	user.attach('oldest');
	await live.waitFor('the program is ready', ({text: shown}) => shown() === 'ready');
	user.resize({cols: 100, rows: 30});
	await live.waitFor('it knows', ({text: shown}) => shown() === 'ready<100x30>');
	user.resize({cols: 70, rows: 20});
	await live.waitFor('it knows', ({text: shown}) => shown() === 'ready<100x30><70x20>');

	const late = await connect('viewer');
	const order: unknown[] = [];
	late.onScreen(({offset, cols}) => {
		order.push(`screen ${offset} ${cols}`);
	});
	late.onBytes((offset, bytes) => {
		order.push(`${offset} ${text(bytes)}`);
	});
	late.onMessage(message => {
		order.push(message.type === 'resized' ? `${message.cols} at ${message.offset}` : message.type);
	});
	late.attach('history');
	await until('all has come', () => order.length >= 6);
	t.deepEqual(order, ['screen 0 80', '0 ready', '100 at 5', '5 <100x30>', '70 at 13', '13 <70x20>']);

	const part = await connect('viewer');
	const rest = collect(part);
	part.attach(7);
	await rest.waitFor('all has come', ({text: shown}) => shown().endsWith('<70x20>'));
	t.deepEqual(rest.messages(), [{type: 'resized', cols: 100, rows: 30, offset: 7}, {type: 'resized', cols: 70, rows: 20, offset: 13}]);
});

test('tells with a gap which modes hold behind it', async t => {
	const {connect, go} = await withHolder(t, {held: true, file: '/bin/sh', args: ['-c', String.raw`stty raw; printf '\033[?1049h\033[?2004h\033[>5u'; head -c 5242880 /dev/zero; printf '\033[?1000hend'; sleep 100`]});
	const daemon = await connect('daemon');
	const parsed = collect(daemon, {acknowledge: true});
	daemon.attach('oldest', 256 * 1024);
	go();
	await parsed.waitFor('all is printed', ({text: shown}) => shown().endsWith('end'));
	const late = await connect('viewer');
	const rest = collect(late);
	late.attach(0);
	await rest.waitFor('all has come', ({text: shown}) => shown().endsWith('end'));
	const modes = '\u001B[?1049h\u001B[>5u\u001B[?2004h';
	t.deepEqual(rest.messages(), [{type: 'gap', from: 0, to: parsed.size() - (4 * megabyte), modes}]);

	const next = await connect('viewer');
	const begun = collect(next);
	next.attach('screen');
	await begun.waitFor('all has come', ({text: shown}) => shown().endsWith('end'));
	t.deepEqual(begun.screens().map(({offset, bytes}) => [offset, text(bytes)]), [[parsed.size() - (4 * megabyte), modes]]);
});

test('gives a client of version 1 what it always got', async t => {
	const {connect, spec} = await withHolder(t, {script: 'print-and-exit.js', args: ['1000', '3']});
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest');
	await collected.exited();
	daemon.screen({offset: 1000, cols: 80, rows: 24, bytes: Buffer.from('<a screen>')});

	const raw = await connectRaw(spec.socket);
	t.teardown(raw.close);
	raw.say({type: 'hello', protocol: [1, 1], role: 'viewer', client: 'former'});
	raw.say({type: 'attach', from: 'oldest'});
	raw.say({type: 'ack', offset: 5});
	await until('the end is told', () => raw.frames().some(frame => frame.type === 'control' && (frame.message as {type: string}).type === 'refused'));
	t.deepEqual(raw.frames().map(frame => frame.type === 'control' ? (frame.message as {type: string}).type : frame.type), ['welcome', 'bytes', 'exited', 'refused']);
	t.like(raw.frames()[0], {message: {protocol: 1}});
	const [, bytes] = raw.frames();
	t.is(bytes?.type === 'bytes' ? text(bytes.bytes) : '', numberedText(1000));
});

test('passes over frames and messages that it does not know', async t => {
	const {spec} = await withHolder(t, {script: 'echo-input.js'});
	const raw = await connectRaw(spec.socket);
	t.teardown(raw.close);
	raw.say({type: 'hello', protocol: [1, 9], role: 'user', client: 'later'});
	raw.write(Uint8Array.of(0, 0, 0, 3, 99, 1, 2, 3));
	raw.write(Uint8Array.of(0, 0, 0, 3, frameType.rows, 1, 2, 3));
	raw.say({type: 'dance', with: 'me'});
	raw.say({type: 'resize', cols: 77, rows: 22});
	await until('it goes on', () => raw.frames().length > 1);
	t.deepEqual(raw.frames().map(frame => frame.type === 'control' && (frame.message as {type: string}).type), ['welcome', 'resized']);
});
