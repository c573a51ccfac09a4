import test from 'ava';
import {encoder, openRig, start} from '../helpers/emulator-rig.js';

test('what a hidden session writes makes no frame of rows', async t => {
	const rig = openRig(t);
	rig.emulator.open('seen', start);
	rig.emulator.open('hidden', start);
	rig.emulator.watch(1, ['seen'], 'seen');
	await rig.when('the first frame of what is seen', () => rig.updates.length === 1);
	for (let piece = 0; piece < 200; piece++) {
		rig.emulator.write('hidden', piece * 10, encoder.encode('ten bytes\n'));
	}

	await rig.parsed(2000);
	// Frames come in the order of what caused them: one that the hidden session had made would be here before this one.
	rig.emulator.write('seen', 0, encoder.encode('x'));
	await rig.when('what is seen has changed', () => rig.updates.length > 1);
	t.deepEqual(rig.updates.map(({session}) => session), ['seen', 'seen']);
});

test('what other panes write is told in the same frames, fifteen times a second at most', async t => {
	const rig = openRig(t);
	const others = ['one', 'two', 'three', 'four'];
	for (const session of ['focused', ...others]) {
		rig.emulator.open(session, start);
	}

	rig.emulator.watch(1, ['focused', ...others], 'focused');
	await rig.when('the first frames', () => rig.updates.length === 5);
	const begin = performance.now();
	for (let piece = 0; piece < 300; piece++) {
		for (const session of others) {
			rig.emulator.write(session, piece, encoder.encode(String(piece % 10)));
		}

		await rig.parsed(piece + 1);
	}

	const milliseconds = performance.now() - begin;
	const most = Math.ceil(milliseconds / 67) + 2;
	for (const session of others) {
		const count = rig.updates.filter(update => update.session === session).length - 1;
		t.true(count <= most, `${session}: ${count} frames in ${Math.round(milliseconds)} ms`);
	}
});
