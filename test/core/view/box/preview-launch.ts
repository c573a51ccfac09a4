import test from 'ava';
import {previewLine} from '../../../../source/core/view/box/preview-launch.js';

const tiers = {d: 'deepseek/deepseek-v4-flash:free', n: 'nvidia/nemotron-3-super-120b-a12b:free', f: 'moonshotai/kimi-k2.6:free (configured default; no scan)', 1: 'profile 1'};

function open(line: string) {
	const preview = previewLine(line, {tiers, options: {}, kept: () => undefined, price: () => undefined, decide: () => ({type: 'problem', problem: {id: 'usage', sentence: 'decided', choices: []}})});
	return preview.status === 'open' ? [preview.next, preview.whole] : preview.status;
}

test('says what may follow, tiers by their letters so that it fits beside the code', t => {
	t.deepEqual(open('c'), ['i new   c continue   n one prompt   s session id   r pick one', false]);
	t.deepEqual(open('ci'), ['p gateway   b bypass   d direct   n f 1', true]);
});

test('takes two letters for route p where a blank follows', t => {
	t.is(open('ci fix it'), 'problem');
	t.is(open('cip'), 'problem');
});
