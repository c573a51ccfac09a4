import test from 'ava';
import {shownPrompt} from '../../../source/core/session/first-prompt.js';

const cases = [
	['fix the flaky retry test', 'fix the flaky retry test'],
	['  fix\n\tthis \r\n and that ', 'fix this and that'],
	['a\u001B[2Jb\u009Bc\u0007\u202Ed\u2028e', 'a [2Jb c d e'],
	['use sk-ant-api03-abcdefgh12345678 for it', 'use •••• for it'],
	['OPENAI_API_KEY=sk-\u0000proj-abcdefgh12345678', 'OPENAI_API_KEY=•••• proj-abcdefgh12345678'],
	['x'.repeat(5000), 'x'.repeat(200)],
	[`${'x'.repeat(199)}😀`, 'x'.repeat(199)],
	['\u001B\n', undefined],
	['', undefined],
] as const;
for (const [prompt, shown] of cases) {
	test(`a first prompt is shown as one line without secrets and control characters: ${JSON.stringify(prompt.slice(0, 40))}, ${prompt.length}`, t => {
		t.is(shownPrompt(prompt), shown);
	});
}
