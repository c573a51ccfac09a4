import type {Clock} from '../io/clock.js';

export type Heartbeat = {readonly close: () => void};

type Options = {
	readonly clock: Clock;
	/** Asks clutchd for a sign of life. */
	readonly ping: () => Promise<unknown>;
	readonly onSilence: () => void;
	/** It answers again; only after a silence. */
	readonly onAnswer: () => void;
};

/** Together they are the two seconds in which its user has to be told: the pause between two questions, and the longest that an answer may take. */
const pause = 900;
const patience = 1000;

/**
Tells whether clutchd is well as long as there is a connection to it. One question at a time: a clutchd that stood still finds a single one, not all that were missed.
*/
export function createHeartbeat({clock, ping, onSilence, onAnswer}: Options): Heartbeat {
	let cancel: (() => void) | undefined;
	let isClosed = false;

	const ask = async () => {
		let isSilent = false;
		const giveUp = () => {
			isSilent = true;
			onSilence();
		};

		cancel = clock.after(patience, () => {
			// Whoever stood still itself finds the answer waiting: it is read first.
			cancel = clock.after(0, giveUp);
		});
		try {
			await ping();
		} catch {
			// The connection ended, and whoever made it tells that.
			close();
		}

		cancel();
		if (isClosed) {
			return;
		}

		if (isSilent) {
			onAnswer();
		}

		cancel = clock.after(pause, () => {
			void ask();
		});
	};

	const close = () => {
		isClosed = true;
		cancel?.();
	};

	void ask();
	return {close};
}
