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

/** Texts of conversations that were asked about last stay; `entries` and `characters` bound it. */
export function createMemo({entries = 50_000, characters = 32 * 1024 * 1024}: {readonly entries?: number; readonly characters?: number} = {}): Memo {
	const known = new Map<string, Sent>();
	let size = 0;
	const drop = (key: string) => {
		size -= sizeOf(known.get(key));
		known.delete(key);
	};

	return {
		sent(key) {
			const sent = known.get(key);
			if (sent !== undefined) {
				// The order of the map is that of use.
				known.delete(key);
				known.set(key, sent);
			}

			return sent;
		},
		keep(key, sent) {
			drop(key);
			known.set(key, sent);
			size += sizeOf(sent);
			for (const oldest of known.keys()) {
				if (known.size <= entries && size <= characters) {
					break;
				}

				drop(oldest);
			}
		},
		isUsed: () => size > 0,
	};
}

function sizeOf(sent: Sent | undefined): number {
	return sent?.type === 'exchanged' ? sent.text.length : 0;
}
