import test, {type ExecutionContext} from 'ava';
import {emptyQueryState, withoutQueries} from '../../../../source/core/view/keys/queries.js';

/** Whole, and in two parts at every byte. */
function passes(t: ExecutionContext, text: string, expected: string): void {
	const bytes = Buffer.from(text);
	for (let split = 0; split <= bytes.length; split++) {
		const [between, first] = withoutQueries(emptyQueryState, bytes.subarray(0, split));
		const [rest, second] = withoutQueries(between, bytes.subarray(split));
		t.is(Buffer.concat([first, second, rest.pending]).toString(), expected);
	}
}

const drops = test.macro({
	exec(t: ExecutionContext, query: string) {
		passes(t, `héllo${query}wörld`, 'héllowörld');
	},
	title: (_: string | undefined, query: string) => `takes ${JSON.stringify(query)} out of the output`,
});

for (const query of [
	'\u001B[c', '\u001B[0c', '\u001B[>c', '\u001B[=c', '\u001B[5n', '\u001B[6n', '\u001B[?6n', '\u001B[?996n', '\u001B[>q', '\u001B[>0q', '\u001B[?2026$p', '\u001B[4$p', '\u001B[?u',
	'\u001B[14t', '\u001B[16t', '\u001B[18t', '\u001B]10;?\u0007', '\u001B]11;?\u001B\\', '\u001B]4;1;?\u0007', '\u001B]52;c;?\u0007', '\u001B]7501;?\u001B\\', '\u001BP+q544e\u001B\\', '\u001BP$qm\u001B\\', '\u001B_Gi=1,a=q,s=1;AAAA\u001B\\',
]) {
	test(drops, query);
}

const keeps = test.macro({
	exec(t: ExecutionContext, text: string) {
		passes(t, `héllo${text}wörld`, `héllo${text}wörld`);
	},
	title: (_: string | undefined, text: string) => `leaves ${JSON.stringify(text)} as it is`,
});

for (const text of [
	'\u001B[31m', '\u001B[2 q', '\u001B[?2026h', '\u001B[>1u', '\u001B[<u', '\u001B[=1;1u', '\u001B[>4;1m', '\u001B[1;5H', '\u001B[8;24;80t', '\u001B[22;0t', '\u001B]0;what?\u0007', '\u001B]8;;http://x/?\u001B\\', '\u001B]52;c;aGk=\u0007',
	'\u001B]7501;state=idle\u001B\\', '\u001B_Ga=T,f=100;AAAA\u001B\\', '\u001B7', '\u001B(B', '\u001B\u001B[A', '\u001B]0;broken off\u001B[31m',
]) {
	test(keeps, text);
}

test('lets a long string go on before it has ended', t => {
	const long = `\u001B]52;c;${'A'.repeat(10_000)}`;
	const [rest, passed] = withoutQueries(emptyQueryState, Buffer.from(long));
	t.deepEqual([rest.pending.length, Buffer.from(passed).toString()], [0, long]);
});

test('knows which screen the program is on', t => {
	const texts = ['\u001B[?1049h', '\u001B[?2004;1049h', '\u001B[?1049h\u001B[?25l\u001B[?1049l', '\u001B[?2004h'];
	for (const split of [0, 3, 7]) {
		t.deepEqual(texts.map(text => {
			const [between] = withoutQueries(emptyQueryState, Buffer.from(text.slice(0, split)));
			return withoutQueries(between, Buffer.from(text.slice(split)))[0].alternate;
		}), [true, true, false, false]);
	}
});
