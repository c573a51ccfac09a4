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

const kept = {id: '00000001-aaaa', at: 1, prompt: 'fix the retry test', cwd: '/x', isHere: true};

function picked(line: string, status: 'looking' | 'whole', conversations = [kept]): readonly unknown[] {
	const preview = previewLine(line, {tiers, options: {}, kept: () => ({status, conversations}), price: () => undefined, decide: ({code}, words) => ({type: 'problem', problem: {id: 'usage', sentence: `decided ${code.mode} ${words ?? ''}`, choices: []}})});
	return [preview.status, preview.status === 'pick' ? preview.found.map(({id}) => id) : ('sentence' in preview ? preview.sentence : '')];
}

test('modes r and s list what is kept, already before the route is said, and words filter', t => {
	t.deepEqual(picked('cr', 'whole'), ['pick', [kept.id]]);
	t.deepEqual(picked('csp', 'looking'), ['pick', [kept.id]]);
	t.deepEqual(picked('crp retry fix', 'whole'), ['pick', [kept.id]]);
	t.deepEqual(picked('crp nothing', 'whole'), ['pick', []]);
});

test('in mode s words that are an id are one, and what fits nothing that is kept is one too, once all has been looked at', t => {
	t.deepEqual(picked(`csp ${kept.id}`, 'whole'), ['problem', `decided s ${kept.id}`]);
	t.deepEqual(picked('csp other-id', 'looking'), ['looking', '']);
	t.deepEqual(picked('csp other-id', 'whole'), ['problem', 'decided s other-id']);
	t.deepEqual(picked('csp retry', 'whole'), ['pick', [kept.id]]);
});

test('where nothing is kept, that is said, and a new one is offered', t => {
	t.deepEqual(picked('crpd', 'whole', []), ['problem', 'Claude Code keeps no conversation that could be picked.']);
});
