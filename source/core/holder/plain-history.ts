import type {History} from './history.js';
import {createRing} from './ring.js';
import {createSizes, type Size} from './sizes.js';

const nothing = new Uint8Array();

/** More than anybody reads of the end of a log. */
const lastBytes = 256 * 1024;

/** What is kept of the output of a program on pipes: no modes and no screens, which only cost time where megabytes are printed in a second, but how many lines were overwritten. */
export function createPlainHistory({limit, ...size}: Size & {readonly limit: number}): History {
	const sizes = createSizes(size);
	let forgottenLines = 0;
	const ring = createRing({
		limit,
		onForget(bytes) {
			forgottenLines += countLines(bytes);
		},
	});

	const linesIn = (from: number, to: number) => {
		let lines = 0;
		for (let offset = from; offset < to;) {
			const bytes = ring.read(offset, to - offset);
			lines += countLines(bytes);
			offset += bytes.length;
		}

		return lines;
	};

	return {
		ring,
		sizes,
		append: ring.append,
		resize(changed) {
			sizes.change(changed, ring.next());
		},
		keep() {
			// There is no screen to go back to.
		},
		begin(from) {
			switch (from) {
				case 'live': {
					return {offset: ring.next()};
				}

				case 'oldest': {
					return {offset: ring.oldest()};
				}

				case 'screen':
				case 'history': {
					const offset = ring.oldest();
					return {offset, screen: {offset, ...sizes.at(offset), bytes: nothing}};
				}

				default: {
					return {offset: Math.min(from, ring.next())};
				}
			}
		},
		// Not at the oldest byte: where so much is printed it would be overwritten before it is sent, and there would be a gap behind every piece.
		goOn: () => ({offset: Math.max(ring.oldest(), ring.next() - (limit / 2)), preamble: nothing}),
		tail: () => ring.tail(lastBytes),
		linesBefore: offset => offset < ring.oldest() ? undefined : forgottenLines + linesIn(ring.oldest(), offset),
	};
}

export function countLines(bytes: Uint8Array): number {
	let lines = 0;
	for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
		lines++;
	}

	return lines;
}
