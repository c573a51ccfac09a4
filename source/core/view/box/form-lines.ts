import {fitSpans, span, type Line} from '../text/spans.js';
import {optionNames, type LaunchOptions, type OptionName} from './options.js';
import type {OptionForm} from './palette.js';

const hints: Readonly<Record<OptionName, string>> = {
	folder: 'where it runs',
	name: 'what it is called',
	prompt: 'what is said first',
	model: 'instead of its role',
	session: 'the id of a conversation to go on with',
	profile: 'of the configuration',
};

const mostFound = 4;

/** The options under the code line, one a row; under the field that is written in, what could stand there. */
export function formLines(form: OptionForm, {options, cols, cwd}: {readonly options: LaunchOptions; readonly cols: number; readonly cwd: string}): readonly Line[] {
	return [
		...optionNames.flatMap(name => {
			const isHere = name === form.field;
			const text = options[name];
			const value = text === undefined ? [span(isHere ? '_ ' : '', 'dim'), span(name === 'folder' ? cwd : hints[name], 'dim')] : [span(text, isHere ? 'focus' : 'text'), span(isHere ? '_' : '', 'dim')];
			return [fitSpans([span(isHere ? '▸ ' : '  ', 'accent'), span(name.padEnd(9), isHere ? 'accent' : 'dim'), ...value], cols), ...(isHere ? foundLines(form, cols) : [])];
		}),
		fitSpans([span('Enter ', 'accent'), span('start   ', 'dim'), span('Tab ', 'accent'), span('next   ', 'dim'), span('↓ ', 'accent'), span('choose   ', 'dim'), span('→ ', 'accent'), span('take   ', 'dim'), span('Esc ', 'accent'), span('back to the line', 'dim')], cols),
	];
}

function foundLines({found, at}: OptionForm, cols: number): readonly Line[] {
	const start = Math.max(0, Math.min((at ?? 0) - mostFound + 1, found.length - mostFound));
	return found.slice(start, start + mostFound).map((text, index) => {
		const isChosen = start + index === at;
		return fitSpans([span(`           ${isChosen ? '▸' : ' '} `, 'accent'), span(text, isChosen ? 'accent' : 'dim')], cols);
	});
}
