/** Of these characters each is a grapheme of its own. */
const plain = /^[\t\u{1B}\u{20}-\u{7E}]*$/u; // eslint-disable-line no-control-regex -- colours begin with an escape

type Segmenter = Pick<Intl.Segmenter, 'segment' | 'resolvedOptions'>;

/**
Stands in for `Intl.Segmenter` in the bundles (`build.js` puts it there). Ink's packages make several while they load and ask them about every character; the first one costs some 30 ms, because it brings in the tables of Unicode. Plain ASCII, which is all that the first frame has, needs no tables.
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
