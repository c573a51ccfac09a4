import test from 'ava';
import {modePreamble, readKeptModes, type KeptModes} from '../../../source/core/session/mode-preamble.js';

const plain: KeptModes = {applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: false, mouse: 'none', mouseEncoding: 'default', kitty: 0, cursorVisible: true};

test('a terminal in its first state needs nothing', t => {
	t.is(modePreamble(plain), '');
});

test('sets every mode, the screen first', t => {
	const modes: KeptModes = {applicationCursor: true, applicationKeypad: true, bracketedPaste: true, focusEvents: true, alternateScreen: true, mouse: 'drag', mouseEncoding: 'sgr', kitty: 5, cursorVisible: false};
	t.is(modePreamble(modes), '\u001B[?1049h\u001B[?1h\u001B[?2004h\u001B[?1004h\u001B[?1002h\u001B[?1006h\u001B=\u001B[=5;1u\u001B[?25l');
});

for (const value of [undefined, null, 'x', {}, {...plain, mouse: 'cat'}, {...plain, kitty: '5'}, {...plain, cursorVisible: undefined}]) {
	test(`does not take ${JSON.stringify(value)} for modes`, t => {
		t.is(readKeptModes(value), undefined);
		t.deepEqual(readKeptModes(plain), plain);
	});
}
