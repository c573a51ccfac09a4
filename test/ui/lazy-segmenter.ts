import test from 'ava';
import {LazySegmenter} from '../../source/ui/lazy-segmenter.js';

const real = new Intl.Segmenter();
const lazy = LazySegmenter(); // eslint-disable-line new-cap -- it stands in for a constructor

/** What the stand-in decides by itself it says without the tables, so the object behind `segment` is not the one of the real segmenter. */
const isDecidedHere = (text: string) => Object.getPrototypeOf(lazy.segment(text)) === Object.prototype;
const graphemes = (segmenter: Pick<Intl.Segmenter, 'segment'>, text: string) => Array.from(segmenter.segment(text), ({segment, index}) => ({segment, index}));

test('every character that is taken for a grapheme of its own is one, whatever plain character stands beside it', t => {
	const plain = Array.from({length: 0xFFFF}, (_, code) => String.fromCodePoint(code)).filter(character => isDecidedHere(character));
	t.true(plain.length > 3000);
	const text = plain.join('');
	const turned = plain.toReversed().join('');
	const spaced = plain.map(character => `${character} ↔${character}©`).join('');
	for (const one of [text, turned, spaced]) {
		t.true(isDecidedHere(one));
		t.deepEqual(graphemes(lazy, one), graphemes(real, one));
	}
});

test('our own screens need no tables, and what joins characters is left to them', t => {
	t.true(isDecidedHere('\u001B[38;5;80m● Claude Code\u001B[0m │ ▌─ 2.3M tok · p50 1.9s … 60×15 → “x” –'));
	for (const text of ['e\u0301', '👩‍👩‍👧', '⚠️', '\r\n', '한국', '日本']) {
		t.false(isDecidedHere(text));
		t.deepEqual(graphemes(lazy, text), graphemes(real, text));
	}
});
