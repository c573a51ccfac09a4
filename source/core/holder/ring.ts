/** The last bytes of a session's output. Every byte has an offset that is never given twice: JavaScript numbers count exactly up to 2^53, which at 1 GB a second lasts 104 days. */
export type Ring = {
	readonly append: (bytes: Uint8Array) => void;
	/** The offset of the oldest byte that is still here. */
	readonly oldest: () => number;
	/** The offset that the next byte will get. */
	readonly next: () => number;
	/** At most `maximum` bytes from an offset on; empty when there are none. A view, valid until the next `append`; it may be shorter than what is there, so read again. */
	readonly read: (from: number, maximum: number) => Uint8Array;
	/** A copy of the newest bytes, at most `maximum`. */
	readonly tail: (maximum: number) => Uint8Array;
	readonly capacity: () => number;
};

type Options = {
	readonly limit: number;
	/** @default 65_536 */
	readonly initial?: number;
	/** Where counting starts; tests use it to stand near 2^53. @default 0 */
	readonly start?: number;
	/** Told the oldest bytes, in order, before they are overwritten. A view, valid during the call. */
	readonly onForget?: (bytes: Uint8Array) => void;
};

/** Memory grows with what was written, up to `limit`; after that the oldest bytes are overwritten. */
export function createRing({limit, initial = 64 * 1024, start = 0, onForget}: Options): Ring {
	let buffer = new Uint8Array(Math.min(initial, limit));
	let oldest = start;
	let next = start;

	const position = (offset: number) => (offset - start) % buffer.length;

	const grow = (wanted: number) => {
		let capacity = buffer.length;
		while (capacity < wanted && capacity < limit) {
			capacity = Math.min(capacity * 2, limit);
		}

		if (capacity === buffer.length) {
			return;
		}

		const kept = tail(next - oldest);
		buffer = new Uint8Array(capacity);
		put(oldest, kept);
	};

	const put = (offset: number, bytes: Uint8Array) => {
		const at = position(offset);
		const first = Math.min(bytes.length, buffer.length - at);
		buffer.set(bytes.subarray(0, first), at);
		buffer.set(bytes.subarray(first), 0);
	};

	const read = (from: number, maximum: number) => {
		const begin = Math.max(from, oldest);
		const length = Math.min(maximum, next - begin);
		if (length <= 0) {
			return new Uint8Array(0);
		}

		const at = position(begin);
		return buffer.subarray(at, Math.min(at + length, buffer.length));
	};

	const tail = (maximum: number) => {
		const length = Math.min(maximum, next - oldest);
		const copy = new Uint8Array(length);
		let filled = 0;
		while (filled < length) {
			const part = read(next - length + filled, length - filled);
			copy.set(part, filled);
			filled += part.length;
		}

		return copy;
	};

	const forget = (bytes: Uint8Array) => {
		let lost = Math.max(0, next - oldest + bytes.length - buffer.length);
		while (lost > 0 && oldest < next) {
			const part = read(oldest, lost);
			onForget?.(part);
			oldest += part.length;
			lost -= part.length;
		}

		if (lost > 0) {
			onForget?.(bytes.subarray(0, lost));
			oldest += lost;
		}
	};

	return {
		append(bytes) {
			grow(next - oldest + bytes.length);
			forget(bytes);
			// Of a piece larger than the whole ring only its end can stay.
			const skipped = Math.max(0, bytes.length - buffer.length);
			put(next + skipped, bytes.subarray(skipped));
			next += bytes.length;
		},
		oldest: () => oldest,
		next: () => next,
		read,
		tail,
		capacity: () => buffer.length,
	};
}
