import type {SessionId} from '../../session/session.js';
import {clustersOf} from '../cells/width.js';
import type {Key} from '../keys/keys.js';
import {fitSpans, keyed, span, widthOfLine, type Line} from '../text/spans.js';
import type {RefusedCommand} from './refused-command.js';

/** One line that is asked for in the bar. `before` and `after` are what stands at each side of the cursor. */
export type Prompt = {
	readonly type: 'prompt';
	readonly wanted: {readonly type: 'command'} | {readonly type: 'filter'} | {readonly type: 'name'; readonly session: SessionId};
	readonly before: string;
	readonly after: string;
	readonly problem: string | undefined;
	/** The command could not be begun; gone with the next letter. */
	readonly refused?: RefusedCommand | undefined;
};

const longest = 4000;

/** What a key makes of the line. */
export function editPrompt({before, after}: Prompt, key: Key): Pick<Prompt, 'before' | 'after'> {
	if (key.type === 'paste') {
		return {before: `${before}${key.text.replaceAll(/\s+/g, ' ')}`.slice(0, longest), after};
	}

	const [left, right] = [clustersOf(before), clustersOf(after)];
	switch (key.name) {
		case 'Backspace': {
			return {before: left.slice(0, -1).join(''), after};
		}

		case 'Delete': {
			return {before, after: right.slice(1).join('')};
		}

		case 'Left': {
			return {before: left.slice(0, -1).join(''), after: (left.at(-1) ?? '') + after};
		}

		case 'Right': {
			return {before: before + (right[0] ?? ''), after: right.slice(1).join('')};
		}

		case 'Home':
		case 'Ctrl+a': {
			return {before: '', after: before + after};
		}

		case 'End':
		case 'Ctrl+e': {
			return {before: before + after, after: ''};
		}

		case 'Ctrl+u': {
			return {before: '', after};
		}

		case 'Ctrl+k': {
			return {before, after: ''};
		}

		case 'Ctrl+w': {
			return {before: before.replace(/\S*\s*$/, ''), after};
		}

		default: {
			return clustersOf(key.name).length === 1 && before.length < longest ? {before: before + key.name, after} : {before, after};
		}
	}
}

/** What is asked for, in one line: instead of the code line where there is one, else the bar. What is before the cursor gives way at its beginning. */
export function promptLine({wanted, before, after, problem}: Prompt, cols: number): Line {
	const {asks, does} = said[wanted.type];
	const label = span(asks, 'accent');
	const hint = problem === undefined
		? [span('   '), ...keyed('Enter', [span(`Enter ${does}`, 'dim')]), span('   '), ...keyed('Esc', [span('Esc back', 'dim')])]
		: [span(`   ${problem}`, 'warn')];
	const room = Math.max(4, cols - widthOfLine([label, ...hint]) - 2);
	let shown = clustersOf(before);
	while (shown.length > 0 && widthOfLine([span(shown.join(''))]) > room) {
		shown = shown.slice(1);
	}

	return fitSpans([label, span(shown.join('')), span('▏', 'accent'), span(after), ...hint], cols);
}

const said = {command: {asks: ' : ', does: 'run beside'}, name: {asks: ' Name: ', does: 'rename'}, filter: {asks: ' / ', does: 'keep'}} as const;

/** Whether it stands where the code line does: on Home, and in the box. */
export function isInCodeLine({screen, overlays}: {readonly screen: 'home' | 'work'; readonly overlays: ReadonlyArray<{readonly type: string}>}): boolean {
	return (screen === 'home' && overlays.every(({type}) => type !== 'watch')) || overlays.some(({type}) => type === 'box');
}
