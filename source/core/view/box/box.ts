import type {ClientState} from '../../client/state.js';
import {lastPart, shortFolder} from '../text/format.js';
import {rowsOfPlace} from '../keys/keymap.js';
import {boxIsWhole, layoutBox, type Size} from '../work/layout.js';
import type {Navigation} from '../navigation/navigation.js';
import type {Rect} from '../cells/rect.js';
import {lookOf, isAlive} from '../text/session-state.js';
import {blankLine, fitSpans, span, spread, wrapText, type Line} from '../text/spans.js';
import {parkedGateway, parkedLines} from './parked.js';
import {codeLine, currentPreview, previewLines} from './code-line.js';
import {boxRows, type BoxRow} from './box-rows.js';

export type BoxInput = {readonly size: Size; readonly client: ClientState | undefined; readonly navigation: Navigation; readonly cwd: string; readonly home: string};

const widest = 96;
const highest = 18;

/** Where the box lies. Its top stays while one types; it is as high as what it says. */
export function boxRect({size, ...input}: BoxInput): Rect {
	const most = layoutBox(size, {cols: widest, rows: Math.min(highest, size.rows - 4)});
	if (boxIsWhole(size)) {
		return most;
	}

	const {body, foot} = boxParts({...input, size: most});
	return {...most, rows: Math.min(most.rows, 3 + Math.max(1, body) + foot.length)};
}

/** The box over the work screen, frame included: exactly `size.rows` lines of `size.cols` cells. */
export function boxLines(input: BoxInput): readonly Line[] {
	const {size, navigation} = input;
	const inner = Math.max(1, size.cols - 4);
	const rows = Math.max(1, size.rows - 2);
	const {draw, foot} = boxParts(input);
	const head = codeLine({line: navigation.line, preview: navigation.preview, cols: inner, prompt: '› '});
	const room = Math.max(0, rows - 1 - foot.length);
	const body = draw(room);
	const middle = Array.from({length: room}, (_, index) => body[index] ?? blankLine);
	return framed([head, ...middle, ...foot].slice(0, rows), size);
}

/** `body` is how many lines it would fill; `draw` draws those there is room for. */
type BoxParts = {readonly body: number; readonly draw: (rows: number) => readonly Line[]; readonly foot: readonly Line[]};

function boxParts({size, client, navigation, cwd, home}: BoxInput): BoxParts {
	const inner = Math.max(1, size.cols - 4);
	const {line, message} = navigation;
	const parked = parkedGateway(client);
	const foot = [
		...(parked === undefined || message?.choices !== undefined ? [] : parkedLines(parked, inner)),
		...(message === undefined ? [] : wrapText(message.text, inner).map(text => [span(text, message.level === 'note' ? 'dim' : message.level)])),
		...(size.rows >= 6 ? actionLines(inner) : []),
	];
	if (line === '' || line.startsWith('/')) {
		const found = boxRows(line, client?.sessions ?? []);
		return {body: found.length, draw: rows => listed(found, {navigation, client, cols: inner, rows}), foot};
	}

	const preview = currentPreview(navigation.preview, line);
	const lines = [
		...(preview.status === 'ready' ? [[span('Enter ', 'accent'), span(`start in ${shortFolder(cwd, home)}`, 'dim')]] : []),
		...previewLines(preview, inner - 2).map(row => [span('  '), ...row]),
	];
	return {body: lines.length, draw: () => lines, foot};
}

/** A frame of one line around what is inside. */
export function framed(content: readonly Line[], size: Size): readonly Line[] {
	const edge = '─'.repeat(Math.max(0, size.cols - 2));
	const inside = content.map(line => [span('│ ', 'line'), ...fitSpans(line, Math.max(0, size.cols - 4)), span(' │', 'line')]);
	return [[span(`╭${edge}╮`, 'line')], ...inside, [span(`╰${edge}╯`, 'line')]];
}

type Listed = {readonly navigation: Navigation; readonly client: ClientState | undefined; readonly cols: number; readonly rows: number};

function listed(found: readonly BoxRow[], {navigation, client, cols, rows}: Listed): readonly Line[] {
	const offset = parkedGateway(client)?.choices.length ?? 0;
	const start = Math.max(0, Math.min(navigation.selected - rows + 1, found.length - rows));
	return found.slice(start, start + Math.max(0, rows)).map((row, index) => {
		const at = start + index;
		const isSelected = at === navigation.selected;
		const mark = span(isSelected ? '▸ ' : '  ', 'accent');
		if (row.type === 'action') {
			return spread([mark, span(row.row.label, isSelected ? 'focus' : 'text')], [span(row.row.shown, 'accent')], cols);
		}

		const {session} = row;
		const look = lookOf(session, client?.meter.sessions[session.id]?.inFlight ?? 0);
		return spread(
			[mark, span(at + offset < 9 ? `${at + offset + 1} ` : '  ', 'dim'), span(`${look.symbol} `, look.role), span(session.title, isSelected ? 'focus' : 'text'), span(`  ${session.name}  ${lastPart(session.cwd)}`, 'dim')],
			[span(`${look.word}   `, look.role), span(isAlive(session) ? 'jump' : 'restore', 'dim')],
			cols,
		);
	});
}

const hinted = new Set(['search', 'help', 'stop', 'let-go', 'home', 'quit']);

function actionLines(cols: number): readonly Line[] {
	const hints = rowsOfPlace('box').filter(row => hinted.has(row.action)).flatMap((row, index) => [span(index === 0 ? '' : '   '), span(`${row.shown} `, 'accent'), span(row.label, 'dim')]);
	return [[span('─'.repeat(cols), 'line')], hints];
}
