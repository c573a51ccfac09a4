import {isMotion, type CopyAction} from './copy-keys.js';
import {goTo, type CopyState, type LineSource, type SearchDirection, type SearchOutcome, type SelectionKind} from './copy-state.js';
import type {LinePlace, SearchReply} from './lines.js';
import {moveCursor} from './motions.js';
import type {Viewer} from './whole-text.js';

export type CopyInput =
	| {readonly type: 'action'; readonly action: CopyAction}
	/** A digit of a count, or a key in the line that asks what to search for. */
	| {readonly type: 'key'; readonly name: string}
	| {readonly type: 'paste'; readonly text: string};

/** What cannot be decided here. */
export type CopyEffect =
	| {readonly type: 'leave'}
	| {readonly type: 'copy'}
	| {readonly type: 'open'; readonly viewer: Viewer}
	| {readonly type: 'search'; readonly text: string; readonly from: LinePlace; readonly direction: SearchDirection};

export type CopyStep = {readonly state: CopyState; readonly effect: CopyEffect | undefined};

export function pressCopy(state: CopyState, input: CopyInput, lines: LineSource): CopyStep {
	if (state.prompt !== undefined) {
		return inPrompt(state, input);
	}

	switch (input.type) {
		case 'paste': {
			return stay(state);
		}

		case 'key': {
			return stay({...state, count: `${state.count}${input.name}`.slice(0, 5)});
		}

		case 'action': {
			const count = state.count === '' ? undefined : Number(state.count);
			return act({...state, count: '', outcome: undefined}, input.action, {lines, count});
		}
	}
}

/** Whether a key is a digit of a count: 0 alone goes to the start of the line. */
export function isCount(key: string, hasCount: boolean): boolean {
	return /^[1-9]$/.test(key) || (key === '0' && hasCount);
}

function act(state: CopyState, action: CopyAction, {lines, count}: {readonly lines: LineSource; readonly count: number | undefined}): CopyStep {
	if (isMotion(action)) {
		return stay(moveCursor(state, action, {lines, count}));
	}

	switch (action) {
		case 'select-characters': {
			return stay(select(state, 'characters'));
		}

		case 'select-lines': {
			return stay(select(state, 'lines'));
		}

		case 'select-block': {
			return stay(select(state, 'block'));
		}

		case 'other-end': {
			return stay(state.selection === undefined ? state : {...goTo(state, state.selection.anchor), selection: {...state.selection, anchor: state.cursor}});
		}

		case 'find-forward':
		case 'find-backward': {
			return stay({...state, prompt: {direction: action === 'find-forward' ? 'forward' : 'backward', text: '', top: state.top, cursor: state.cursor}});
		}

		case 'find-next':
		case 'find-previous': {
			const {search, cursor} = state;
			const direction = search && (action === 'find-next' ? search.direction : otherDirection(search.direction));
			return {state, effect: search && direction && {type: 'search', text: search.text, from: cursor, direction}};
		}

		case 'copy': {
			return {state: state.selection === undefined ? {...state, selection: {kind: 'lines', anchor: state.cursor}} : state, effect: {type: 'copy'}};
		}

		case 'open-editor':
		case 'open-pager': {
			return {state, effect: {type: 'open', viewer: action === 'open-editor' ? 'editor' : 'pager'}};
		}

		case 'leave-copy': {
			return state.selection === undefined ? {state, effect: {type: 'leave'}} : stay({...state, selection: undefined});
		}
	}
}

/** The same key again takes the selection back, another one changes its kind. */
function select(state: CopyState, kind: SelectionKind): CopyState {
	const {selection, cursor} = state;
	return {...state, selection: selection?.kind === kind ? undefined : {kind, anchor: selection?.anchor ?? cursor}};
}

/** Each letter searches from where the search began, so that what is typed further narrows it. */
function inPrompt(state: CopyState, input: CopyInput): CopyStep {
	const {prompt} = state;
	if (prompt === undefined || input.type === 'action') {
		return stay(state);
	}

	const back = {...state, prompt: undefined, outcome: undefined, top: prompt.top, cursor: prompt.cursor};
	const name = input.type === 'key' ? input.name : '';
	if (name === 'Enter') {
		return stay({...state, prompt: undefined, search: prompt.text === '' ? state.search : {text: prompt.text, direction: prompt.direction}});
	}

	const isEmptied = name === 'Backspace' && prompt.text === '';
	if (name === 'Esc' || isEmptied || name === 'Ctrl+c') {
		return stay(back);
	}

	const characters = [...prompt.text];
	const typed = input.type === 'paste' ? input.text.replaceAll(/\s+/g, ' ') : (name === 'Space' ? ' ' : ([...name].length === 1 ? name : ''));
	const text = name === 'Backspace' ? characters.slice(0, -1).join('') : (name === 'Ctrl+u' ? '' : `${prompt.text}${typed}`.slice(0, 200));
	const next = {...state, prompt: {...prompt, text}, outcome: text === prompt.text ? state.outcome : undefined};
	return text === '' || text === prompt.text
		? stay(text === prompt.text ? state : {...next, top: prompt.top, cursor: prompt.cursor})
		: {state: next, effect: {type: 'search', text, from: prompt.cursor, direction: prompt.direction}};
}

/** Where a search has ended. One that was typed on meanwhile is another search; while it is typed, what is nowhere leads back to where the search began. */
export function takeReply(state: CopyState, {text, direction}: Pick<SearchOutcome, 'text' | 'direction'>, {match, around}: Pick<SearchReply, 'match' | 'around'>): CopyState {
	const {prompt, search} = state;
	if ((prompt?.text ?? search?.text) !== text) {
		return state;
	}

	if (match === undefined) {
		const outcome = {type: 'nowhere', text, direction} as const;
		return prompt === undefined ? {...state, outcome} : {...state, outcome, top: prompt.top, cursor: prompt.cursor};
	}

	return goTo({...state, outcome: around ? {type: 'around', text, direction} : undefined}, match.start);
}

/** What is shown as found. */
export function searchedText({prompt, search}: CopyState): string {
	return prompt?.text ?? search?.text ?? '';
}

function otherDirection(direction: SearchDirection): SearchDirection {
	return direction === 'forward' ? 'backward' : 'forward';
}

function stay(state: CopyState): CopyStep {
	return {state, effect: undefined};
}
