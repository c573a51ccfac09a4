import test from 'ava';
import {defaultChord, emptyChordState, feedChord, flushChord, parseChord, type ChordPiece} from '../../../../source/core/view/keys/chord.js';

const encoder = new TextEncoder();

function read(chunks: readonly string[], chord = defaultChord): readonly string[] {
	let state = emptyChordState;
	const pieces: ChordPiece[] = [];
	for (const chunk of chunks) {
		const [next, found] = feedChord(state, encoder.encode(chunk), chord);
		state = next;
		pieces.push(...found);
	}

	pieces.push(...flushChord(state)[1]);
	return joined(pieces);
}

/** Bytes that follow each other count as one piece: how they were cut is nobody's business. */
function joined(pieces: readonly ChordPiece[]): readonly string[] {
	const words: string[] = [];
	for (const piece of pieces) {
		const text = new TextDecoder('latin1').decode(piece.bytes);
		if (piece.type === 'chord') {
			words.push('<chord>');
		} else if (words.length > 0 && words.at(-1) !== '<chord>') {
			words.push(`${words.pop() ?? ''}${text}`);
		} else {
			words.push(text);
		}
	}

	return words;
}

const cases: ReadonlyArray<readonly [title: string, input: string, expected: readonly string[]]> = [
	['plain typing', 'hello\r\u0003', ['hello\r\u0003']],
	['the legacy byte', 'a\u0000b', ['a', '<chord>', 'b']],
	['twice', '\u0000\u0000', ['<chord>', '<chord>']],
	['CSI-u', 'a\u001B[32;5ub', ['a', '<chord>', 'b']],
	['CSI-u with number lock', '\u001B[32;133u', ['<chord>']],
	['CSI-u released, which says nothing', 'a\u001B[32;5:1u\u001B[32;5:3ub', ['a', '<chord>', 'b']],
	['modifyOtherKeys', '\u001B[27;5;32~x', ['<chord>', 'x']],
	['Ctrl+Shift+Space, which is another key', '\u001B[32;6u', ['\u001B[32;6u']],
	['arrows, Alt keys and a lone Esc', '\u001B[A\u001BOB\u001Bx\u001B[1;5D\u001B', ['\u001B[A\u001BOB\u001Bx\u001B[1;5D\u001B']],
	['a paste with the byte inside', '\u001B[200~a\u0000b\u001B[32;5u\u001B[201~\u0000', ['\u001B[200~a\u0000b\u001B[32;5u\u001B[201~', '<chord>']],
	['mouse reports and answers', '\u001B[<0;12;3M\u001B[?62;22c', ['\u001B[<0;12;3M\u001B[?62;22c']],
	['a sequence that never ends', `\u001B[${'1;'.repeat(40)}x`, [`\u001B[${'1;'.repeat(40)}x`]],
];

for (const [title, input, expected] of cases) {
	test(`tells the chord from what goes to the pane: ${title}`, t => {
		t.deepEqual(read([input]), expected.map(text => new TextDecoder('latin1').decode(encoder.encode(text))));
		for (let cut = 1; cut < input.length; cut++) {
			t.deepEqual(read([input.slice(0, cut), input.slice(cut)]), read([input]), `cut at ${cut}`);
		}

		t.deepEqual(read([...input]), read([input]), 'byte by byte');
	});
}

test('passes bytes that are no text on as they are', t => {
	const bytes = Uint8Array.from({length: 255}, (_, index) => index + 1);
	const [state, pieces] = feedChord(emptyChordState, bytes, defaultChord);
	t.deepEqual(Uint8Array.from([...pieces, ...flushChord(state)[1]].flatMap(piece => [...piece.bytes])), bytes);
});

test('takes another chord from the settings and refuses keys that agents need', t => {
	t.deepEqual(parseChord('ctrl+b'), {label: 'Ctrl+b', byte: 2, codePoint: 98});
	t.deepEqual(parseChord('Ctrl+Space'), defaultChord);
	t.deepEqual(['Ctrl+c', 'Ctrl+m', 'x', 'Alt+x'].map(setting => parseChord(setting)), [undefined, undefined, undefined, undefined]);
	t.deepEqual(read(['a\u0002b\u0000'], parseChord('Ctrl+b')), ['a', '<chord>', 'b\u0000']);
});
