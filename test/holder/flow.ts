import test from 'ava';
import {flowLimits} from '../../source/core/holder/flow.js';
import {collect, withHolder} from '../helpers/holder.js';
import {numberedText} from '../helpers/numbered-text.js';
import {connectRaw} from '../helpers/raw-client.js';
import {until} from '../helpers/until.js';

const megabyte = 1024 * 1024;
const credit = 256 * 1024;

test('holds the child to the credit of its daemon, and lets it go on when the daemon stays silent', async t => {
	const {connect, look, go} = await withHolder(t, {held: true, file: '/bin/sh', args: ['-c', `head -c ${3 * megabyte} /dev/zero; exec sleep 600`]});
	const daemon = await connect('daemon');
	const collected = collect(daemon);
	daemon.attach(0, credit);
	const begunAt = performance.now();
	go();
	await collected.waitFor('the credit is used up', ({size}) => size() >= credit);
	const {ring} = await look();
	// One more piece may have been read before the pause. It lasts a second: who looks later sees the child go on already.
	t.true(ring.next < credit + (256 * 1024) || performance.now() - begunAt >= flowLimits.silentMs, `${ring.next} bytes are there`);
	await until('the child goes on', async () => {
		const {ring: later} = await look();
		return later.next === 3 * megabyte;
	});
	t.is(collected.size(), credit);
	daemon.ack(1000);
	await collected.waitFor('the credit returns', ({size}) => size() >= credit + 1000);
	t.is(collected.size(), credit + 1000);
});

test('brings everything to a daemon that acknowledges, within its credit', async t => {
	const {connect, go} = await withHolder(t, {held: true, script: 'print-and-exit.js', args: [String(8 * megabyte)]});
	const daemon = await connect('daemon');
	const collected = collect(daemon);
	let acknowledged = 0;
	let most = 0;
	daemon.onBytes((offset, bytes) => {
		collected.add(bytes);
		most = Math.max(most, offset + bytes.length - acknowledged);
		if (offset + bytes.length - acknowledged > credit / 3) {
			acknowledged = offset + bytes.length;
			daemon.ack(acknowledged);
		}
	});
	daemon.attach('oldest', credit);
	go();
	await collected.exited();
	t.is(collected.text(), numberedText(8 * megabyte));
	t.true(most <= credit);
	t.false(collected.messages().some(({type}) => type === 'gap'));
});

test('lets no other client hold anybody up, with or without credit', async t => {
	const {connect, spec, go} = await withHolder(t, {held: true, script: 'print-and-exit.js', args: [String(6 * megabyte)]});
	const deaf = await connectRaw(spec.socket);
	t.teardown(deaf.close);
	deaf.pause();
	deaf.say({type: 'hello', protocol: [1, 2], role: 'user', client: 'deaf'});
	deaf.say({type: 'attach', from: 'oldest'});
	const mean = collect(await connect('viewer'));
	const silent = await connect('viewer');
	const little = collect(silent);
	silent.attach('oldest', 1000);
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest', credit);
	go();
	await collected.exited();
	t.is(collected.text(), numberedText(6 * megabyte));
	t.deepEqual([little.size(), mean.size()], [1000, 0]);
	silent.ack(1000);
	await little.waitFor('it is told what it missed', ({size}) => size() === 2000);
	t.deepEqual(little.messages(), [{type: 'gap', from: 1000, to: 2 * megabyte, modes: ''}]);
	t.is(little.text().slice(1000), numberedText(6 * megabyte).slice(2 * megabyte, (2 * megabyte) + 1000));
});

test('answers what was asked once, and acknowledges it in the same step', async t => {
	const {connect, look} = await withHolder(t, {script: 'echo-input.js'});
	const first = await connect('daemon');
	const collected = collect(first);
	first.attach('oldest', credit);
	await collected.waitFor('the program is ready', ({text}) => text() === 'ready');
	first.answer(3, Buffer.from('a'));
	await collected.waitFor('the answer was typed', ({text}) => text() === 'ready<61>');
	const {ring} = await look();
	t.is(ring.acknowledged, 3);
	first.end();

	// The next one parses it all again, and would answer it again.
	const second = await connect('daemon');
	const again = collect(second);
	t.is(second.welcome.ring.acknowledged, 3);
	second.attach('oldest', credit);
	second.ack(1);
	second.answer(3, Buffer.from('a'));
	second.answer(5, Buffer.from('b'));
	second.input(Buffer.from('c'));
	await again.waitFor('the rest was typed', ({text}) => text().endsWith('63>'));
	t.regex(again.text(), /^ready<61>(?:<62><63>|<6263>)$/);
	const {ring: later} = await look();
	t.is(later.acknowledged, 5);
});

test('lets a sender type without the keyboard, and gives it no size', async t => {
	const {connect, look} = await withHolder(t, {script: 'echo-input.js'});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text() === 'ready');
	const sender = await connect('sender');
	const answers = collect(sender);
	sender.resize({cols: 10, rows: 10});
	sender.take();
	sender.input(Buffer.from('s'));
	await collected.waitFor('it was typed', ({text}) => text() === 'ready<73>');
	user.input(Buffer.from('u'));
	await collected.waitFor('the user still types', ({text}) => text() === 'ready<73><75>');
	t.deepEqual(answers.messages().map(({type}) => type), ['refused', 'refused']);
	const {cols} = await look();
	t.deepEqual([cols, collected.messages()], [80, []]);
});

test('gives a probe nothing but the welcome', async t => {
	const {connect} = await withHolder(t, {script: 'echo-input.js'});
	const probe = await connect('probe');
	const collected = collect(probe);
	probe.attach('oldest');
	probe.take();
	probe.input(Buffer.from('x'));
	probe.stop(0);
	await collected.waitFor('all is refused', ({messages}) => messages().length === 4);
	t.deepEqual([collected.size(), ...new Set(collected.messages().map(({type}) => type))], [0, 'refused']);
});
