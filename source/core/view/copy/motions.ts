import {goTo, scrollTo, type CopyLine, type CopyState, type LineSource} from './copy-state.js';
import type {LinePlace} from './lines.js';

export type Motion =
	| 'left' | 'right' | 'line-up' | 'line-down' | 'word' | 'word-back' | 'word-end' | 'line-start' | 'line-text' | 'line-end'
	| 'first-line' | 'last-line' | 'view-top' | 'view-middle' | 'view-bottom' | 'paragraph-up' | 'paragraph-down' | Scroll;

type Scroll = 'half-up' | 'half-down' | 'page-up' | 'page-down';

/** Nobody looks for a word further away. */
const farthest = 2000;

/** `count` is undefined where none was typed. */
export function moveCursor(state: CopyState, motion: Motion, {lines, count}: {readonly lines: LineSource; readonly count: number | undefined}): CopyState {
	const {cursor, bounds: {first, end, rows}, top} = state;
	const times = Math.min(count ?? 1, farthest);
	switch (motion) {
		case 'left':
		case 'right': {
			return goTo(state, {...cursor, x: sideways(lines(cursor.line), {x: cursor.x, motion, times})});
		}

		case 'line-up': {
			return goTo(state, {...cursor, line: cursor.line - times});
		}

		case 'line-down': {
			return goTo(state, {...cursor, line: cursor.line + times});
		}

		case 'word':
		case 'word-back':
		case 'word-end': {
			return goTo(state, repeated(times, cursor, place => toWord(place, motion, {lines, first, end})));
		}

		case 'line-start': {
			return goTo(state, {...cursor, x: 0});
		}

		case 'line-text': {
			return goTo(state, {...cursor, x: firstTextX(lines(cursor.line))});
		}

		case 'line-end': {
			return goTo(state, {...cursor, x: lastX(lines(cursor.line))});
		}

		case 'first-line': {
			return goTo(state, {line: first, x: 0});
		}

		case 'last-line': {
			return goTo(state, {line: count === undefined ? end - 1 : first + count - 1, x: 0});
		}

		case 'view-top': {
			return goTo(state, {...cursor, line: top});
		}

		case 'view-middle': {
			return goTo(state, {...cursor, line: top + Math.floor((rows - 1) / 2)});
		}

		case 'view-bottom': {
			return goTo(state, {...cursor, line: top + rows - 1});
		}

		case 'half-up':
		case 'half-down':
		case 'page-up':
		case 'page-down': {
			return scrollBy(state, rowsOf(motion, rows) * times);
		}

		case 'paragraph-up':
		case 'paragraph-down': {
			return goTo(state, {line: repeated(times, cursor.line, line => toParagraph(line, motion === 'paragraph-up' ? -1 : 1, {lines, first, end})), x: 0});
		}
	}
}

function repeated<Place>(times: number, from: Place, step: (place: Place) => Place): Place {
	let place = from;
	for (let time = 0; time < times; time++) {
		place = step(place);
	}

	return place;
}

function sideways(line: CopyLine | undefined, {x, motion, times}: {readonly x: number; readonly motion: 'left' | 'right'; readonly times: number}): number {
	return repeated(times, x, at => motion === 'left' ? before(line, at) : after(line, at));
}

function rowsOf(motion: Scroll, rows: number): number {
	const amount = Math.max(1, motion === 'half-up' || motion === 'half-down' ? Math.floor(rows / 2) : rows - 1);
	return motion === 'half-up' || motion === 'page-up' ? -amount : amount;
}

/** The cursor goes along, so that it stays in its row of the pane; beyond the edge it goes alone. */
function scrollBy(state: CopyState, by: number): CopyState {
	const scrolled = scrollTo(state, state.top + by);
	const moved = scrolled.top - state.top;
	const {first, end} = state.bounds;
	const line = moved === 0 ? state.cursor.line + by : state.cursor.line + moved;
	return {...scrolled, cursor: {...state.cursor, line: Math.max(first, Math.min(end - 1, line, scrolled.top + state.bounds.rows - 1))}};
}

function lastX(line: CopyLine | undefined): number {
	return Math.max(0, (line?.texts ?? []).findLastIndex(text => text !== ' ' && text !== ''));
}

function firstTextX(line: CopyLine | undefined): number {
	return Math.max(0, (line?.texts ?? []).findIndex(text => text !== ' ' && text !== ''));
}

function before(line: CopyLine | undefined, x: number): number {
	return Math.max(0, line?.texts[x - 1] === '' ? x - 2 : x - 1);
}

function after(line: CopyLine | undefined, x: number): number {
	return line?.texts[x + 1] === '' ? x + 2 : x + 1;
}

type Within = {readonly lines: LineSource; readonly first: number; readonly end: number};
type Kind = 'blank' | 'word' | 'other';

function kindAt(lines: LineSource, {line, x}: LinePlace): Kind {
	const text = lines(line)?.texts[x] ?? ' ';
	return text.trim() === '' ? 'blank' : (/[\p{L}\p{N}_]/u.test(text) ? 'word' : 'other');
}

/** Cell by cell; the end of a line counts as a blank, unless the next one goes on with it. */
function toWord(from: LinePlace, motion: 'word' | 'word-back' | 'word-end', {lines, first, end}: Within): LinePlace {
	const step = (place: LinePlace): {readonly place: LinePlace; readonly isNewLine: boolean} | undefined => {
		const line = lines(place.line);
		if (motion === 'word-back') {
			if (place.x > 0) {
				return {place: {...place, x: before(line, place.x)}, isNewLine: false};
			}

			return place.line <= first || lines(place.line - 1) === undefined ? undefined : {place: {line: place.line - 1, x: lastX(lines(place.line - 1))}, isNewLine: line?.wrapped !== true};
		}

		const next = after(line, place.x);
		if (next <= lastX(line)) {
			return {place: {...place, x: next}, isNewLine: false};
		}

		const below = lines(place.line + 1);
		return place.line + 1 >= end || below === undefined ? undefined : {place: {line: place.line + 1, x: 0}, isNewLine: !below.wrapped};
	};

	let place = from;
	let kind = kindAt(lines, place);
	let hasBlank = false;
	for (let guard = 0; guard < farthest * 10; guard++) {
		const next = step(place);
		if (next === undefined) {
			return place;
		}

		const nextKind = kindAt(lines, next.place);
		const isStart = nextKind !== 'blank' && (next.isNewLine || hasBlank || kind !== nextKind);
		if (motion === 'word') {
			if (isStart) {
				return next.place;
			}

			hasBlank = nextKind === 'blank';
		} else if (nextKind !== 'blank') {
			// The end (or, backwards, the beginning) is where what comes after it is of another kind.
			const beyond = step(next.place);
			if (beyond === undefined || beyond.isNewLine || kindAt(lines, beyond.place) !== nextKind) {
				return next.place;
			}
		}

		({place} = next);
		kind = nextKind;
	}

	return place;
}

function toParagraph(from: number, by: 1 | -1, {lines, first, end}: Within): number {
	const isBlank = (line: number) => lines(line)?.texts.every(text => text.trim() === '') !== false;
	let line = from;
	while (line + by >= first && line + by < end && isBlank(line)) {
		line += by;
	}

	while (line + by >= first && line + by < end && !isBlank(line)) {
		line += by;
	}

	return line;
}
