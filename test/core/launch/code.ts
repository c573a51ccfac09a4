import test, {type ExecutionContext} from 'ava';
import {codeText, explainCode} from '../../../source/core/launch/code.js';

const tiers = {d: 'deepseek/v4', 1: 'profile 1'};

const wrong = test.macro({
	exec(t: ExecutionContext, typed: string, sentence: string) {
		const reading = explainCode(typed, tiers);
		t.is(reading.status === 'wrong' ? reading.sentence : reading.status, sentence);
	},
	title: (_: string | undefined, typed: string) => `says what is wrong with ${typed} and what would be right`,
});

test(wrong, 'z', 'z – no agent "z". c Claude Code');
test(wrong, 'cz', 'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick');
test(wrong, 'cif', 'cif – no route "f". cip gateway  cid direct');
test(wrong, 'cib', 'cib – no route "b". cip gateway  cid direct');
test(wrong, 'cipz', 'cipz – no tier "z" (tiers.z of the config names its model). cip1 profile 1  cipd deepseek/v4');
test(wrong, 'cip7', 'cip7 – no tier "7" (profiles.7 of the config names its model). cip1 profile 1  cipd deepseek/v4');
test(wrong, 'cidd', 'cidd – route d goes past the gateway, so no tier can follow it; -m names a model. cid direct');
test(wrong, 'cipdd', 'cipdd – a code has three letters and at most one for the tier. cipd deepseek/v4');
test(wrong, 'CIP', 'CIP – no agent "C". c Claude Code');

test('explains a code letter by letter', t => {
	t.deepEqual(['', 'c', 'ci', 'cip', 'cipd'].map(typed => {
		const reading = explainCode(typed, tiers);
		return reading.status === 'wrong' ? reading : {status: reading.status, decoded: reading.decoded, next: reading.next.map(choice => choice.code)};
	}), [
		{status: 'open', decoded: [], next: ['c']},
		{status: 'open', decoded: ['Claude Code'], next: ['ci', 'cc', 'cn', 'cs', 'cr']},
		{status: 'open', decoded: ['Claude Code', 'new session'], next: ['cip', 'cid']},
		{status: 'whole', decoded: ['Claude Code', 'new session', 'gateway'], next: ['cip1', 'cipd']},
		{status: 'whole', decoded: ['Claude Code', 'new session', 'gateway', 'deepseek/v4'], next: []},
	]);
});

test('prints back every code it reads', t => {
	for (const mode of 'icnsr') {
		for (const rest of ['p', 'd', 'pd', 'p1']) {
			const reading = explainCode(`c${mode}${rest}`, tiers);
			t.is(reading.status === 'whole' ? codeText(reading.code) : reading.status, `c${mode}${rest}`);
		}
	}
});
