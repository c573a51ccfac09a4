import {isChord, type Chord} from './chord.js';
import {keyName} from './keys.js';
import {emptyOuterState, feedOuter, flushOuter, type OuterState} from './outer-input.js';
import type {OuterToken} from './outer-token.js';

export type LeaveState = {
	readonly outer: OuterState;
	/** The bytes of a chord whose next key is awaited. */
	readonly waiting: Uint8Array | undefined;
	/** Nothing goes on; instead the chord and `t` take the keyboard. */
	readonly isReading: boolean;
};

export type LeaveOutcome = {readonly state: LeaveState; readonly pass: readonly Uint8Array[]; readonly leaves: boolean; readonly takes: boolean};

export const emptyLeaveState: LeaveState = {outer: emptyOuterState, waiting: undefined, isReading: false};

/** The same for somebody who only looks. */
export const readingLeaveState: LeaveState = {...emptyLeaveState, isReading: true};

/**
What is typed into an attached session: everything goes on as it came, but for the chord and `d`, which leave. The chord twice sends it once; before any other key it goes on with that key. `pass` is what goes on: nobody sends it for somebody who only looks.
*/
export function feedLeaving(state: LeaveState, chunk: Uint8Array, chord: Chord): LeaveOutcome {
	const [outer, tokens] = feedOuter(state.outer, chunk);
	return take({...state, outer}, tokens, chord);
}

/** After a short silence what was pending was a key. */
export function flushLeaving(state: LeaveState, chord: Chord): LeaveOutcome {
	const [outer, tokens] = flushOuter(state.outer);
	return take({...state, outer}, tokens, chord);
}

function take(state: LeaveState, tokens: readonly OuterToken[], chord: Chord): LeaveOutcome {
	const pass: Uint8Array[] = [];
	let {waiting} = state;
	for (const token of tokens) {
		if (token.type === 'stroke' && isChord(token.stroke, chord)) {
			if (token.stroke.event !== 'press') {
				continue;
			}

			if (waiting === undefined) {
				waiting = token.bytes;
			} else {
				pass.push(waiting);
				waiting = undefined;
			}

			continue;
		}

		const name = nameOf(token);
		if (waiting !== undefined && name !== undefined) {
			const takes = state.isReading && name === 't';
			if (takes || name === 'd') {
				return {state: {...emptyLeaveState, isReading: state.isReading}, pass, leaves: !takes, takes};
			}

			pass.push(waiting);
			waiting = undefined;
		}

		pass.push(token.bytes);
	}

	return {state: {...state, waiting}, pass, leaves: false, takes: false};
}

/** The key that follows the chord; undefined for what is no key, such as one that is let go. */
function nameOf(token: OuterToken): string | undefined {
	if (token.type === 'text') {
		return String.fromCodePoint(token.bytes[0] ?? 0);
	}

	return token.type === 'stroke' ? keyName(token.stroke) : (token.type === 'paste' || token.type === 'unknown' ? '' : undefined);
}
