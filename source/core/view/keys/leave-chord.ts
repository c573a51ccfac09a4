import {emptyChordState, feedChord, flushChord, type Chord, type ChordPiece, type ChordState} from './chord.js';

export type LeaveState = {
	readonly chord: ChordState;
	/** The bytes of a chord whose next key is awaited. */
	readonly waiting: Uint8Array | undefined;
	/** Nothing goes on; instead the chord and `t` take the keyboard. */
	readonly isReading: boolean;
};

export type LeaveOutcome = {readonly state: LeaveState; readonly pass: readonly Uint8Array[]; readonly leaves: boolean; readonly takes: boolean};

export const emptyLeaveState: LeaveState = {chord: emptyChordState, waiting: undefined, isReading: false};

/** The same for somebody who only looks. */
export const readingLeaveState: LeaveState = {...emptyLeaveState, isReading: true};

/** A `d`, as a plain key or as the keyboard protocols write it. */
const leaveKey = /^(?:d|\u001B\[100(?:[:;][\d:;]*)?u)/; // eslint-disable-line no-control-regex -- ESC is what it is about
const takeKey = /^(?:t|\u001B\[116(?:[:;][\d:;]*)?u)/; // eslint-disable-line no-control-regex -- as above

/**
What is typed into an attached session: everything goes on, but for the chord and `d`, which leave. The chord twice sends it once; before any other key it goes on with that key. `pass` is what goes on: nobody sends it for somebody who only looks.
*/
export function feedLeaving(state: LeaveState, chunk: Uint8Array, chord: Chord): LeaveOutcome {
	const [next, pieces] = feedChord(state.chord, chunk, chord);
	return take({...state, chord: next}, pieces);
}

/** After a short silence what was pending was a key. */
export function flushLeaving(state: LeaveState): LeaveOutcome {
	const [next, pieces] = flushChord(state.chord);
	return take({...state, chord: next}, pieces);
}

function take(state: LeaveState, pieces: readonly ChordPiece[]): LeaveOutcome {
	const pass: Uint8Array[] = [];
	let {waiting} = state;
	for (const piece of pieces) {
		if (piece.type === 'chord') {
			if (waiting === undefined) {
				waiting = piece.bytes;
			} else {
				pass.push(waiting);
				waiting = undefined;
			}

			continue;
		}

		if (waiting !== undefined) {
			const key = String.fromCodePoint(...piece.bytes.subarray(0, 32));
			const takes = state.isReading && takeKey.test(key);
			if (takes || leaveKey.test(key)) {
				return {state: {...emptyLeaveState, isReading: state.isReading}, pass, leaves: !takes, takes};
			}

			pass.push(waiting);
			waiting = undefined;
		}

		pass.push(piece.bytes);
	}

	return {state: {...state, waiting}, pass, leaves: false, takes: false};
}
