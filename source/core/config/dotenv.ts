export type DotenvLine = {readonly name: string; readonly value: string; readonly line: number; /** Single quotes: `${…}` stays as written. */ readonly literal: boolean};

export type Dotenv = {
	readonly lines: readonly DotenvLine[];
	/** Lines that are no `NAME=value`, by number. */
	readonly unread: readonly number[];
};

/** Reads a `.env`: `NAME=value`, `export NAME=value`, quotes, `#` comments. */
export function parseDotenv(text: string): Dotenv {
	const lines: DotenvLine[] = [];
	const unread: number[] = [];
	for (const [index, raw] of text.replace(/^\uFEFF/, '').split(/\r?\n/).entries()) {
		const line = raw.trim();
		if (line === '' || line.startsWith('#')) {
			continue;
		}

		const match = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line);
		if (match?.[1] === undefined) {
			unread.push(index + 1);
			continue;
		}

		lines.push({name: match[1], line: index + 1, ...readValue(match[2] ?? '')});
	}

	return {lines, unread};
}

/**
Sets one variable in the text of a `.env`: its last line is replaced where there is one, or one is added at the end; every other line stays as it is.
*/
export function setInDotenv(text: string, {name, value}: {readonly name: string; readonly value: string}): string {
	const line = `${name}=${quote(value)}`;
	const place = parseDotenv(text).lines.findLast(candidate => candidate.name === name);
	if (place === undefined) {
		return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
	}

	const lines = text.split('\n');
	const ending = lines[place.line - 1]?.endsWith('\r') === true ? '\r' : '';
	return lines.with(place.line - 1, `${line}${ending}`).join('\n');
}

/**
Replaces `${NAME}` by what `lookup` knows; `missing` has the names it does not know, which become nothing.
*/
export function expand(text: string, lookup: (name: string) => string | undefined): {readonly text: string; readonly missing: readonly string[]} {
	const missing: string[] = [];
	const expanded = text.replaceAll(/\${([A-Za-z_]\w*)}/g, (_, name: string) => {
		const value = lookup(name);
		if (value === undefined) {
			missing.push(name);
		}

		return value ?? '';
	});
	return {text: expanded, missing};
}

function readValue(raw: string): {readonly value: string; readonly literal: boolean} {
	const single = /^'([^']*)'/.exec(raw);
	if (single) {
		return {value: single[1] ?? '', literal: true};
	}

	const double = /^"((?:[^"\\]|\\.)*)"/.exec(raw);
	if (double) {
		const escapes: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t'};
		return {value: (double[1] ?? '').replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter), literal: false};
	}

	return {value: raw.replace(/(?:^|\s+)#.*$/, '').trim(), literal: false};
}

function quote(value: string): string {
	if (/^[\w./:@%+=,-]*$/.test(value)) {
		return value;
	}

	return value.includes('\'') ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `'${value}'`;
}
