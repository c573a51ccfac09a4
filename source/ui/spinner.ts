import type {Grid} from '../core/view/cells/cells.js';
import {turned, turnMs, type Turning} from '../core/view/looks/motion.js';
import type {Timers} from './timers.js';

export type Spinner = {
	/** The chrome was drawn, with these cells that turn: none where nothing works, or nothing may move. */
	readonly follow: (chrome: Grid, cells: readonly Turning[]) => void;
	/** The chrome as it stands now; the same grid until something turns. */
	readonly chrome: () => Grid;
};

/** Turns what works, past React: one timer while something does, none otherwise. */
export function createSpinner({timers, first, request}: {readonly timers: Timers; readonly first: Grid; readonly request: () => void}): Spinner {
	let still = first;
	let shown = first;
	let cells: readonly Turning[] = [];
	let turn = 0;

	const tick = () => {
		if (cells.length === 0) {
			turn = 0;
			return;
		}

		turn++;
		shown = turned(still, cells, turn);
		request();
		timers.start('spinner', turnMs, tick);
	};

	return {
		follow(chrome, next) {
			still = chrome;
			cells = next;
			shown = turned(still, cells, turn);
			if (cells.length > 0 && !timers.has('spinner')) {
				timers.start('spinner', turnMs, tick);
			}
		},
		chrome: () => shown,
	};
}
