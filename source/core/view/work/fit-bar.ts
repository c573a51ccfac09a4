import {fitSpans, span, widthOfLine, type Line} from '../text/spans.js';

/** A part of the bar. Where there is no room the one with the highest weight gives way: to its shorter form, or altogether. `weight` 0 stays always. What belongs to the part before it stands nearer. */
export type Segment = {readonly spans: Line; readonly weight: number; readonly shorter?: Segment | undefined; readonly belongs?: boolean | undefined};

const gap = 3;
const narrowGap = 2;

/** Left and right parts in one row of exactly `cols` cells. */
export function fitBar(left: readonly Segment[], right: readonly Segment[], cols: number): Line {
	let [lefts, rights] = [left.filter(segment => isShown(segment)), right.filter(segment => isShown(segment))];
	for (;;) {
		const all = [...lefts, ...rights];
		const needed = 2 + widthOfLine(joined(lefts)) + (lefts.length > 0 && rights.length > 0 ? gap : 0) + widthOfLine(joined(rights));
		const heaviest = Math.max(0, ...all.map(({weight}) => weight));
		if (needed <= cols || heaviest === 0) {
			break;
		}

		const shorten = (segment: Segment) => segment.weight < heaviest ? [segment] : (segment.shorter === undefined ? [] : [segment.shorter]);
		lefts = lefts.flatMap(segment => shorten(segment));
		rights = rights.flatMap(segment => shorten(segment));
	}

	const [leftSpans, rightSpans] = [joined(lefts), joined(rights)];
	const blank = Math.max(1, cols - 2 - widthOfLine(leftSpans) - widthOfLine(rightSpans));
	return fitSpans([span(' '), ...leftSpans, span(' '.repeat(blank)), ...rightSpans, span(' ')], cols);
}

function isShown({spans}: Segment): boolean {
	return widthOfLine(spans) > 0;
}

function joined(segments: readonly Segment[]): Line {
	return segments.flatMap(({spans, belongs}, index) => index === 0 ? spans : [span(' '.repeat(belongs === true ? narrowGap : gap)), ...spans]);
}
