/** What the terminal that Clutch runs in has said about itself. Colours are 0xRRGGBB. */
export type OuterFacts = {
	/** It knows the kitty keyboard protocol. */
	readonly kitty: boolean;
	readonly foreground?: number;
	readonly background?: number;
	readonly scheme: 'dark' | 'light' | undefined;
};

export const unknownOuter: OuterFacts = {kitty: false, scheme: undefined};

/** One thing that a terminal answers or reports by itself; `other` is an answer that nobody here asked for. */
export type OuterReply =
	| {readonly type: 'kitty'}
	| {readonly type: 'foreground' | 'background'; readonly colour: number}
	| {readonly type: 'scheme'; readonly scheme: 'dark' | 'light'}
	/** Device attributes: asked last, so that what has not been answered before will not be. */
	| {readonly type: 'end'}
	| {readonly type: 'other'};

export function factsWith(facts: OuterFacts, reply: OuterReply): OuterFacts {
	switch (reply.type) {
		case 'kitty': {
			return {...facts, kitty: true};
		}

		case 'foreground': {
			return {...facts, foreground: reply.colour};
		}

		case 'background': {
			return {...facts, background: reply.colour};
		}

		case 'scheme': {
			return {...facts, scheme: reply.scheme};
		}

		case 'end':
		case 'other': {
			return facts;
		}
	}
}

/** Reads an answer without its ESC and without what ends a string; undefined where it is none. No key of a keyboard looks like one. */
export function readReply(words: string): OuterReply | undefined {
	const colour = /^]1([01]);rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(words);
	if (colour !== null) {
		const [, which, ...parts] = colour;
		const [red = 0, green = 0, blue = 0] = parts.map(part => eightBits(part));
		return {type: which === '0' ? 'foreground' : 'background', colour: red * 0x1_0000 + green * 0x100 + blue};
	}

	if (/^\[\?\d+u$/.test(words)) {
		return {type: 'kitty'};
	}

	const scheme = /^\[\?997;([12])n$/.exec(words)?.[1];
	if (scheme !== undefined) {
		return {type: 'scheme', scheme: scheme === '1' ? 'dark' : 'light'};
	}

	if (/^\[\?[\d;]*c$/.test(words)) {
		return {type: 'end'};
	}

	// Strings, and sequences with a private mark, belong to answers only; so do reports of modes, sizes and positions.
	return /^(?:]\d|P[>\d!]|_G)/.test(words) || /^\[(?:[?>=][\d;]*\$?[cnRSuy]|[\d;]*(?:\$y|t|n)|\d+;\d+R)$/.test(words) ? {type: 'other'} : undefined;
}

/** One to four hexadecimal digits stand for a part of the whole. */
function eightBits(digits: string): number {
	return Math.round(Number.parseInt(digits, 16) * 255 / (16 ** digits.length - 1));
}
