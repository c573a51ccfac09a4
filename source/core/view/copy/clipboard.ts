/** What a program wanted of the clipboard (OSC 52). */
export type ClipboardWrite =
	/** `cleaned`: there were control characters in it, which are no text. */
	| {readonly status: 'write'; readonly text: string; readonly cleaned?: true}
	/** `elsewhere`: another pane has the focus. */
	| {readonly status: 'refused'; readonly reason: 'large' | 'damaged' | 'elsewhere'};

/** A program may fill the clipboard, but not flood the terminal. In bytes of what it means. */
export const largestClipboard = 100_000;

/**
Reads what stands between `OSC 52 ;` and the terminator. Whoever pastes it somewhere else types it there, so only text is left of it. Undefined for what asks for the clipboard, which is answered to nobody, and for selections other than the clipboard and the primary one.
*/
export function readClipboard(words: string): ClipboardWrite | undefined {
	const [, selection = '', payload = ''] = /^([a-z\d]{0,16});([^]*)$/.exec(words) ?? [];
	if (payload === '' || payload === '?' || !/^$|[cps]/.test(selection)) {
		return undefined;
	}

	if (payload.length > Math.ceil(largestClipboard / 3) * 4) {
		return {status: 'refused', reason: 'large'};
	}

	const bytes = readBase64(payload);
	if (bytes === undefined) {
		return {status: 'refused', reason: 'damaged'};
	}

	if (bytes.length > largestClipboard) {
		return {status: 'refused', reason: 'large'};
	}

	const written = readText(bytes);
	const text = written?.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\t\n]/gu, '');
	if (written === undefined || text === undefined || text === '') {
		return {status: 'refused', reason: 'damaged'};
	}

	return {status: 'write', text, ...(/[^\P{Cc}\t\n\r]/u.test(written) ? {cleaned: true} : {})};
}

function readText(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return undefined;
	}
}

function readBase64(text: string): Uint8Array | undefined {
	if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}={0,2}|[A-Za-z\d+/]{3}=?)?$/.test(text)) {
		return undefined;
	}

	return Uint8Array.from(atob(text), character => character.codePointAt(0) ?? 0);
}

/** The bytes that put a text into the clipboard of the outer terminal. Undefined where there is too much of it for a terminal. */
export function writeClipboard(text: string): string | undefined {
	const bytes = new TextEncoder().encode(text);
	if (bytes.length > largestClipboard) {
		return undefined;
	}

	let binary = '';
	for (const byte of bytes) {
		binary += String.fromCodePoint(byte);
	}

	return `\u001B]52;c;${btoa(binary)}\u0007`;
}
