import type {Terminal} from '@xterm/headless';
import type {Appearance} from '../core/session/appearance.js';
import type {ModeTracker} from './emulator-modes.js';

type Options = {readonly answer: (text: string) => void; readonly tracker: ModeTracker; readonly version: string; readonly appearance: () => Appearance};

/** Nobody knows the size of a cell in the window that shows it; this shape is that of most. */
const cell = {width: 10, height: 20};
/** What a program reads of `terminfo` by asking, as xterm answers it. */
const capabilities: Readonly<Record<string, string>> = {TN: 'xterm-256color', Co: '256', colors: '256', RGB: '8'};
/** Our own screens cluster graphemes, always; sizes are told by SIGWINCH only. */
const graphemes = 2027;
const states = {unknown: 0, set: 1, reset: 2, always: 3} as const;

/** What the emulator leaves unanswered and agents wait for. All goes to the one `answer`, so that answers leave in the order of the questions. */
export function answerQuestions(terminal: Terminal, {answer, tracker, version, appearance}: Options): void {
	const {parser} = terminal;
	parser.registerCsiHandler({prefix: '?', final: 'u'}, () => {
		answer(`\u001B[?${tracker.kitty()}u`);
		return true;
	});
	parser.registerCsiHandler({prefix: '?', final: 'm'}, ([parameter]) => {
		if (parameter === 4) {
			answer(`\u001B[>4;${tracker.otherKeys()}m`);
		}

		return true;
	});
	parser.registerCsiHandler({prefix: '>', final: 'q'}, () => {
		answer(`\u001BP>|Clutch(${version})\u001B\\`);
		return true;
	});
	parser.registerCsiHandler({prefix: '=', final: 'c'}, () => {
		answer('\u001BP!|00000000\u001B\\');
		return true;
	});
	parser.registerCsiHandler({prefix: '?', final: 'n'}, ([parameter]) => {
		if (parameter === 996) {
			answer(schemeReport(appearance()));
		}

		return parameter === 996;
	});
	parser.registerCsiHandler({prefix: '?', intermediates: '$', final: 'p'}, ([parameter]) => {
		const mode = Number(parameter);
		const isKept = tracker.keeps(mode);
		if (mode !== graphemes && !isKept) {
			return false;
		}

		const state = mode === graphemes ? states.always : (tracker.isOn(mode) ? states.set : states.reset);
		answer(`\u001B[?${mode};${state}$y`);
		return true;
	});
	parser.registerCsiHandler({final: 't'}, ([parameter]) => {
		if (parameter === 14) {
			answer(`\u001B[4;${terminal.rows * cell.height};${terminal.cols * cell.width}t`);
		} else if (parameter === 16) {
			answer(`\u001B[6;${cell.height};${cell.width}t`);
		}

		return parameter === 14 || parameter === 16;
	});
	parser.registerDcsHandler({intermediates: '+', final: 'q'}, text => {
		for (const name of text.split(';')) {
			const decoded = Buffer.from(name, 'hex').toString('latin1');
			const value = Object.hasOwn(capabilities, decoded) ? capabilities[decoded] : undefined;
			answer(value === undefined ? `\u001BP0+r${plainHex(name)}\u001B\\` : `\u001BP1+r${plainHex(name)}=${Buffer.from(value, 'latin1').toString('hex').toUpperCase()}\u001B\\`);
		}

		return true;
	});
}

/** What is said when a program asks which scheme there is, and of a change to those that want to be told (mode 2031). */
export function schemeReport({scheme}: Appearance): string {
	return `\u001B[?997;${scheme === 'dark' ? 1 : 2}n`;
}

/** What a program sent comes back to it as input, so nothing but digits may. */
function plainHex(text: string): string {
	return /^[\da-f]{1,128}$/i.test(text) ? text : '';
}
