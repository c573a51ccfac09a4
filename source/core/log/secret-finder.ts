/** Where known texts stand in another one. */
export type SecretFinder = (text: string) => ReadonlyArray<readonly [start: number, end: number]>;

/** A shorter one would be found in ordinary words. */
export const shortestSecret = 8;

const blocks = 65_536;

/**
Finds all of some known texts in one pass that looks at one character in several (Wu and Manber, 1994): a service that prints megabytes is searched for every key there is, and a regular expression of as many alternatives takes fifty times as long.
*/
export function createSecretFinder(secrets: readonly string[]): SecretFinder {
	const wanted = [...new Set(secrets.filter(secret => secret.length >= shortestSecret))];
	if (wanted.length === 0) {
		return () => [];
	}

	// All are looked for by their first so many characters.
	const length = Math.min(...wanted.map(secret => secret.length));
	const shifts = new Uint16Array(blocks).fill(Math.min(length - 1, 65_535));
	const endingWith = new Map<number, string[]>();
	for (const secret of wanted) {
		for (let end = 1; end < length; end++) {
			const block = blockAt(secret, end);
			shifts[block] = Math.min(shifts[block] ?? 0, length - 1 - end);
		}

		const last = blockAt(secret, length - 1);
		endingWith.set(last, [...endingWith.get(last) ?? [], secret].toSorted((one, other) => other.length - one.length));
	}

	return text => {
		const found: Array<readonly [number, number]> = [];
		let at = length - 1;
		while (at < text.length) {
			const block = blockAt(text, at);
			const shift = shifts[block] ?? 1;
			if (shift > 0) {
				at += shift;
				continue;
			}

			const start = at - length + 1;
			const secret = endingWith.get(block)?.find(candidate => text.startsWith(candidate, start));
			if (secret !== undefined) {
				found.push([start, start + secret.length]);
			}

			at++;
		}

		return found;
	};
}

/** Two neighbours as one number; of characters beyond a byte only so much that it fits. */
function blockAt(text: string, end: number): number {
	return ((text.charCodeAt(end - 1) << 8) ^ text.charCodeAt(end)) & 0xFF_FF; // eslint-disable-line unicorn/prefer-code-point -- code points would be looked up twice, and these are bytes nearly always
}
