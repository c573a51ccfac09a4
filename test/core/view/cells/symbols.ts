import test from 'ava';
import stringWidth from 'string-width';
import {plainText} from '../../../../source/core/view/cells/symbols.js';

const all = '▌◐●○✔✖↻◆◌▸▾…·–│─╭╮╰╯›❯↓↑→←▁▂▃▄▅▆▇█▓░≈−✚';

test('every symbol is one cell wide, as it is taken to be', t => {
	t.deepEqual([...all].filter(symbol => stringWidth(symbol) !== 1 || !plainText.test(symbol)), []);
});

test('text that is not ours is measured', t => {
	t.false(plainText.test('漢'));
	t.false(plainText.test('é'));
});
