import {findNodeAtLocation, parseTree, type Node} from 'jsonc-parser/lib/esm/main.js';

/** A value to be set, or taken away where it is undefined. Lists are values as a whole. */
export type ConfigEdit = {readonly path: readonly string[]; readonly value: unknown};

export type EditedText =
	| {readonly type: 'text'; readonly text: string}
	/** Something that is no object stands where one is needed. */
	| {readonly type: 'blocked'; readonly path: readonly string[]};

type Change = {readonly from: number; readonly to: number; readonly text: string};

/**
Sets and takes away values in JSON with comments. Everything else stays as it is written: comments, order, indentation, commas at the end.
*/
export function editConfigText(text: string, edits: readonly ConfigEdit[]): EditedText {
	let edited = text.trim() === '' ? '{\n}\n' : text;
	for (const edit of edits) {
		const change = changeFor(edited, edit);
		if (change === 'blocked') {
			return {type: 'blocked', path: edit.path};
		}

		edited = edited.slice(0, change.from) + change.text + edited.slice(change.to);
	}

	return {type: 'text', text: edited};
}

const nothing: Change = {from: 0, to: 0, text: ''};

function changeFor(text: string, {path, value}: ConfigEdit): Change | 'blocked' {
	const root = parseTree(text, [], {allowTrailingComma: true});
	const existing = root && findNodeAtLocation(root, [...path]);
	if (existing !== undefined) {
		return value === undefined ? removal(text, existing) : {from: existing.offset, to: existing.offset + existing.length, text: written(value, lineIndent(text, existing.offset), unitOf(text))};
	}

	if (value === undefined) {
		return nothing;
	}

	const {parent, missing} = deepest(root, path);
	const [first, ...others] = missing;
	if (parent?.type !== 'object' || first === undefined) {
		return 'blocked';
	}

	return insertion(text, {parent, key: first, value: nested(others, value)});
}

/** The last thing on a path that is there, and the keys below it that are not. */
function deepest(root: Node | undefined, path: readonly string[]): {readonly parent: Node | undefined; readonly missing: readonly string[]} {
	let parent = root;
	for (const [index, key] of path.entries()) {
		const node: Node | undefined = parent && findNodeAtLocation(parent, [key]);
		if (node === undefined) {
			return {parent, missing: path.slice(index)};
		}

		parent = node;
	}

	return {parent, missing: []};
}

/** A value below keys that are not there yet. */
export function nested(keys: readonly string[], value: unknown): unknown {
	let inner = value;
	for (const key of keys.toReversed()) {
		inner = {[key]: inner};
	}

	return inner;
}

function insertion(text: string, {parent, key, value}: {readonly parent: Node; readonly key: string; readonly value: unknown}): Change {
	const unit = unitOf(text);
	const last = parent.children?.at(-1);
	const own = lineIndent(text, parent.offset);
	if (last === undefined) {
		// Behind the brace and what is said beside it; what else stands in an empty object are comments, which stay below.
		const place = endOfLine(text, parent.offset + 1);
		const indent = own + unit;
		const closes = text.slice(place).startsWith('\n') ? '' : `\n${own}`;
		return {from: place, to: place, text: `\n${indent}${JSON.stringify(key)}: ${written(value, indent, unit)}${closes}`};
	}

	const end = last.offset + last.length;
	if (!startsLine(text, last.offset)) {
		const whole = spread(text, {parent, key, value});
		return whole ?? {from: end, to: end, text: `, ${JSON.stringify(key)}: ${written(value, own, unit)}`};
	}

	const indent = lineIndent(text, last.offset);
	const property = `${JSON.stringify(key)}: ${written(value, indent, unit)}`;
	const comma = commaAfter(text, end);
	// What is said beside the last one stays beside it.
	const place = endOfLine(text, comma ?? end);
	return comma === undefined
		? {from: end, to: place, text: `,${text.slice(end, place)}\n${indent}${property}`}
		: {from: place, to: place, text: `\n${indent}${property},`};
}

/** An object on one line that would become too long for that is written over lines, unless it has comments or habits of its own. */
function spread(text: string, {parent, key, value}: {readonly parent: Node; readonly key: string; readonly value: unknown}): Change | undefined {
	try {
		const before = JSON.parse(text.slice(parent.offset, parent.offset + parent.length)) as Readonly<Record<string, unknown>>;
		const after = written({...before, [key]: value}, lineIndent(text, parent.offset), unitOf(text));
		return after.includes('\n') ? {from: parent.offset, to: parent.offset + parent.length, text: after} : undefined;
	} catch {
		// It has more than plain JSON has.
		return undefined;
	}
}

function removal(text: string, value: Node): Change {
	const property = value.parent ?? value;
	const siblings = property.parent?.children ?? [];
	const index = siblings.indexOf(property);
	const previous = siblings[index - 1];
	const next = siblings[index + 1];
	const comma = commaAfter(text, property.offset + property.length);
	const end = comma ?? property.offset + property.length;
	if (startsLine(text, property.offset) && endsLine(text, end)) {
		const lineStart = text.lastIndexOf('\n', property.offset) + 1;
		const lineEnd = endOfLine(text, end) + 1;
		// The last one took no comma behind it: the one before it then takes none either.
		const between = previous === undefined ? undefined : commaAfter(text, previous.offset + previous.length);
		return next === undefined && comma === undefined && between !== undefined
			? {from: between - 1, to: lineEnd, text: text.slice(between, lineStart)}
			: {from: lineStart, to: lineEnd, text: ''};
	}

	if (previous !== undefined && next === undefined) {
		return {from: previous.offset + previous.length, to: property.offset + property.length, text: ''};
	}

	return {from: property.offset, to: next?.offset ?? end, text: ''};
}

/** Where the comma behind a value ends; undefined where there is none. Comments between them do not count. */
function commaAfter(text: string, end: number): number | undefined {
	const between = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*,/.exec(text.slice(end));
	return between === null ? undefined : end + between[0].length;
}

/** The end of the line, where only blanks and comments come before it; else the place itself. */
function endOfLine(text: string, from: number): number {
	const rest = /^(?:[ \t\r]|\/\*[^\n]*?\*\/)*(?:\/\/[^\n]*)?(?=\n)/.exec(text.slice(from));
	return rest === null ? from : from + rest[0].length;
}

function endsLine(text: string, from: number): boolean {
	return text[endOfLine(text, from)] === '\n';
}

function startsLine(text: string, at: number): boolean {
	return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

function lineIndent(text: string, at: number): string {
	return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? '';
}

/** What one step in is in this file. */
function unitOf(text: string): string {
	return /^[ \t]+(?=["/])/m.exec(text)?.[0] ?? '\t';
}

/** What still fits on a line with its key. */
const longestInline = 72;

/** On one line where it is short, else one key or item a line. */
function written(value: unknown, indent: string, unit: string): string {
	const inline = onOneLine(value);
	if (typeof value !== 'object' || value === null || inline.length <= longestInline) {
		return inline;
	}

	const inner = indent + unit;
	const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
	const parts = Array.isArray(value)
		? value.map(item => written(item, inner, unit))
		: Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => `${JSON.stringify(key)}: ${written(item, inner, unit)}`);
	return `${open}\n${parts.map(part => inner + part).join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
	if (Array.isArray(value)) {
		return `[${value.map(item => onOneLine(item)).join(', ')}]`;
	}

	if (typeof value === 'object' && value !== null) {
		return `{${Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`).join(', ')}}`;
	}

	return JSON.stringify(value);
}
