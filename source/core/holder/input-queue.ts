/** Bytes on their way to a child that may not be reading, in order and bounded. */
export type InputQueue = {
	/** False when the bytes do not fit; then none of them is taken. */
	readonly push: (bytes: Uint8Array) => boolean;
	/** The next bytes to write, at most `maximum`; empty when there are none. */
	readonly peek: (maximum: number) => Uint8Array;
	/** The first `count` bytes of the last `peek` have been written. */
	readonly advance: (count: number) => void;
	readonly size: () => number;
	readonly clear: () => void;
};

export function createInputQueue(limit: number): InputQueue {
	let parts: Uint8Array[] = [];
	// A queue of many small parts is read by index and cut off now and then: shifting an array once a key would move it as a whole.
	let first = 0;
	let used = 0;
	let size = 0;

	const clear = () => {
		parts = [];
		first = 0;
		used = 0;
		size = 0;
	};

	return {
		push(bytes) {
			if (size + bytes.length > limit) {
				return false;
			}

			if (bytes.length > 0) {
				parts.push(bytes);
				size += bytes.length;
			}

			return true;
		},
		peek(maximum) {
			const part = parts[first];
			return part === undefined ? new Uint8Array(0) : part.subarray(used, used + maximum);
		},
		advance(count) {
			size -= count;
			used += count;
			if (used < (parts[first]?.length ?? 0)) {
				return;
			}

			first++;
			used = 0;
			if (first === parts.length) {
				clear();
			} else if (first > 1024) {
				parts = parts.slice(first);
				first = 0;
			}
		},
		size: () => size,
		clear,
	};
}
