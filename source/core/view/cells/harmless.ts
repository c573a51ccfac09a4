// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const harmful = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
The text of a cell as the terminal may have it. An emulator gives no control characters; should one come all the same, it ends here. Marks that turn the direction of writing around would do so with the rest of the row, which belongs to other panes.
*/
export function harmless(text: string): string {
	if (text.length === 1) {
		const code = text.codePointAt(0) ?? 0;
		return code < 0x20 || (code >= 0x7F && (code < 0xA0 || (code >= 0x200E && code <= 0x2069))) ? lonely(text) : text;
	}

	return lonely(text);
}

function lonely(text: string): string {
	const rest = text.replaceAll(harmful, '');
	return rest === '' ? ' ' : rest;
}
