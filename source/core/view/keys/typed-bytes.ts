/** Every sequence begins with it. */
export const escape = 0x1B;

export function isControl(byte: number): boolean {
	return byte < 0x20 || byte === 0x7F;
}

/** How many bytes at the end begin a character whose rest is missing. */
export function cutCharacter(bytes: Uint8Array): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back] ?? 0;
		if (byte >= 0xC2 && byte <= 0xF4) {
			const length = byte < 0xE0 ? 2 : (byte < 0xF0 ? 3 : 4);
			return length > back ? back : 0;
		}

		if (byte < 0x80 || byte > 0xBF) {
			return 0;
		}
	}

	return 0;
}

/** No key begins like this. */
export function isReplyStart(bytes: Uint8Array): boolean {
	return /^\u001B(?:\[[?>=<][\d;]*\$?$|](?:[45]|1\d?|21?|52?)(?:$|;)|P(?:>\||[01][$+]r?|!\|)|_G)/.test(String.fromCodePoint(...bytes.subarray(0, 16))); // eslint-disable-line no-control-regex -- ESC is what it is about
}

export function joinBytes(one: Uint8Array, other: Uint8Array): Uint8Array {
	if (one.length === 0) {
		return other;
	}

	const whole = new Uint8Array(one.length + other.length);
	whole.set(one);
	whole.set(other, one.length);
	return whole;
}

export function joinAll(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
	let position = 0;
	for (const part of parts) {
		whole.set(part, position);
		position += part.length;
	}

	return whole;
}
