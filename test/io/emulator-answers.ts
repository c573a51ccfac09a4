import test from 'ava';
import {readVersion} from '../../source/io/version.js';
import {encoder, openRig, start} from '../helpers/emulator-rig.js';

/** Every question that agents ask, and what they hear. */
const questions: ReadonlyArray<readonly [question: string, answer: string]> = [
	['\u001B[c', '\u001B[?1;2c'],
	['\u001B[>c', '\u001B[>0;276;0c'],
	['\u001B[=c', '\u001BP!|00000000\u001B\\'],
	['\u001B[5n', '\u001B[0n'],
	['\u001B[6n', '\u001B[1;1R'],
	['\u001B[?6n', '\u001B[?1;1R'],
	['\u001B[?996n', '\u001B[?997;1n'],
	['\u001B]4;1;?;255;?\u0007', '\u001B]4;1;rgb:cdcd/0000/0000\u001B\\\u001B]4;255;rgb:eeee/eeee/eeee\u001B\\'],
	['\u001B]10;?\u001B\\', '\u001B]10;rgb:e5e5/e5e5/e5e5\u001B\\'],
	['\u001B]11;?\u0007', '\u001B]11;rgb:1414/1414/1818\u001B\\'],
	['\u001B]12;#ff0080\u0007\u001B]12;?\u0007\u001B]112\u0007', '\u001B]12;rgb:ffff/0000/8080\u001B\\'],
	['\u001B[>5u\u001B[?u\u001B[<u', '\u001B[?5u'],
	['\u001B[>4;2m\u001B[?4m\u001B[>4m', '\u001B[>4;2m'],
	['\u001BP+q544E;436F;524742;6B31\u001B\\', '\u001BP1+r544E=787465726D2D323536636F6C6F72\u001B\\\u001BP1+r436F=323536\u001B\\\u001BP1+r524742=38\u001B\\\u001BP0+r6B31\u001B\\'],
	['\u001B[14t', '\u001B[4;100;200t'],
	['\u001B[16t', '\u001B[6;20;10t'],
	['\u001B[18t', '\u001B[8;5;20t'],
	['\u001B[?2026$p', '\u001B[?2026;2$y'],
	['\u001B[?2027$p', '\u001B[?2027;3$y'],
	['\u001B[?2031h\u001B[?2031$p\u001B[?2031l', '\u001B[?2031;1$y'],
	['\u001B[?2048$p', '\u001B[?2048;0$y'],
	['\u001B[?2004$p', '\u001B[?2004;2$y'],
	['\u001B[?4711$p', '\u001B[?4711;0$y'],
	['\u001BP$qr\u001B\\', '\u001BP1$r1;5r\u001B\\'],
	['\u001B]7501;?\u0007', '\u001B]7501;?\u0007'],
	['\u001B]7501;?\u001B\\', '\u001B]7501;?\u001B\\'],
];

test.serial('answers questions in the order they were asked, with the very same bytes for 7501', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	const asked = encoder.encode('\u001B]7501;?\u0007\u001B]7501;?\u001B\\\u001B[c\u001B]11;?\u0007\u001B[?u\u001B[5n');
	rig.emulator.write('a', 0, asked);
	await rig.parsed(asked.length);
	t.is(rig.input(), '\u001B]7501;?\u0007\u001B]7501;?\u001B\\\u001B[?1;2c\u001B]11;rgb:1414/1414/1818\u001B\\\u001B[?0u\u001B[0n');
});

test.serial('answers the same wherever the questions are cut', async t => {
	const rig = openRig(t);
	const asked = encoder.encode('a\u001B]7501;?\u0007\u001B[c\u001B]7501;?\u001B\\');
	for (let cut = 1; cut < asked.length; cut++) {
		rig.emulator.open(`s${cut}`, start);
		rig.emulator.write(`s${cut}`, 0, asked.subarray(0, cut));
		rig.emulator.write(`s${cut}`, cut, asked.subarray(cut));
	}

	const expected = '\u001B]7501;?\u0007\u001B[?1;2c\u001B]7501;?\u001B\\'.repeat(asked.length - 1);
	await rig.when('all answers', () => rig.input().length >= expected.length);
	t.is(rig.input().length, expected.length);
	t.is(rig.input().split('7501').length, expected.split('7501').length);
});

test.serial('does not answer again what was asked before a restart', async t => {
	const rig = openRig(t);
	const old = encoder.encode('\u001B[c\u001B]7501;?\u0007');
	const cutOff = encoder.encode('\u001B]7501;?');
	const fresh = encoder.encode('\u0007\u001B[5n');
	const all = new Uint8Array([...old, ...cutOff, ...fresh]);
	rig.emulator.open('a', {...start, offset: 100, quietBefore: 100 + old.length + cutOff.length});
	rig.emulator.write('a', 100, all);
	await rig.parsed(100 + all.length);
	t.is(rig.input(), '\u001B]7501;?\u0007\u001B[0n');
});

test.serial('says its name and version', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.write('a', 0, encoder.encode('\u001B[>q'));
	await rig.when('the answer', () => rig.input() !== '');
	t.is(rig.input(), `\u001BP>|Clutch(${readVersion()})\u001B\\`);
});

test.serial('answers a storm of questions in every order, wherever it is cut, and only once', async t => {
	const rig = openRig(t);
	for (let turn = 0; turn < questions.length; turn++) {
		const order = [...questions.slice(turn), ...questions.slice(0, turn)];
		const turned = turn % 2 === 0 ? order : order.toReversed();
		const asked = encoder.encode(turned.map(([question]) => question).join(''));
		const expected = turned.map(([, answer]) => answer).join('');
		const before = rig.input().length;
		// One piece for each byte, and one session that is asked nothing.
		rig.emulator.open('calm', start);
		rig.emulator.open('asked', start);
		for (let offset = 0; offset < asked.length; offset += turn + 1) {
			rig.emulator.write('asked', offset, asked.subarray(offset, offset + turn + 1));
			rig.emulator.write('calm', offset, new Uint8Array(Math.min(turn + 1, asked.length - offset)).fill(0x61));
		}

		await rig.when(`the answers of turn ${turn}`, () => rig.input().length - before >= expected.length);
		t.is(rig.input().slice(before), expected, `turn ${turn}`);
		t.deepEqual(rig.askers, new Set(['asked']));
	}
});
