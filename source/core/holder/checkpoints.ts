import type {ScreenFrame} from '../ipc/frame.js';

/** The screens that the daemon handed over: the newest, and older ones at distances, as far back as the bytes behind them are kept. */
export type Checkpoints = {
	readonly keep: (checkpoint: ScreenFrame) => void;
	readonly newest: () => ScreenFrame | undefined;
	readonly oldest: () => ScreenFrame | undefined;
	/** Bytes before this offset are not kept any more, so what lies before it joins nothing. */
	readonly forget: (offset: number) => void;
};

export type CheckpointLimits = {
	/** So far apart are those that are kept behind the newest. */
	readonly distance: number;
	/** Of all together, besides the newest: a holder is small. */
	readonly bytes: number;
};

const defaultLimits: CheckpointLimits = {distance: 1024 * 1024, bytes: 1024 * 1024};

export function createCheckpoints(limits: CheckpointLimits = defaultLimits): Checkpoints {
	let kept: readonly ScreenFrame[] = [];

	return {
		keep(checkpoint) {
			const newest = kept.at(-1);
			if (newest !== undefined && checkpoint.offset < newest.offset) {
				// A daemon that is still catching up with what another one knew.
				return;
			}

			const isFarEnough = newest !== undefined && checkpoint.offset > newest.offset && newest.offset - (kept.at(-2)?.offset ?? -Infinity) >= limits.distance;
			const older = isFarEnough ? kept : kept.slice(0, -1);
			// What was read from a socket is part of a larger buffer, which is not to be kept for it.
			kept = [...within(older, limits.bytes), {...checkpoint, bytes: Uint8Array.from(checkpoint.bytes)}];
		},
		newest: () => kept.at(-1),
		oldest: () => kept[0],
		forget(offset) {
			if (kept[0] !== undefined && kept[0].offset < offset) {
				kept = kept.filter(checkpoint => checkpoint.offset >= offset);
			}
		},
	};
}

/** The newest of them that fit. */
function within(checkpoints: readonly ScreenFrame[], bytes: number): readonly ScreenFrame[] {
	let left = bytes;
	const first = checkpoints.findLastIndex(checkpoint => {
		left -= checkpoint.bytes.length;
		return left < 0;
	});
	return checkpoints.slice(first + 1);
}
