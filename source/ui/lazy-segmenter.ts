/** Where there is nothing else, each of these characters is a grapheme of its own: ASCII, Latin letters, punctuation, arrows, lines and symbols, as all of our screens are made of. What joins or marks another one is not among them. */
const plain = /^[\t\u{1B}\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{2FF}\u{2010}-\u{2027}\u{2030}-\u{205F}\u{2070}-\u{20CF}\u{2100}-\u{2BFF}]*$/u; // eslint-disable-line no-control-regex -- colours begin with an escape

type Segmenter = Pick<Intl.Segmenter, 'segment' | 'resolvedOptions'>;

/**
Stands in for `Intl.Segmenter` in the bundles (`build.js` puts it there). Ink's packages make several while they load and ask them about every character; the first one costs some 30 ms, because it brings in the tables of Unicode. What our own screens are made of needs no tables.
*/
export function LazySegmenter(locales?: string | readonly string[], options?: Intl.SegmenterOptions): Segmenter {
	let made: Intl.Segmenter | undefined;
	const real = () => {
		made ??= new globalThis.Intl.Segmenter(typeof locales === 'object' ? [...locales] : locales, options);
		return made;
	};

	const isByGrapheme = (options?.granularity ?? 'grapheme') === 'grapheme';
	return {
		segment: text => (isByGrapheme && plain.test(text) ? plainSegments(text, () => real().segment(text)) : real().segment(text)),
		resolvedOptions: () => real().resolvedOptions(),
	};
}

function plainSegments(text: string, whole: () => Intl.Segments): Intl.Segments {
	return {
		containing: index => whole().containing(index),
		[Symbol.iterator]: () => eachCharacter(text),
	};
}

function * eachCharacter(text: string): Generator<Intl.SegmentData, undefined> {
	for (let index = 0; index < text.length; index++) {
		yield {segment: text.charAt(index), index, input: text};
	}

	return undefined;
}
