import test from 'ava';
import stringWidth from 'string-width';
import {textRows} from '../../../../source/core/view/cells/compose.js';
import {parseFrame} from '../../../../source/core/view/cells/frame-text.js';
import {decodeSymbols, encodeSymbols, plainText} from '../../../../source/core/view/cells/symbols.js';

const all = '▌◐●○✔✖↻◆◌▸▾…·–│─╭╮╰╯›❯↓↑→←▁▂▃▄▅▆▇█▓░≈−✚';

test('every symbol is one cell wide, as it is taken to be', t => {
	t.deepEqual([...all].filter(symbol => stringWidth(symbol) !== 1 || !plainText.test(symbol)), []);
});

test('symbols travel as ASCII and come back in a frame as they were', t => {
	const encoded = encodeSymbols(`a ${all} z`);
	// eslint-disable-next-line no-control-regex -- this is the set of characters that Ink may see
	t.regex(encoded, /^[\u0000-\u007F]*$/);
	t.deepEqual(textRows(parseFrame(encoded, {cols: 60, rows: 1})), [`a ${all} z`]);
	t.is(decodeSymbols('!'), '▌');
});

test('text that is not ours passes as it is', t => {
	t.is(encodeSymbols('漢字 é'), '漢字 é');
	t.false(plainText.test('漢'));
});
