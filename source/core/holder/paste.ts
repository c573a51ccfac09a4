/** Where somebody who types stands: inside a bracketed paste or not, and how much of the next mark has come. */
export type PasteState = {readonly open: boolean; readonly matched: number};

export const noPaste: PasteState = {open: false, matched: 0};

/** What ends a bracketed paste. */
export const pasteEnd = '\u001B[201~';

const head = [0x1B, 0x5B, 0x32, 0x30];
const kinds = {begin: 0x30, end: 0x31} as const;
const last = 0x7E;

/** Follows the marks `CSI 200 ~` and `CSI 201 ~` in what is typed, cut anywhere. */
export function followPaste(state: PasteState, bytes: Uint8Array): PasteState {
	let {open, matched} = state;
	for (const byte of bytes) {
		// Behind the head stands one of two digits: 5 for the beginning, 6 for the end.
		if (matched < head.length) {
			matched = byte === head[matched] ? matched + 1 : (byte === head[0] ? 1 : 0);
		} else if (matched === head.length) {
			matched = byte === kinds.begin ? 5 : (byte === kinds.end ? 6 : (byte === head[0] ? 1 : 0));
		} else {
			open = byte === last ? matched === 5 : open;
			matched = byte === head[0] ? 1 : 0;
		}
	}

	return {open, matched};
}
