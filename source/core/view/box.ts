import type {ClientState} from '../client/state.js';
import {boxRows, type BoxRow} from './box-rows.js';
import {codeLine, currentPreview, previewLines} from './code-line.js';
import {lastPart, shortFolder} from './format.js';
import {rowsOfPlace} from './keymap.js';
import type {Size} from './layout.js';
import type {Navigation} from './navigation.js';
import {parkedGateway, parkedLines} from './parked.js';
import {lookOf, isAlive} from './session-state.js';
import {blankLine, fitSpans, span, spread, wrapText, type Line} from './spans.js';

type BoxInput = {readonly size: Size; readonly client: ClientState | undefined; readonly navigation: Navigation; readonly cwd: string; readonly home: string};

/** The box over the work screen, frame included: exactly `size.rows` lines of `size.cols` cells. */
export function boxLines({size, client, navigation, cwd, home}: BoxInput): readonly Line[] {
	const inner = Math.max(1, size.cols - 4);
	const rows = Math.max(1, size.rows - 2);
	const {line, message} = navigation;
	const found = boxRows(line, client?.sessions ?? []);
	const preview = currentPreview(navigation.preview, line);
	const isCode = line !== '' && !line.startsWith('/');
	const parked = parkedGateway(client);
	const foot = [
		...(parked === undefined || message?.choices !== undefined ? [] : parkedLines(parked, inner)),
		...(message === undefined ? [] : wrapText(message.text, inner).map(text => [span(text, message.level === 'note' ? 'dim' : message.level)])),
		...(rows > 6 ? actionLines(inner) : []),
	];
	const body = isCode
		? [
			...(preview.status === 'ready' ? [[span('Enter ', 'accent'), span(`start in ${shortFolder(cwd, home)}`, 'dim')]] : []),
			...previewLines(preview, inner - 2).map(row => [span('  '), ...row]),
		]
		: listed(found, {navigation, client, cols: inner, rows: rows - 1 - foot.length});
	const head = codeLine({line, preview: navigation.preview, cols: inner, prompt: '› '});
	const middle = Array.from({length: Math.max(0, rows - 1 - foot.length)}, (_, index) => body[index] ?? blankLine);
	const content = [head, ...middle, ...foot].slice(0, rows);
	return framed(content, size);
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
