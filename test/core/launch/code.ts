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

test(wrong, 'z', 'z – no agent "z". c Claude Code  x Codex  q Qwen Code  p Pi  o OpenCode  h Hermes  a Ante  g Antigravity');
test(wrong, 'cz', 'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick');
test(wrong, 'ciz', 'ciz – no route or tier "z" (tiers.z of the config names its model). cip gateway  cib bypass  cid direct  ci1 profile 1');
test(wrong, 'ci!', 'ci! – no route or tier "!". cip gateway  cib bypass  cid direct  ci1 profile 1');
test(wrong, 'cipz', 'cipz – no tier "z" (tiers.z of the config names its model). cipd deepseek/v4  cip1 profile 1');
test(wrong, 'cip7', 'cip7 – no tier "7" (profiles.7 of the config names its model). cipd deepseek/v4  cip1 profile 1');
test(wrong, 'cidd', 'cidd – route d goes past the gateway, so no tier can follow it; -m names a model. cid direct');
test(wrong, 'cipdd', 'cipdd – a code has an agent, a mode, a route and at most one letter for the tier. cipd deepseek/v4');
test(wrong, 'ci1d', 'ci1d – a code has an agent, a mode, a route and at most one letter for the tier. ci1 profile 1');
test(wrong, 'CIP', 'CIP – no agent "C". c Claude Code  x Codex  q Qwen Code  p Pi  o OpenCode  h Hermes  a Ante  g Antigravity');

test('explains a code letter by letter', t => {
	t.deepEqual(['', 'c', 'ci', 'cip', 'cipd'].map(typed => {
		const reading = explainCode(typed, tiers);
		return reading.status === 'wrong' ? reading : {status: reading.status, decoded: reading.decoded, next: reading.next.map(choice => choice.code)};
	}), [
		{status: 'open', decoded: [], next: ['c', 'x', 'q', 'p', 'o', 'h', 'a', 'g']},
		{status: 'open', decoded: ['Claude Code'], next: ['ci', 'cc', 'cn', 'cs', 'cr']},
		{status: 'open', decoded: ['Claude Code', 'new session'], next: ['cip', 'cib', 'cid', 'ci1']},
		{status: 'whole', decoded: ['Claude Code', 'new session', 'gateway'], next: ['cipd', 'cip1']},
		{status: 'whole', decoded: ['Claude Code', 'new session', 'gateway', 'deepseek/v4'], next: []},
	]);
});

test('reads two letters as route p, a tier in the place of the route too, and upper-case modes as runs without a screen', t => {
	const read = (typed: string) => {
		const reading = explainCode(typed, {...tiers, f: 'free'});
		return reading.status === 'wrong' || reading.code === undefined ? reading.status : {...reading.code, printed: codeText(reading.code)};
	};

	t.deepEqual(['c', 'ci', 'ccf', 'ci1', 'cid', 'cbf', 'cIp', 'cCb', 'cRf'].map(typed => read(typed)), [
		'open',
		{agent: 'c', mode: 'i', headless: false, route: 'p', tier: undefined, printed: 'cip'},
		{agent: 'c', mode: 'c', headless: false, route: 'p', tier: 'f', printed: 'ccpf'},
		{agent: 'c', mode: 'i', headless: false, route: 'p', tier: '1', printed: 'cip1'},
		{agent: 'c', mode: 'i', headless: false, route: 'd', tier: undefined, printed: 'cid'},
		'wrong',
		{agent: 'c', mode: 'n', headless: true, route: 'p', tier: undefined, printed: 'cnp'},
		{agent: 'c', mode: 'c', headless: true, route: 'b', tier: undefined, printed: 'cCb'},
		{agent: 'c', mode: 's', headless: true, route: 'p', tier: 'f', printed: 'cRpf'},
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
