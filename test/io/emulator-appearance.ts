import test from 'ava';
import {encoder, openRig, start} from '../helpers/emulator-rig.js';

const asks = encoder.encode('\u001B]10;?\u0007\u001B]11;?\u0007\u001B]12;?\u0007\u001B[?996n');
const light = {scheme: 'light', foreground: 0x65_7B_83, background: 0xFD_F6_E3} as const;
const lightAnswers = '\u001B]10;rgb:6565/7b7b/8383\u001B\\\u001B]11;rgb:fdfd/f6f6/e3e3\u001B\\\u001B]12;rgb:6565/7b7b/8383\u001B\\\u001B[?997;2n';

test.serial('programs are answered with what the terminal around looks like, those that run and those that come', async t => {
	const rig = openRig(t);
	rig.emulator.open('running', start);
	rig.emulator.appear(light);
	rig.emulator.write('running', 0, asks);
	await rig.when('the running one is answered', () => rig.input() === lightAnswers);
	rig.emulator.open('coming', start);
	rig.emulator.write('coming', 0, asks);
	await rig.when('the coming one is answered', () => rig.input() === lightAnswers.repeat(2));
	t.deepEqual([...rig.askers], ['running', 'coming']);
});

test.serial('a change is told to those that asked for it, once', async t => {
	const rig = openRig(t);
	rig.emulator.open('asks', start);
	rig.emulator.open('silent', start);
	rig.emulator.write('asks', 0, encoder.encode('\u001B[?2031h'));
	await rig.parsed(8);
	rig.emulator.appear(light);
	rig.emulator.appear(light);
	rig.emulator.appear({scheme: 'dark'});
	rig.emulator.write('asks', 8, encoder.encode('\u001B[5n'));
	await rig.when('what was asked last is answered', () => rig.input().endsWith('\u001B[0n'));
	t.is(rig.input(), '\u001B[?997;2n\u001B[?997;1n\u001B[0n');
	t.deepEqual([...rig.askers], ['asks']);
});

test.serial('a bell and notifications are told, progress and titles are not', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	const piece = encoder.encode('\u001B]0;title\u0007\u001B]9;4;1;50\u0007');
	rig.emulator.write('a', 0, piece);
	await rig.parsed(piece.length);
	const bell = encoder.encode('\u0007');
	// At once: a second later the first words would be told for themselves.
	rig.emulator.write('a', piece.length, bell);
	const words = encoder.encode('\u001B]9;Build \u009Bdone\u0007\u0007\u001B]777;notify;Claude;needs a word; or two\u001B\\\u0007');
	rig.emulator.write('a', piece.length + 1, words);
	await rig.when('the last words are heard', () => rig.rings.length === 2);
	t.deepEqual(rig.rings, [{kind: 'bell'}, {kind: 'notification', text: 'Claude: needs a word; or two'}]);
});

test.serial('what is told late has the time at which it rang', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.write('a', 0, encoder.encode('\u0007\u0007'));
	await rig.when('both are heard', () => rig.rings.length === 2);
	const [first, second] = rig.ringTimes;
	t.true(second!.told - first!.at >= 900, 'the second one waits for its turn');
	t.true(second!.at - first!.at < 500, 'it rang at the same moment');
});

test.serial('nothing rings that rang before', async t => {
	const rig = openRig(t);
	const past = encoder.encode('\u0007\u001B]9;old\u0007');
	rig.emulator.open('a', {...start, quietBefore: past.length, hiddenBefore: past.length});
	rig.emulator.write('a', 0, past);
	await rig.parsed(past.length);
	rig.emulator.write('a', past.length, encoder.encode('\u001B]9;new\u0007'));
	await rig.when('the new one is heard', () => rig.rings.length === 1);
	t.deepEqual(rig.rings, [{kind: 'notification', text: 'new'}]);
});

test.serial('what rang in the first moment of a session is heard, though nobody followed it yet', async t => {
	const rig = openRig(t);
	const early = encoder.encode('\u0007');
	rig.emulator.open('a', {...start, quietBefore: 0, hiddenBefore: early.length});
	rig.emulator.write('a', 0, early);
	await rig.when('it is heard', () => rig.rings.length === 1);
	t.deepEqual(rig.rings, [{kind: 'bell'}]);
});
