import test from 'ava';
import {encoder, openRig, start} from '../helpers/emulator-rig.js';

test('keeps as many lines above the screen as is said', async t => {
	const rig = openRig(t, {scrollback: 3});
	rig.emulator.open('one', start);
	rig.emulator.write('one', 0, encoder.encode(Array.from({length: 20}, (_, index) => `line ${index + 1}`).join('\r\n')));
	const screen = await rig.emulator.screen('one', {scrollback: 100});
	t.deepEqual(screen?.lines.map(line => line.trimEnd()), [13, 14, 15, 16, 17, 18, 19, 20].map(number => `line ${number}`));
});
