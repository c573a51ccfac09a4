import type {Meter} from '../../client/state.js';
import type {Instant} from '../../session/session.js';
import {modes} from '../../launch/grammar.js';
import {fitSpans, keyed, span, spread, widthOfLine, wrapText, type Line} from '../text/spans.js';
import {formatAge, shortFolder} from '../text/format.js';
import {unlisted, type ListLine} from '../text/list-line.js';
import {textWidth} from '../cells/width.js';
import {shortId} from './pick.js';
import {emptyPreview, type PlanSummary, type Preview} from './preview.js';
import {cascadeSpans} from './route-health.js';

type CodeLine = {readonly line: string; readonly preview: Preview; readonly cols: number; readonly prompt: string};

/** What is typed, and at its right what it means so far. */
export function codeLine({line, preview, cols, prompt}: CodeLine): Line {
	const room = Math.max(1, cols - textWidth(prompt) - 1);
	// The end of what is typed is what one looks at.
	const shown = textWidth(line) > room ? `…${tail(line, room - 1)}` : line;
	const left = [span(prompt, 'accent'), span(shown, 'focus'), span('_', 'dim')];
	// Beside the cursor and a blank.
	const free = cols - textWidth(line) - textWidth(prompt) - 2;
	const meaning = meaningsOf(preview).find(each => widthOfLine(each) <= free);
	return meaning === undefined ? fitSpans(left, cols) : spread(left, meaning, cols);
}

function tail(text: string, cells: number): string {
	let rest = text;
	while (textWidth(rest) > cells) {
		rest = rest.slice(1);
	}

	return rest;
}

/** The longest first. Which letters may come next is the last that is given up. */
function meaningsOf(preview: Preview): readonly Line[] {
	switch (preview.status) {
		case 'empty':
		case 'wrong': {
			return [];
		}

		case 'ready': {
			return [[span(`${preview.plan.short} `, 'text')]];
		}

		case 'open':
		case 'pick': {
			return preview.next === '' ? [decodedLine(preview.decoded)] : openLines(preview);
		}

		case 'looking':
		case 'wants':
		case 'problem': {
			return [decodedLine(preview.decoded)];
		}
	}
}

function decodedLine(decoded: readonly string[]): Line {
	return [span(`${decoded.join(' · ')} `, 'text')];
}

const inShort: ReadonlyMap<string, string> = new Map(modes.map(({letter, text, short}) => [`${letter} ${text}`, `${letter} ${short}`]));

function openLines({decoded, next}: {readonly decoded: readonly string[]; readonly next: string}): readonly Line[] {
	const parts = next.split(/ {2,}/);
	// Tiers are letters already.
	const letters = parts.map(part => /^\S( \S)*$/.test(part) ? part : part.slice(0, 1)).join('  ');
	const line = (known: readonly string[], text: string) => [...(known.length === 0 ? [] : [span(`${known.join(' · ')} · …  `, 'text')]), span(text, 'dim'), span(' ')];
	return [line(decoded, next), line(decoded.slice(0, 1), next), line([], next), line([], parts.join('  ')), line([], parts.map(part => inShort.get(part) ?? part).join('  ')), line([], letters)];
}

export type Seen = {
	readonly cols: number;
	readonly now: Instant;
	readonly home: string;
	readonly recent: Meter['recent'];
	/** All variables, not the first alone. */
	readonly wholeEnvironment: boolean;
	/** Of the list of conversations: the row under the cursor, and how many there is room for. */
	readonly selected: number;
	readonly rows: number;
	/** Digits are text in the form: no choice can be made there. */
	readonly isForm?: boolean | undefined;
};

/** What stands under the code line: the exact command and its surroundings, a list to choose from, or a sentence with numbered steps. */
export function previewLines(preview: Preview, seen: Seen): readonly ListLine[] {
	return preview.status === 'pick'
		? [{line: fitSpans([span(preview.sentence, 'dim')], seen.cols)}, ...pickLines(preview.found, seen)]
		: unlisted(saidLines(preview, seen));
}

function saidLines(preview: Exclude<Preview, {readonly status: 'pick'}>, seen: Seen): readonly Line[] {
	const {cols} = seen;
	switch (preview.status) {
		case 'empty': {
			return [];
		}

		case 'open': {
			return expectedLines(preview, seen);
		}

		case 'wrong': {
			return wrapText(preview.sentence, cols).map(text => fitSpans([span(text, 'warn')], cols));
		}

		case 'looking': {
			return [fitSpans([span('…', 'dim')], cols)];
		}

		case 'wants': {
			return wrapText(preview.sentence, cols).map(text => fitSpans([span(text, 'accent')], cols));
		}

		case 'problem': {
			return [
				...wrapText(preview.sentence, cols).map(text => fitSpans([span(text, 'bad')], cols)),
				...(seen.isForm === true ? [] : preview.choices).flatMap(({text}, index) => wrapText(text, Math.max(1, cols - 2)).map((part, row) => keyed(String(index + 1), fitSpans([span(row === 0 ? `${index + 1} ` : '  ', 'accent'), span(part)], cols)))),
			];
		}

		case 'ready': {
			return planLines(preview.plan, seen);
		}
	}
}

function expectedLines({expected}: Preview & {readonly status: 'open'}, seen: Seen): readonly Line[] {
	switch (expected?.type) {
		case undefined: {
			return [];
		}

		case 'problem': {
			return wrapText(expected.sentence, seen.cols).map(text => fitSpans([span(text, 'bad')], seen.cols));
		}

		case 'plan': {
			return planLines(expected.plan, seen);
		}
	}
}

const credentials: Readonly<Record<PlanSummary['credential'], string>> = {
	'own-login': 'with its own login',
	'gateway-key': 'with the keys of the gateway',
	none: 'with no credential',
};

function planLines({title, command, cwd, credential, environment, role, models, price, notes, following}: PlanSummary, {cols, now, home, recent, wholeEnvironment}: Seen): readonly Line[] {
	const row = (label: string, spans: Line) => fitSpans([span(label.padEnd(labelCells), 'dim'), ...spans], cols);
	const [first] = environment;
	const key = following.includes('e') ? 'Ctrl+e' : 'e';
	const others = environment.length > 1 ? `  (${wholeEnvironment ? 'fewer' : `${environment.length - 1} more`}  ${key})` : '';
	return [
		...commandLines(command, cols - labelCells).map((text, index) => row(index === 0 ? 'runs' : '', [span(text)])),
		...(first === undefined ? [] : [cutRow(row, {name: 'env', text: `${first[0]}=${first[1]}`, others, cols})]),
		...(wholeEnvironment ? environment.slice(1).map(([name, value]) => row('', [span(`${name}=${value}`)])) : []),
		...(models.length === 0 ? [] : [row(role, cascadeSpans(models, {recent, now}))]),
		...inRows([shortFolder(cwd, home), `${title} ${credentials[credential]}`, `price ${price === undefined ? 'n/a' : `$${price.usdPerMillionInput.toFixed(2)}/$${price.usdPerMillionOutput.toFixed(2)} per M tok`}`], cols - labelCells).map((text, index) => row(index === 0 ? 'in' : '', [span(text, 'dim')])),
		...notes.flatMap(note => wrapText(note, Math.max(1, cols - labelCells)).map(text => row('', [span(text, 'warn')]))),
	];
}

const labelCells = 6;

/** A command that is longer says so at its end. */
const mostCommandRows = 3;

/** The exact command, in as many rows as it takes. */
function commandLines(command: string, cols: number): readonly string[] {
	const lines = wrapText(command, Math.max(1, cols));
	return lines.length <= mostCommandRows ? lines : [...lines.slice(0, mostCommandRows - 1), lines.slice(mostCommandRows - 1).join(' ')];
}

/** Whole parts beside one another, as many as fit into a row. */
function inRows(parts: readonly string[], cols: number): readonly string[] {
	const rows: string[] = [];
	for (const part of parts) {
		const longer = `${rows.at(-1) ?? ''}   ${part}`;
		if (rows.length > 0 && textWidth(longer) <= cols) {
			rows[rows.length - 1] = longer;
		} else {
			rows.push(part);
		}
	}

	return rows;
}

type Cut = {readonly name: string; readonly text: string; readonly others: string; readonly cols: number};

/** How to see the others stays, whatever the length of the first. */
function cutRow(row: (label: string, spans: Line) => Line, {name, text, others, cols}: Cut): Line {
	const room = Math.max(1, cols - labelCells - textWidth(others));
	return row(name, textWidth(text) > room ? [...fitSpans([span(text)], room), span(others, 'dim')] : [span(text), span(others, 'dim')]);
}

function pickLines(found: Extract<Preview, {status: 'pick'}>['found'], {cols, now, home, selected, rows}: Seen): readonly ListLine[] {
	const start = Math.max(0, Math.min(selected - rows + 1, found.length - rows));
	return found.slice(start, start + Math.max(1, rows)).map(({at, prompt, cwd, isHere, id}, index) => {
		const row = start + index;
		const isSelected = row === selected;
		return {row, line: spread(
			[span(isSelected ? '▸ ' : '  ', 'accent'), span(formatAge(at, now).padEnd(10), 'dim'), span(isHere ? '' : `${shortFolder(cwd ?? '?', home)}  `, 'dim'), span(`"${prompt}"`, isSelected ? 'focus' : 'text')],
			[span(`  ${shortId(id)}`, 'dim')],
			cols,
		)};
	});
}

function isStale(preview: Preview, line: string): boolean {
	return preview.status !== 'empty' && preview.line !== line;
}

export function currentPreview(preview: Preview, line: string): Preview {
	return isStale(preview, line) ? emptyPreview : preview;
}
