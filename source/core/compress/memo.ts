/** What was sent of each text, so that it is sent like that for as long as its conversation lasts: a provider's cache holds as far as the bytes are the same. */
export type Memo = {
	/** Undefined where it was never sent; `as-it-came` where it was not exchanged. */
	readonly sent: (key: string) => Sent | undefined;
	readonly keep: (key: string, sent: Sent) => void;
	/** Whether anything in it was exchanged. */
	readonly isUsed: () => boolean;
};

export type Sent = {readonly type: 'as-it-came'} | {readonly type: 'exchanged'; readonly text: string};

export const asItCame: Sent = {type: 'as-it-came'};

/** Where texts outlive a memo. Those that were not exchanged need no place: an old text that nobody knows is sent as it came. */
export type Shelf = {
	readonly read: (key: string) => string | undefined;
	/** Of one that is there already nothing is done; so it is told of each that is still in use. */
	readonly put: (key: string, text: string) => void;
	readonly isEmpty: () => boolean;
};

const noShelf: Shelf = {
	read: () => undefined,
	put() {
		// It is kept nowhere.
	},
	isEmpty: () => true,
};

type Options = {readonly entries?: number; readonly characters?: number; readonly shelf?: Shelf};

/** Texts of conversations that were asked about last stay; `entries` and `characters` bound it. */
export function createMemo({entries = 50_000, characters = 32 * 1024 * 1024, shelf = noShelf}: Options = {}): Memo {
	const known = new Map<string, Sent>();
	let size = 0;
	const drop = (key: string) => {
		size -= sizeOf(known.get(key));
		known.delete(key);
	};

	const hold = (key: string, sent: Sent) => {
		// The order of the map is that of use.
		drop(key);
		known.set(key, sent);
		size += sizeOf(sent);
		for (const oldest of known.keys()) {
			if (known.size <= entries && size <= characters) {
				break;
			}

			drop(oldest);
		}

		if (sent.type === 'exchanged') {
			shelf.put(key, sent.text);
		}
	};

	return {
		sent(key) {
			const sent = known.get(key) ?? exchanged(shelf.read(key));
			if (sent !== undefined) {
				hold(key, sent);
			}

			return sent;
		},
		keep: hold,
		isUsed: () => size > 0 || !shelf.isEmpty(),
	};
}

function exchanged(text: string | undefined): Sent | undefined {
	return text === undefined ? undefined : {type: 'exchanged', text};
}

function sizeOf(sent: Sent | undefined): number {
	return sent?.type === 'exchanged' ? sent.text.length : 0;
}
