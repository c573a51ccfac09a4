import type {Instant} from '../../session/session.js';
import {formatAge} from '../text/format.js';
import {layoutBox, type Size} from '../work/layout.js';
import type {Rect} from '../cells/rect.js';
import {blankLine, fitSpans, keyed, span, spread, wrapText, type Line} from '../text/spans.js';
import {mostNumbers, type Question} from './question.js';
import {framed} from './box.js';

const widest = 96;

export function questionRect(question: Question, {size, now}: {readonly size: Size; readonly now: Instant}): Rect {
	const most = layoutBox(size, {cols: widest, rows: Math.max(1, size.rows - 4)});
	const wanted = content(question, {cols: Math.max(1, most.cols - 4), now}).length + 2;
	return layoutBox(size, {cols: widest, rows: Math.min(most.rows, wanted)});
}

/** Frame included: exactly `size.rows` lines. The keys stay where there is no room for all. */
export function questionLines(question: Question, {size, now}: {readonly size: Size; readonly now: Instant}): readonly Line[] {
	const rows = Math.max(1, size.rows - 2);
	const lines = content(question, {cols: Math.max(1, size.cols - 4), now});
	const shown = lines.length > rows ? [...lines.slice(0, rows - 1), ...lines.slice(-1)] : lines;
	return framed(Array.from({length: rows}, (_, index) => shown[index] ?? blankLine), size);
}

function content({id, answer}: Question, {cols, now}: {readonly cols: number; readonly now: Instant}): readonly Line[] {
	const shown = answer.conversations.slice(0, mostNumbers);
	const hidden = answer.conversations.length - shown.length;
	return [
		...wrapText(answer.sentence, cols).map(text => [span(text, 'ask')]),
		blankLine,
		...shown.map(({id: conversation, at, prompt}, index) => keyed(String(index + 1), spread(
			[span(`${index + 1} `, 'accent'), span(prompt === undefined ? conversation : `"${prompt}"`)],
			[span(`  ${formatAge(at, now)}`, 'dim')],
			cols,
		))),
		...hidden === 0 ? [] : [fitSpans([span(`${hidden} more: clutch restore ${id} --dry-run`, 'dim')], cols)],
		...shown.length === 0 ? [] : [blankLine],
		[...shown.length === 0 ? [] : [span(shown.length === 1 ? '1' : `1–${shown.length}`, 'accent'), span(' go on with it   ', 'dim')], ...keyed('N', [span('N', 'accent'), span(' a new conversation', 'dim')]), span('   '), ...keyed('Esc', [span('Esc', 'accent'), span(' not now', 'dim')])],
	];
}
