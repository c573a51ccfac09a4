/** A table of a page in Markdown. */
export function pageTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
	return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(text => text.replaceAll('|', String.raw`\|`))))];
}

/** As code; a backtick in it would end it, and none of our texts has one. */
export function codeSpan(text: string): string {
	return text === '' ? '' : `\`${text}\``;
}

function line(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
