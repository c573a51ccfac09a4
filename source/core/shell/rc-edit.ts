const begin = '# >>> clutch >>>';
const finish = '# <<< clutch <<<';

const explanation = '# Written by clutch install, taken away by clutch install --uninstall. What is changed in here is lost when it runs again.';

/** What was not there before the block, so that it can be taken away with it. */
export type Made = {
	/** The last line of the file had no end. */
	readonly lineEnd: boolean;
	/** The file was not there, and so many of the folders above it. */
	readonly file: undefined | {readonly folders: number};
};

type Line = {readonly text: string; readonly start: number; readonly end: number};

export type Found =
	| {readonly status: 'none'}
	| {readonly status: 'block'; readonly before: string; readonly block: string; readonly after: string; readonly made: Made}
	/** The markers do not make one block; lines count from 1. */
	| {readonly status: 'damaged'; readonly problem: string};

/** Looks for our block in an rc file. */
export function findBlock(text: string): Found {
	const marked = linesOf(text)
		.map((line, index) => ({...line, number: index + 1, mark: line.text.trim()}))
		.filter(({mark}) => mark === begin || mark === finish);
	const [first, last, ...others] = marked;
	if (first === undefined) {
		return {status: 'none'};
	}

	if (others.length > 0) {
		return {status: 'damaged', problem: `it has more than one block of clutch install (lines ${marked.map(({number}) => number).join(', ')})`};
	}

	if (first.mark === finish) {
		return {status: 'damaged', problem: `line ${first.number} ends a block of clutch install that begins nowhere before it`};
	}

	if (last?.mark !== finish) {
		return {status: 'damaged', problem: `line ${first.number} begins a block of clutch install that ${last === undefined ? 'ends nowhere' : `begins again in line ${last.number}`}`};
	}

	const block = text.slice(first.start, last.end);
	return {status: 'block', before: text.slice(0, first.start), block, after: text.slice(last.end), made: readMade(block)};
}

/**
The text with the block at its end, or with a new one in its place; it is the same text where the block is the same. Lines end as those of the file did when the block came. `undefined` is a file that is not there.
*/
export function withBlock(text: string | undefined, {lines, folders}: {readonly lines: readonly string[]; readonly folders: number}): string {
	const found = findBlock(text ?? '');
	if (found.status === 'damaged') {
		throw new Error('a damaged block is not replaced');
	}

	if (found.status === 'block') {
		const {before, block, after, made} = found;
		return `${before}${blockText(lines, {made, crlf: isCrlf(block)})}${after}`;
	}

	const old = text ?? '';
	const crlf = isCrlf(old);
	const lineEnd = old !== '' && !old.endsWith('\n');
	const made: Made = {lineEnd, file: text === undefined ? {folders} : undefined};
	return `${old}${lineEnd ? lineEndOf(crlf) : ''}${blockText(lines, {made, crlf})}`;
}

/** The text as it was without the block. `undefined` stands for a file that was made for the block and has nothing else in it. */
export function withoutBlock({before, block, after, made}: Extract<Found, {readonly status: 'block'}>): string | undefined {
	const added = lineEndOf(isCrlf(block));
	// What came behind the block later would otherwise be glued to the line before it.
	const kept = made.lineEnd && after === '' && before.endsWith(added) ? before.slice(0, -added.length) : before;
	return made.file !== undefined && kept + after === '' ? undefined : kept + after;
}

/** In a file with CRLF a shell takes the carriage return for a part of the command: behind a `#` it is part of a comment. */
function blockText(lines: readonly string[], {made, crlf}: {readonly made: Made; readonly crlf: boolean}): string {
	const shown = crlf ? lines.map(line => `${line} #`) : lines;
	return [begin, explanation, ...madeLines(made), ...shown, finish].map(line => `${line}${lineEndOf(crlf)}`).join('');
}

const lineEndNote = '# Before it the last line had no end.';

function madeLines({lineEnd, file}: Made): readonly string[] {
	return [
		...(lineEnd ? [lineEndNote] : []),
		...(file === undefined ? [] : [`# Before it there was no such file; folders made for it: ${file.folders}.`]),
	];
}

function readMade(block: string): Made {
	const folders = /^# Before it there was no such file; folders made for it: (\d{1,3})\.\r?$/m.exec(block)?.[1];
	return {lineEnd: linesOf(block).some(({text}) => text.trim() === lineEndNote), file: folders === undefined ? undefined : {folders: Number(folders)}};
}

function linesOf(text: string): readonly Line[] {
	return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(match => ({text: match[0], start: match.index, end: match.index + match[0].length}));
}

/** Whether most lines end in CRLF. */
function isCrlf(text: string): boolean {
	const all = text.split('\n').length - 1;
	const carriage = text.split('\r\n').length - 1;
	return carriage * 2 > all;
}

function lineEndOf(crlf: boolean): string {
	return crlf ? '\r\n' : '\n';
}
