import test from 'ava';
import {collect, withHolder} from '../helpers/holder.js';
import {numberedText} from '../helpers/numbered-text.js';
import {connectRaw} from '../helpers/raw-client.js';
import {until} from '../helpers/until.js';

const megabyte = 1024 * 1024;
const hello = (role: string) => ({type: 'hello', protocol: [1, 1], role, client: 'raw'});

test('gives every client what it asks for: everything, a part, or only what is new', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const first = await connect('user');
	const all = collect(first);
	first.attach('oldest');
	await all.waitFor('the program is ready', ({text}) => text() === 'ready');
	const part = await connect('viewer');
	const fromThree = collect(part);
	part.attach(3);
	const late = await connect('viewer');
	const live = collect(late);
	late.attach('live');
	await fromThree.waitFor('the part came', ({text}) => text() === 'dy');
	// What comes after this answer comes after `attach` too.
	late.take();
	await live.waitFor('attached', ({messages}) => messages().length > 0);
	first.input(Buffer.from('a'));
	for (const [collected, text] of [[all, 'ready<61>'], [fromThree, 'dy<61>'], [live, '<61>']] as const) {
		await t.notThrowsAsync(collected.waitFor(text, seen => seen.text() === text));
	}
});

test('tells a client what was overwritten before it came', async t => {
	const {connect, go} = await withHolder(t, {held: true, script: 'print-and-exit.js', args: [String(6 * megabyte)]});
	const daemon = await connect('daemon');
	const parsed = collect(daemon, {acknowledge: true});
	daemon.attach('oldest');
	go();
	await parsed.exited();
	t.is(parsed.text(), numberedText(6 * megabyte));

	const late = await connect('viewer');
	const rest = collect(late);
	late.attach(1000);
	t.deepEqual(await rest.exited(), {type: 'exited', exit: {type: 'code', code: 0}, reason: 'child-exit', offset: 6 * megabyte} as never);
	t.deepEqual(rest.messages()[0], {type: 'gap', from: 1000, to: 2 * megabyte, modes: ''});
	t.is(rest.text(), numberedText(6 * megabyte).slice(2 * megabyte));
	t.deepEqual(late.welcome.ring, {oldest: 2 * megabyte, next: 6 * megabyte, acknowledged: 6 * megabyte});
});

test('waits for the daemon rather than overwrite what it has not parsed', async t => {
	const {connect, go} = await withHolder(t, {held: true, script: 'print-and-exit.js', args: [String(8 * megabyte)]});
	const daemon = await connect('daemon');
	const collected = collect(daemon);
	daemon.attach('oldest');
	go();
	const full = (4 * megabyte) - (256 * 1024);
	await collected.waitFor('the ring is full of what is not parsed', seen => seen.size() >= full);
	t.true(collected.size() < 4 * megabyte);
	daemon.onBytes((offset, bytes) => {
		collected.add(bytes);
		daemon.ack(offset + bytes.length);
	});
	daemon.ack(collected.size());
	await collected.exited();
	t.is(collected.text(), numberedText(8 * megabyte));
	t.false(collected.messages().some(({type}) => type === 'gap'));
});

test('lets its child go on after five seconds without a daemon', async t => {
	const started = performance.now();
	const {watch} = await withHolder(t, {script: 'print-and-exit.js', args: [String(6 * megabyte)]});
	const watcher = await watch();
	const {exit, offset} = await watcher.exited();
	t.deepEqual([exit, offset], [{type: 'code', code: 0}, 6 * megabyte]);
	t.true(performance.now() - started > 4000);
});

test('serves a client that does not read: control comes at once, data when it reads again', async t => {
	const {watch, look, spec} = await withHolder(t, {script: 'print-and-wait.js', args: [String(3 * megabyte)]});
	const told = await watch();
	const raw = await connectRaw(spec.socket);
	t.teardown(raw.close);
	raw.pause();
	raw.say(hello('user'));
	raw.say({type: 'attach', from: 'oldest'});
	await until('the child has printed', async () => {
		const {ring} = await look();
		return ring.next === 3 * megabyte;
	});
	raw.say({type: 'resize'});
	raw.say({type: 'stop', graceMs: 40_000});
	t.deepEqual(await told.exit(), {type: 'signal', signal: 'SIGTERM'});
	t.deepEqual(raw.frames(), []);

	raw.resume();
	await until('the end is told', () => raw.frames().some(frame => frame.type === 'control' && (frame.message as {type: string}).type === 'exited'));
	const order = raw.frames().map(frame => frame.type === 'control' ? (frame.message as {type: string}).type : 'bytes');
	t.deepEqual([order[0], order.at(-1)], ['welcome', 'exited']);
	let before = 0;
	let text = '';
	for (const frame of raw.frames()) {
		if (frame.type === 'bytes') {
			text += Buffer.from(frame.bytes).toString('latin1');
		} else if (frame.type === 'control' && (frame.message as {type: string}).type === 'refused') {
			before = text.length;
		}
	}

	t.is(text, numberedText(3 * megabyte));
	// The answer was behind what the socket and its small backlog held, not behind all there was.
	t.true(before > 0 && before < megabyte, `${before} bytes before the answer`);
});
