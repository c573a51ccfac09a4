import {performance} from 'node:perf_hooks';

export type CheckpointPace = {
	/** Everything before `offset` has been parsed. */
	readonly changed: (offset: number) => void;
	/** The size is another one: whoever attaches with it waits for a screen of it. */
	readonly resized: () => void;
	readonly close: () => void;
};

type Options = {
	readonly from: number;
	/** Hands over a checkpoint and tells its offset; undefined where that cannot be now. `held`: the screen has been held back long enough. */
	readonly push: (how: {readonly held: boolean}) => number | undefined;
};

/** A change is in a checkpoint this much later at most, so that the last one comes when a session gets quiet. */
const changeMs = 2000;
/** So much is parsed again, at most, by whoever begins at a checkpoint. */
const changeBytes = 1024 * 1024;
/** A window that is drawn larger has many sizes on its way. */
const resizedMs = 30;
/** A program that holds its screen back (DEC 2026) is waited for no longer than this. */
const heldMs = 1000;

/** Decides when a session's screen is worth writing down. */
export function createCheckpointPace({from, push}: Options): CheckpointPace {
	let pushed = from;
	let timer: NodeJS.Timeout | undefined;
	let dueSince: number | undefined;
	let closed = false;

	const attempt = () => {
		const now = performance.now();
		dueSince ??= now;
		const offset = push({held: now - dueSince >= heldMs});
		if (offset === undefined) {
			return;
		}

		pushed = offset;
		dueSince = undefined;
		clearTimeout(timer);
		timer = undefined;
	};

	const later = (ms: number) => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			attempt();
			// In the middle of something: what comes next brings another attempt, and so does time.
			if (dueSince !== undefined) {
				later(heldMs);
			}
		}, ms);
		timer.unref();
	};

	return {
		changed(offset) {
			if (closed) {
				return;
			}

			if (dueSince !== undefined || offset - pushed >= changeBytes) {
				attempt();
			}

			if (timer === undefined) {
				later(changeMs);
			}
		},
		resized() {
			if (!closed) {
				later(resizedMs);
			}
		},
		close() {
			closed = true;
			clearTimeout(timer);
		},
	};
}
