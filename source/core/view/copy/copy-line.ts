import {hintNow, keyNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import {fitSpans, keyed, span, type Line} from '../text/spans.js';
import type {CopyStatus, SearchOutcome} from './copy-state.js';

const kinds = {characters: 'selecting', lines: 'selecting lines', block: 'selecting a block'} as const;

/** The bar while the focused pane is looked back in: where, how a search ended, and which keys come next. */
export function copyLine({above, total, prompt, outcome, selecting}: CopyStatus, {cols, table}: {readonly cols: number; /** The key table in force. @default keymap */ readonly table?: readonly KeyRow[] | undefined}): Line {
	if (prompt !== undefined) {
		return fitSpans([
			span(` ${prompt.direction === 'forward' ? '/' : '?'}`, 'accent'),
			span(`${prompt.text}_`),
			...outcomeSpans(outcome),
			...hint('Enter', outcome?.type === 'nowhere' ? 'stay' : 'stay here'),
			...hint('Esc', 'back'),
		], cols);
	}

	const keys = selecting === undefined
		? [['q', 'leave'], ['/ ?', 'find'], ['v V', 'select'], ['y', 'copy line'], ['E P', 'editor, pager'], ['g G', 'oldest, newest'], ['F1', 'keys']] as const
		: [['y', 'copy'], ['Esc', 'no selection'], ['o', 'other end'], ['q', 'leave'], ['F1', 'keys']] as const;
	return fitSpans([
		span(` scroll ${above.toLocaleString('en')}/${total.toLocaleString('en')}`, 'focus'),
		...(selecting === undefined ? [] : [span(`   ${kinds[selecting]}`, 'ok')]),
		...outcomeSpans(outcome),
		...keys.flatMap(([key, label]) => hintInForce(key, label, table)),
	], cols);
}

function hint(key: string, label: string): Line {
	return keyed(key.split(' ')[0] ?? key, [span(`   ${key}`, 'accent'), span(` ${label}`, 'dim')]);
}

/** As its user has the keys; a click is the first of them. */
function hintInForce(keys: string, label: string, table: readonly KeyRow[] | undefined): Line {
	const [first] = keys.split(' ').flatMap(key => keyNow('copy', key, table) ?? []);
	const shown = hintNow('copy', keys, table);
	return first === undefined || shown === undefined ? [] : keyed(first, [span(`   ${shown}`, 'accent'), span(` ${label}`, 'dim')]);
}

/** A search goes on at the other end by itself, so that what is not there is nowhere. */
function outcomeSpans(outcome: SearchOutcome | undefined): Line {
	if (outcome === undefined) {
		return [];
	}

	const {type, text, direction} = outcome;
	const [side, other, end] = direction === 'forward' ? ['below', 'above', 'oldest'] : ['above', 'below', 'newest'];
	return [span(`   no match for "${text}" ${side}${type === 'nowhere' ? ` or ${other}` : `: went on from the ${end} line`}`, type === 'nowhere' ? 'warn' : 'ok')];
}
