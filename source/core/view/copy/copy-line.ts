import {fitSpans, span, type Line} from '../text/spans.js';
import type {CopyStatus} from './copy-state.js';

const kinds = {characters: 'selecting', lines: 'selecting lines', block: 'selecting a block'} as const;

/** The bar while the focused pane is looked back in: where, and which keys come next. */
export function copyLine({above, total, prompt, selecting}: CopyStatus, cols: number): Line {
	if (prompt !== undefined) {
		return fitSpans([span(` ${prompt.direction === 'forward' ? '/' : '?'}`, 'accent'), span(`${prompt.text}_`), span('   Enter', 'accent'), span(' stay here', 'dim'), span('   Esc', 'accent'), span(' back', 'dim')], cols);
	}

	const keys = selecting === undefined
		? [['q', 'leave'], ['/ ?', 'find'], ['v V', 'select'], ['y', 'copy line'], ['g G', 'oldest, newest']] as const
		: [['y', 'copy'], ['Esc', 'no selection'], ['o', 'other end'], ['q', 'leave']] as const;
	return fitSpans([
		span(` scroll ${above.toLocaleString('en')}/${total.toLocaleString('en')}`, 'focus'),
		...(selecting === undefined ? [] : [span(`   ${kinds[selecting]}`, 'ok')]),
		...keys.flatMap(([key, label]) => [span(`   ${key}`, 'accent'), span(` ${label}`, 'dim')]),
	], cols);
}
