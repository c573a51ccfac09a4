import {stay, type Navigation, type Step} from '../navigation/navigation.js';
import {emptyPreview} from './preview.js';

/** Longer than any prompt that is typed into one line. */
const longestLine = 4000;

export function writeLine(navigation: Navigation, text: string): Step {
	const line = text.slice(0, longestLine);
	const next = {...navigation, line, due: undefined, selected: 0, preview: line === '' ? emptyPreview : navigation.preview};
	return line === '' || line.startsWith('/') ? stay({...next, preview: emptyPreview}) : {navigation: next, effects: [{type: 'look-up', line}]};
}

/** Two letters mean route p: its letter is put there, and the whole starts when it has been looked up. */
export function enterByGateway(navigation: Navigation): Step {
	const {navigation: next, effects} = writeLine(navigation, `${navigation.line}p`);
	return {navigation: {...next, due: {type: 'entered', line: next.line}}, effects};
}
