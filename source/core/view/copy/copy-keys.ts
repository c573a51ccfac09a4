import type {Motion} from './motions.js';

/** What keys do while a pane is looked back in. */
export type CopyAction =
	| Motion
	| CopyCommand;

export type CopyCommand = typeof commands[number];

const commands = [
	'select-characters', 'select-lines', 'select-block', 'other-end',
	'find-forward', 'find-backward', 'find-next', 'find-previous',
	'copy', 'open-editor', 'open-pager', 'leave-copy',
] as const;

export function isMotion(action: CopyAction): action is Motion {
	return !(commands as readonly string[]).includes(action);
}

type CopyRow = {readonly keys: readonly string[]; readonly shown: string; readonly action: CopyAction; readonly label: string; readonly places: readonly ['copy']};

const row = (keys: readonly string[], action: CopyAction, {shown, label}: {readonly shown: string; readonly label: string}): CopyRow => ({keys, shown, action, label, places: ['copy']});

/** Its part of the key table. Letters are no codes here: the pane is not typed into. */
export const copyRows: readonly CopyRow[] = [
	row(['q', 'Esc'], 'leave-copy', {shown: 'q Esc', label: 'back to the newest lines'}),
	row(['Up', 'k'], 'line-up', {shown: '↑ k', label: 'line up'}),
	row(['Down', 'j'], 'line-down', {shown: '↓ j', label: 'line down'}),
	row(['Left', 'h'], 'left', {shown: '← h', label: 'left'}),
	row(['Right', 'l'], 'right', {shown: '→ l', label: 'right'}),
	row(['PageUp', 'Shift+PageUp', 'Ctrl+b'], 'page-up', {shown: 'PageUp', label: 'page up'}),
	row(['PageDown', 'Shift+PageDown', 'Ctrl+f', 'Space', ' '], 'page-down', {shown: 'PageDown', label: 'page down'}),
	row(['Ctrl+u'], 'half-up', {shown: 'Ctrl+u', label: 'half a page up'}),
	row(['Ctrl+d'], 'half-down', {shown: 'Ctrl+d', label: 'half a page down'}),
	row(['g'], 'first-line', {shown: 'g', label: 'oldest line'}),
	row(['G'], 'last-line', {shown: 'G', label: 'newest line'}),
	row(['H'], 'view-top', {shown: 'H', label: 'top of the pane'}),
	row(['M'], 'view-middle', {shown: 'M', label: 'middle of the pane'}),
	row(['L'], 'view-bottom', {shown: 'L', label: 'bottom of the pane'}),
	row(['w'], 'word', {shown: 'w', label: 'next word'}),
	row(['b'], 'word-back', {shown: 'b', label: 'word before'}),
	row(['e'], 'word-end', {shown: 'e', label: 'end of the word'}),
	row(['0', 'Home'], 'line-start', {shown: '0 Home', label: 'start of the line'}),
	row(['^'], 'line-text', {shown: '^', label: 'first letter of the line'}),
	row(['$', 'End'], 'line-end', {shown: '$ End', label: 'end of the line'}),
	row(['{'], 'paragraph-up', {shown: '{', label: 'paragraph before'}),
	row(['}'], 'paragraph-down', {shown: '}', label: 'next paragraph'}),
	row(['/'], 'find-forward', {shown: '/', label: 'find below'}),
	row(['?'], 'find-backward', {shown: '?', label: 'find above'}),
	row(['n'], 'find-next', {shown: 'n', label: 'next find'}),
	row(['N'], 'find-previous', {shown: 'N', label: 'find before'}),
	row(['v'], 'select-characters', {shown: 'v', label: 'select characters'}),
	row(['V'], 'select-lines', {shown: 'V', label: 'select lines'}),
	row(['Ctrl+v', 'Alt+v'], 'select-block', {shown: 'Ctrl+v', label: 'select a block'}),
	row(['o'], 'other-end', {shown: 'o', label: 'other end of the selection'}),
	row(['y', 'Enter'], 'copy', {shown: 'y Enter', label: 'copy and leave'}),
	row(['E'], 'open-editor', {shown: 'E', label: 'all lines in your editor'}),
	row(['P'], 'open-pager', {shown: 'P', label: 'all lines in your pager'}),
];

const actions: ReadonlySet<string> = new Set(copyRows.map(({action}) => action));

export function isCopyAction(action: string): action is CopyAction {
	return actions.has(action);
}
