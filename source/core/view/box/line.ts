import {stay, type Navigation, type Step} from '../navigation/navigation.js';
import type {LaunchOptions} from './options.js';
import {startPalette} from './palette.js';
import {emptyPreview} from './preview.js';

/** Longer than any prompt that is typed into one line. */
const longestLine = 4000;

export function writeLine(navigation: Navigation, text: string): Step {
	const line = text.slice(0, longestLine);
	const next = {...navigation, line, due: undefined, selected: 0, preview: line === '' ? emptyPreview : navigation.preview};
	return line === '' || line.startsWith('/') ? stay({...next, preview: emptyPreview, palette: {...next.palette, form: undefined}}) : {navigation: next, effects: [{type: 'look-up', line}]};
}

/** Back to an empty line; what was said beside it goes too. */
export function clearLine(navigation: Navigation): Step {
	return writeLine({...navigation, palette: startPalette}, '');
}

/** Puts a line there and starts it once it has been looked up. */
export function enterLine(navigation: Navigation, line: string): Step {
	const {navigation: next, effects} = writeLine(navigation, line);
	return {navigation: {...next, due: {type: 'entered', line: next.line}}, effects};
}

/** Two letters mean route p: its letter is put there, and the whole starts when it has been looked up. */
export function enterByGateway(navigation: Navigation): Step {
	return enterLine(navigation, `${navigation.line}p`);
}

/** What is said beside the code has changed: what the line would do is another thing now. */
export function setOptions(navigation: Navigation, options: LaunchOptions): Step {
	const {line, palette} = navigation;
	const next = {...navigation, palette: {...palette, options}, due: undefined};
	return line === '' || line.startsWith('/') ? stay(next) : {navigation: {...next, preview: {status: 'looking', line, decoded: decodedOf(navigation)}}, effects: [{type: 'look-up', line}]};
}

function decodedOf({preview}: Navigation): readonly string[] {
	return 'decoded' in preview ? preview.decoded : [];
}
