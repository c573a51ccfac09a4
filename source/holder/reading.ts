import type {Clock} from '../io/clock.js';

/** When the child's output is read: as it comes, or, while nobody looks, now and then, so that a program that draws sixty times a second wakes nobody as often. */
export type Reading<Reader> = {
	/** So many bytes were read. */
	readonly took: (bytes: number) => void;
	/** What comes next may be an answer to what somebody typed. */
	readonly awaited: () => void;
	/** So long can this one do without; 0 for reading as it comes. The one who can wait least decides. */
	readonly pace: (reader: Reader, ms: number) => void;
	readonly left: (reader: Reader) => void;
	/** Somebody else's reason to let the child wait. */
	readonly pause: () => void;
	readonly resume: () => void;
	readonly close: () => void;
};

type Options = {
	readonly clock: Clock;
	/** While it is paused nobody is woken by what the child writes. */
	readonly pause: () => void;
	readonly resume: () => void;
	/** Takes what there is now, through `took`; false where there is nothing. */
	readonly read: () => boolean;
};

/** So long after a key its answer is waited for. */
const answerMs = 100;
/** Who writes that much at once would soon have to wait: a read that brought less has emptied what the system keeps, which holds much more. */
const much = 4000;

/** What comes after a pause is read at once; only what follows close upon it waits. */
export function createReading<Reader>({clock, pause, resume, read}: Options): Reading<Reader> {
	const paces = new Map<Reader, number>();
	let ms = 0;
	let awaitedAt = -Infinity;
	let isHeld = false;
	let cancel: (() => void) | undefined;

	const wake = () => {
		if (cancel === undefined) {
			return;
		}

		cancel();
		cancel = undefined;
		if (!isHeld) {
			resume();
		}
	};

	/** As long as something comes each time, the child stays paused: being woken for its writes and not reading them would cost as much as reading. */
	const look = () => {
		cancel = undefined;
		if (!isHeld && (!read() || cancel === undefined) && !isHeld) {
			resume();
		}
	};

	const decide = () => {
		ms = paces.size === 0 ? 0 : Math.min(...paces.values());
		wake();
	};

	return {
		took(bytes) {
			if (ms > 0 && bytes < much && cancel === undefined && !isHeld && clock.monotonic() - awaitedAt >= answerMs) {
				cancel = clock.after(ms, look);
				pause();
			}
		},
		awaited() {
			awaitedAt = clock.monotonic();
			wake();
		},
		pace(reader, next) {
			paces.set(reader, next);
			decide();
		},
		left(reader) {
			paces.delete(reader);
			decide();
		},
		pause() {
			isHeld = true;
			pause();
		},
		resume() {
			isHeld = false;
			if (cancel === undefined) {
				resume();
			}
		},
		close() {
			cancel?.();
			cancel = undefined;
		},
	};
}
