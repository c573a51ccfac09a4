import test from 'ava';
import {findAll, needleOf} from '../../../../source/core/view/copy/find.js';

test('every sign that can be typed is found as itself', t => {
	const signs = Array.from({length: 0x7E - 0x20}, (_, index) => String.fromCodePoint(0x21 + index)).filter(sign => /[^a-z\d]/i.test(sign));
	t.deepEqual(signs.filter(sign => JSON.stringify(findAll(`ab aab axb a${sign}b`, needleOf(`a${sign}b`) ?? {text: '', pattern: /$^/g})) !== '[{"start":11,"end":14}]'), []);
});

test('case counts once there is a capital', t => {
	const count = (text: string) => findAll('Retry retry RETRY', needleOf(text) ?? {text, pattern: /$^/g}).length;
	t.deepEqual([count('retry'), count('Retry')], [3, 1]);
});
