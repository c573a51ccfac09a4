// Its ES modules by name: the main file loads its parts in a way no bundler can follow.
import {findNodeAtLocation, getLocation, parse, parseTree, printParseErrorCode, type Node, type ParseError} from 'jsonc-parser/lib/esm/main.js';
import {pathText} from '../core/config/layers.js';
import type {SchemaIssue} from '../core/config/schema.js';

/** Both count from 1. */
export type Place = {readonly line: number; readonly column: number};

/** JSON with comments, as far as it was understood. */
export type Jsonc =
	| {
		readonly type: 'value';
		readonly value: unknown;
		readonly placeOf: (issue: SchemaIssue) => Place;
		/** What stands at a path; of lists and objects only that they are one. */
		readonly at: (path: readonly string[]) => unknown;
	}
	| {readonly type: 'broken'; readonly place: Place; readonly key: string; readonly wanted: string; readonly got: string};

/** Reads JSON with comments and commas at the end of lists. */
export function readJsonc(text: string): Jsonc {
	const errors: ParseError[] = [];
	const tree = parseTree(text, errors, {allowTrailingComma: true});
	const [first] = errors;
	if (first !== undefined) {
		const key = pathText(getLocation(text, first.offset).path.map(String).filter(part => part !== ''));
		return {type: 'broken', place: position(text, first.offset), key, ...syntaxText(first, text)};
	}

	return {type: 'value', value: readWhatIsThere(text), placeOf: issue => issuePosition(issue, {tree, text}), at: path => valueAt(tree, path)};
}

/** What can still be found in a text that may be broken. */
export function readWhatIsThere(text: string): unknown {
	return parse(text, [], {allowTrailingComma: true});
}

function position(text: string, offset: number): Place {
	const before = text.slice(0, offset).split('\n');
	return {line: before.length, column: (before.at(-1)?.length ?? 0) + 1};
}

function issuePosition(issue: SchemaIssue, {tree, text}: {readonly tree: Node | undefined; readonly text: string}): Place {
	const node = nodeAt(tree, issue.path);
	// An unknown key is marked at its name, a wrong value at the value.
	const place = issue.type === 'unknown-key' ? node?.parent : node;
	return position(text, place?.offset ?? 0);
}

/** The node at a path, or the nearest one above it. */
function nodeAt(tree: Node | undefined, location: readonly string[]): Node | undefined {
	if (tree === undefined || location.length === 0) {
		return tree;
	}

	let node: Node | undefined = tree;
	for (const key of location) {
		const next: Node | undefined = node && findNodeAtLocation(node, [node.type === 'array' ? Number(key) : key]);
		if (next === undefined) {
			return node;
		}

		node = next;
	}

	return node;
}

function valueAt(tree: Node | undefined, location: readonly string[]): unknown {
	const node = nodeAt(tree, location);
	// Only what kind of thing it is matters for lists and objects.
	const kinds: Readonly<Record<string, unknown>> = {object: {}, array: []};
	return node === undefined ? undefined : (kinds[node.type] ?? node.value);
}

const syntaxWanted: Readonly<Record<string, string>> = {
	CommaExpected: 'a comma',
	ColonExpected: 'a colon',
	PropertyNameExpected: 'a key in double quotes',
	ValueExpected: 'a value',
	CloseBraceExpected: 'a closing }',
	CloseBracketExpected: 'a closing ]',
	EndOfFileExpected: 'the end of the file',
	UnexpectedEndOfString: 'a closing double quote',
	UnexpectedEndOfComment: 'the end of the comment',
	InvalidNumberFormat: 'a number',
	InvalidCommentToken: 'a comment',
};

/** What stands at a syntax error is named by its first characters only: there may be a secret. */
function syntaxText(error: ParseError, text: string): {readonly wanted: string; readonly got: string} {
	const found = text.slice(error.offset, error.offset + 1).trim();
	return {
		wanted: syntaxWanted[printParseErrorCode(error.error)] ?? 'JSON with comments',
		got: error.offset >= text.trimEnd().length ? 'the end of the file' : (found === '"' ? 'a double quote' : `"${found}"`),
	};
}
