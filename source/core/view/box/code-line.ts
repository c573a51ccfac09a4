import {blankLine, fitSpans, span, spread, wrapText, type Line} from '../text/spans.js';
import {textWidth} from '../cells/width.js';
import {emptyPreview, type Preview} from './preview.js';

type CodeLine = {readonly line: string; readonly preview: Preview; readonly cols: number; readonly prompt: string};

/** What is typed, and at its right what it means so far. */
export function codeLine({line, preview, cols, prompt}: CodeLine): Line {
	const room = Math.max(1, cols - textWidth(prompt) - 1);
	// The end of what is typed is what one looks at.
	const shown = textWidth(line) > room ? `…${tail(line, room - 1)}` : line;
	const left = [span(prompt, 'accent'), span(shown, 'focus'), span('_', 'dim')];
	const meaning = meaningOf(preview);
	return textWidth(line) + meaning.reduce((sum, {text}) => sum + textWidth(text), 0) + textWidth(prompt) + 4 > cols ? fitSpans(left, cols) : spread(left, meaning, cols);
}

function tail(text: string, cells: number): string {
	let rest = text;
	while (textWidth(rest) > cells) {
		rest = rest.slice(1);
	}

	return rest;
}

function meaningOf(preview: Preview): Line {
	if (preview.status === 'empty' || preview.status === 'wrong') {
		return blankLine;
	}

	const decoded = preview.decoded.join(' · ');
	return preview.status === 'open' ? [span(`${decoded} · …  `, 'text'), span(preview.next, 'dim'), span(' ')] : [span(`${decoded} `, 'text')];
}

/** What stands under the code line: the exact command and its surroundings, or a sentence with numbered steps. */
export function previewLines(preview: Preview, cols: number): readonly Line[] {
	switch (preview.status) {
		case 'empty':
		case 'open': {
			return [];
		}

		case 'wrong': {
			return wrapText(preview.sentence, cols).map(text => fitSpans([span(text, 'warn')], cols));
		}

		case 'looking': {
			return [fitSpans([span('…', 'dim')], cols)];
		}

		case 'wants': {
			return [fitSpans([span(preview.sentence, 'accent')], cols)];
		}

		case 'problem': {
			return [
				...wrapText(preview.sentence, cols).map(text => fitSpans([span(text, 'bad')], cols)),
				...preview.choices.map(({text}, index) => fitSpans([span(`${index + 1} `, 'accent'), span(text)], cols)),
			];
		}

		case 'ready': {
			return preview.rows.map(row => fitSpans([span(row.label.padEnd(6), 'dim'), ...row.spans], cols));
		}
	}
}

export function isStale(preview: Preview, line: string): boolean {
	return preview.status !== 'empty' && preview.line !== line;
}

export function currentPreview(preview: Preview, line: string): Preview {
	return isStale(preview, line) ? emptyPreview : preview;
}
