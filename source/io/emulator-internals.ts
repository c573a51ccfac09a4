import type {IBufferLine, Terminal} from '@xterm/headless';

/**
What @xterm/headless knows but does not tell: the pen, saved cursors, margins, tab stops, character sets and where its parser stands. A screen cannot be written down exactly without them. The version is pinned, and the tests of the checkpoint compare all of it.
*/
export type Internals = {
	readonly _inputHandler: CountedHandlers & {
		readonly _curAttrData: Attributes;
		readonly _parser: {readonly currentState: number; readonly precedingJoinState: number};
		readonly _utf8Decoder: {readonly interim: Uint8Array};
		readonly selectCharset: (designation: string) => boolean;
	};
	readonly _charsetService: {readonly charset: Charset; readonly glevel: number; readonly _charsets: readonly Charset[]};
	readonly _oscLinkService: {readonly getLinkData: (id: number) => {readonly id?: string; readonly uri: string} | undefined};
	readonly coreService: {readonly modes: {readonly insertMode: boolean}; readonly decPrivateModes: {readonly origin: boolean}};
	readonly optionsService: {readonly rawOptions: {readonly convertEol: boolean; readonly cursorBlink: boolean}};
	readonly unicodeService: {readonly charProperties: (codePoint: number, preceding: number) => number};
	readonly buffers: {readonly normal: ScreenBuffer; readonly alt: ScreenBuffer; readonly active: ScreenBuffer};
};

/** What does something as many times as its first parameter says; the parser looks them up each time. */
export type CountedHandlers = Record<'insertLines' | 'deleteLines' | 'scrollUp' | 'scrollDown' | 'cursorForwardTab' | 'cursorBackwardTab' | 'repeatPrecedingCharacter', (parameters: {readonly params: Int32Array}) => boolean>;

/** One table for each set, the same object in every terminal. */
export type Charset = Readonly<Record<string, string>> | undefined;

export type Attributes = {
	readonly fg: number;
	readonly bg: number;
	readonly extended: {readonly _ext: number; readonly urlId: number};
};

export type ScreenBuffer = {
	/** Another object after the terminal was reset. Lines are trimmed at the beginning. */
	readonly lines: {readonly onTrim: (handler: (amount: number) => void) => {readonly dispose: () => void}; readonly get: (index: number) => CellLine | undefined};
	/** One more than the last column while a wrap is pending. */
	readonly x: number;
	readonly y: number;
	readonly ybase: number;
	readonly scrollTop: number;
	readonly scrollBottom: number;
	readonly tabs: Readonly<Record<number, boolean | undefined>>;
	readonly savedX: number;
	readonly savedY: number;
	readonly savedCurAttrData: {readonly fg: number; readonly bg: number};
	readonly savedCharset: Charset;
};

/** Three numbers for each cell; the first has its character (0 for none) in 21 bits, and one bit above them where it is more than one character. */
export type CellLine = {readonly _data: Uint32Array; readonly length: number; readonly isWrapped: boolean};

export const characterBits = 0x1F_FFFF;
export const manyCharactersBit = 0x20_0000;
export const numbersPerCell = 3;

export function internalsOf(terminal: Terminal): Internals {
	return (terminal as unknown as {readonly _core: Internals})._core;
}

/** The cells of a line as they are packed; the second and third number of each are its foreground and background with their flags. */
export function packedCells(line: IBufferLine): Uint32Array {
	return (line as unknown as {readonly _line: CellLine})._line._data;
}

/** Whether the parser is between two sequences and two characters, so that this place in the bytes is one to go on from. */
export function isBetweenSequences(terminal: Terminal): boolean {
	const {_parser: parser, _utf8Decoder: decoder} = internalsOf(terminal)._inputHandler;
	return parser.currentState === 0 && decoder.interim[0] === 0;
}
