import type {ClientState} from '../../client/state.js';
import type {Instant} from '../../session/session.js';
import {shortFolder} from '../text/format.js';
import {keyRowOf, type KeyRow} from '../keys/keymap.js';
import {whichKeyRows} from '../keys/which-key.js';
import {boxIsWhole, layoutBox, type Size} from '../work/layout.js';
import {chordQuestion} from '../keys/chord-question.js';
import {isAskedInBox, worksNow} from '../navigation/key-facts.js';
import type {Navigation} from '../navigation/navigation.js';
import type {Rect} from '../cells/rect.js';
import {blankLine, fitSpans, keyed, span, widthOfLine, wrapText, type Line} from '../text/spans.js';
import {linesOf, mapLines, rowUnder, unlisted, type ListLine} from '../text/list-line.js';
import {placingLines} from '../panes/placing-line.js';
import {promptLine} from '../panes/prompt-line.js';
import {refusedLines} from '../panes/refused-command.js';
import {parkedService, parkedLines} from './parked.js';
import {codeLine, currentPreview, previewLines} from './code-line.js';
import {boxRows, type BoxRow} from './box-rows.js';
import {formLines} from './form-lines.js';
import type {Library} from './library.js';
import {hasOptions, optionsText} from './options.js';
import {rowLine} from './row-line.js';

export type BoxInput = {
	readonly size: Size;
	readonly client: ClientState | undefined;
	readonly navigation: Navigation;
	readonly library?: Library | undefined;
	readonly cwd: string;
	readonly home: string;
	readonly now?: Instant | undefined;
};

const widest = 96;
const highest = 22;

/** Where the box lies. Its top stays while one types; it is as high as what it says. */
export function boxRect({size, ...input}: BoxInput): Rect {
	const free = size.rows - whichKeyRows(size);
	if (boxIsWhole(size)) {
		const whole = layoutBox(size, {cols: widest, rows: size.rows});
		return input.navigation.keys.isHinting ? {...whole, rows: Math.min(whole.rows, free)} : whole;
	}

	// The keys of the place may come to stand under it: they cover nothing of it.
	const centre = layoutBox(size, {cols: widest, rows: Math.min(highest, size.rows - 4, free)});
	const most = {...centre, y: Math.min(centre.y, free - centre.rows)};

	const {body, foot} = boxParts({...input, size: most});
	return {...most, rows: Math.min(most.rows, 3 + Math.max(1, body) + foot.length)};
}

/** The box over the work screen, frame included: exactly `size.rows` lines of `size.cols` cells. */
export function boxLines(input: BoxInput): readonly Line[] {
	return framed(linesOf(insideLines(input)), input.size);
}

/** Which row of the list lies under that cell of the screen. */
export function boxRowAt(input: BoxInput, {x, y}: {readonly x: number; readonly y: number}): number | undefined {
	const rect = boxRect(input);
	return x > rect.x && x < rect.x + rect.cols - 1 ? rowUnder(insideLines({...input, size: rect}), {x, y: y - rect.y - 1}) : undefined;
}

function insideLines(input: BoxInput): readonly ListLine[] {
	const {size, navigation} = input;
	const inner = Math.max(1, size.cols - 4);
	const rows = Math.max(1, size.rows - 2);
	const {draw, foot} = boxParts(input);
	const top = navigation.overlays.at(-1);
	const head = top?.type === 'prompt' ? promptLine(top, inner) : codeLine({line: navigation.line, preview: navigation.preview, cols: inner, prompt: '› '});
	const room = Math.max(0, rows - 1 - foot.length);
	const body = draw(room);
	const middle = Array.from({length: room}, (_, index) => body[index] ?? {line: blankLine});
	return [{line: head}, ...middle, ...unlisted(foot)].slice(0, rows);
}

/** `body` is how many lines it would fill; `draw` draws those there is room for. */
type BoxParts = {readonly body: number; readonly draw: (rows: number) => readonly ListLine[]; readonly foot: readonly Line[]};

function boxParts(input: BoxInput): BoxParts {
	const {size, client, navigation: {line, message, palette, overlays}} = input;
	const inner = Math.max(1, size.cols - 4);
	const top = overlays.at(-1);
	if (top?.type === 'prompt') {
		// The keys of the box are letters of that line now.
		const said = unlisted((top.refused === undefined ? [] : refusedLines(top.refused, inner - 2)).map(each => [span('  '), ...each]));
		return {body: said.length, draw: rows => said.slice(0, rows), foot: []};
	}

	const parked = parkedService(client);
	const foot = [
		...(parked === undefined || message?.choices !== undefined ? [] : parkedLines(parked, {cols: inner})),
		...(message === undefined ? [] : wrapText(message.text, inner).map(text => [span(text, message.level === 'note' ? 'dim' : message.level)])),
		...(line === '' && hasOptions(palette.options) ? [[span(`next code: ${optionsText(palette.options)}   `, 'accent'), span('Esc forgets', 'dim')]] : []),
		...(isAskedInBox(input.navigation) ? chordQuestion(input.navigation.keys, inner + 3).map(([first, ...rest]) => first === undefined ? [] : [{...first, text: first.text.trimStart()}, ...rest]) : []),
		...placingLines(input.navigation),
		...(size.rows >= 6 ? [actionLine(inner, input.navigation.keys.table.rows.filter(row => worksNow(row, input.navigation, client?.sessions ?? [])))] : []),
	];
	const rule = size.rows >= 6 ? [[span('─'.repeat(inner), 'line')]] : [];
	const found = boxRows(input.navigation, {sessions: client?.sessions ?? [], services: client?.services, library: input.library});
	if (line === '' || line.startsWith('/')) {
		return {body: found.length, draw: rows => listed(found, {input, cols: inner, rows, from: 0}), foot: [...rule, ...foot]};
	}

	const sessions = palette.form === undefined ? found.filter(row => row.type === 'session') : [];
	const shown = Math.min(sessions.length, mostBeside);
	if (shown === 0) {
		return {body: lineParts(input, {cols: inner, rows: mostPicked}).length, draw: rows => lineParts(input, {cols: inner, rows}), foot: [...rule, ...foot]};
	}

	const lines = lineParts(input, {cols: inner, rows: mostPicked});
	return {
		body: lines.length + shown + 1,
		draw(rows) {
			const room = Math.min(shown, rows - lines.length - 1);
			return room <= 0 ? lines : [...lines, ...unlisted(rule), ...listed(found, {input, cols: inner, rows: room, from: 1})];
		},
		foot,
	};
}

/** Conversations to pick from at once. */
const mostPicked = 13;

/** Sessions under a code: enough to see that what one wants is there already. */
const mostBeside = 3;

/** What the code would do, and how it can be changed. */
function lineParts({client, navigation, cwd, home, now = 0}: BoxInput, {cols: inner, rows}: Size): readonly ListLine[] {
	const {line, palette: {form, options, wholeEnvironment}, selected} = navigation;
	const preview = currentPreview(navigation.preview, line);
	const seen = {cols: inner - 2, now, home, recent: client?.meter.recent ?? [], wholeEnvironment, selected, rows: Math.max(1, rows - 1), isForm: form !== undefined};
	const start = preview.status === 'ready' && form === undefined ? [span('  '), span('Enter ', 'accent'), span(`start in ${shortFolder(preview.plan.cwd, home)}    `, 'dim'), span('Tab ', 'accent')] : undefined;
	const tab = 'folder, name, prompt, model, profile';
	const head = start === undefined ? [] : [[...start, span(widthOfLine(start) + tab.length <= inner ? tab : 'options', 'dim')]];
	return [
		...unlisted([
			...head,
			...(form === undefined ? [] : formLines(form, {options, cols: inner, cwd: shortFolder(cwd, home)})),
			...(form === undefined && hasOptions(options) ? [[span(`  with  ${optionsText(options)}`, 'accent')]] : []),
		]),
		...mapLines(previewLines(preview, seen), line => [span('  '), ...line]),
	];
}

/** A frame of one line around what is inside. */
export function framed(content: readonly Line[], size: Size): readonly Line[] {
	const edge = '─'.repeat(Math.max(0, size.cols - 2));
	const inside = content.map(line => [span('│ ', 'line'), ...fitSpans(line, Math.max(0, size.cols - 4)), span(' │', 'line')]);
	return [[span(`╭${edge}╮`, 'line')], ...inside, [span(`╰${edge}╯`, 'line')]];
}

/** `from`: rows before this one stand elsewhere. */
type Listed = {readonly input: BoxInput; readonly cols: number; readonly rows: number; readonly from: number};

function listed(all: readonly BoxRow[], {input: {navigation, client, home, now = 0}, cols, rows, from}: Listed): readonly ListLine[] {
	const offset = parkedService(client)?.choices.length ?? 0;
	const found = all.slice(from);
	const selected = navigation.selected - from;
	const start = Math.max(0, Math.min(selected - rows + 1, found.length - rows));
	const hasNumbers = navigation.line === '';
	return found.slice(start, start + Math.max(0, rows)).map((row, index) => {
		const at = start + index;
		const number = at + offset + 1;
		const isNumbered = hasNumbers && number <= 9 && (row.type === 'session' || row.type === 'launch');
		return {row: at + from, line: rowLine(row, {client, isSelected: at === selected, number: isNumbered ? number : undefined, cols, now, home})};
	});
}

/** Which commands are hinted at, in this order, as far as there is room. That what they open stands beside is left out for that. */
const hinted = ['/', '|', '-', '$', 'z', '[', 'w', '?', 'S', 'L', 'H', 'Q'];

function actionLine(cols: number, table: readonly KeyRow[]): Line {
	const rows = hinted.flatMap(key => {
		const action = keyRowOf('box', key)?.action;
		return table.find(row => row.action === action && row.keys.length > 0) ?? [];
	});
	const hints = rows.map((row, index) => [span(index === 0 ? '' : '   '), ...keyed(row.keys[0] ?? '', [span(`${row.shown} `, 'accent'), span(row.label.replace(/ beside$/, ''), 'dim')])]);
	let room = cols;
	const fitting = hints.filter(hint => {
		room -= widthOfLine(hint);
		return room >= 0;
	});
	return fitting.flat();
}
