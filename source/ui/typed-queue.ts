import type {OuterToken} from '../core/view/keys/outer-token.js';

/** What was typed, in its order. It waits while it is not known yet whom the next of it concerns, or where that one starts from. */
export type TypedQueue = {
	readonly add: (token: OuterToken) => void;
	/** The rest of the one that is being worked off, before all others. */
	readonly putBack: (token: OuterToken) => void;
	/** What was waited for is known. */
	readonly goOn: () => void;
	/** It will never be known: what waits is for nobody. */
	readonly forget: () => void;
	readonly close: () => void;
};

type Options = {
	/** Asked before each. Whoever says so says `goOn` or `forget` later. */
	readonly mustWait: () => boolean;
	readonly take: (token: OuterToken) => void;
	/** The way out, which is open also where nobody answers. */
	readonly isWayOut: (token: OuterToken) => boolean;
	/** Something was forgotten for the way out. */
	readonly onForgotten: () => void;
	readonly after: (ms: number, callback: () => void) => () => void;
};

/** So long the way out keeps its place behind what was typed before it. */
const patience = 1000;

export function createTypedQueue({mustWait, take, isWayOut, onForgotten, after}: Options): TypedQueue {
	let waiting: OuterToken[] = [];
	let isHeld = false;
	let isWorking = false;
	let cancel: (() => void) | undefined;

	const release = () => {
		isHeld = false;
		cancel?.();
		cancel = undefined;
	};

	const workOff = () => {
		// One of them may have let the others go on before it was over itself.
		if (isWorking) {
			return;
		}

		isWorking = true;
		try {
			while (waiting.length > 0) {
				isHeld ||= mustWait();
				const next = isHeld ? undefined : waiting.shift();
				if (next === undefined) {
					return;
				}

				take(next);
			}
		} finally {
			isWorking = false;
		}
	};

	const leaveBehind = () => {
		release();
		waiting = waiting.slice(waiting.findIndex(token => isWayOut(token)));
		const [wayOut] = waiting.splice(0, 1);
		if (wayOut !== undefined) {
			take(wayOut);
		}

		onForgotten();
		workOff();
	};

	return {
		add(token) {
			waiting.push(token);
			workOff();
			if (isHeld && isWayOut(token)) {
				cancel ??= after(patience, leaveBehind);
			}
		},
		putBack(token) {
			waiting.unshift(token);
		},
		goOn() {
			release();
			workOff();
		},
		forget() {
			release();
			waiting = [];
		},
		close() {
			cancel?.();
		},
	};
}
