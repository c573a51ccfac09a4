import type {ClientState} from '../../client/state.js';
import type {AgentRow} from '../../launch/agent.js';
import {modes, routes, tierLetters} from '../../launch/grammar.js';
import type {RestoreOffer} from '../../session/restore.js';
import type {Instant, SessionId} from '../../session/session.js';
import {codeLine, currentPreview, previewLines} from '../box/code-line.js';
import {formLines} from '../box/form-lines.js';
import type {Library} from '../box/library.js';
import {isSaidInFront} from '../box/message-notice.js';
import {hasOptions, optionsText} from '../box/options.js';
import {shortFolder} from '../text/format.js';
import {layoutHome, type Size} from '../work/layout.js';
import type {LinkState} from '../text/link-state.js';
import {linesOf, mapLines, rowUnder, unlisted, type ListLine} from '../text/list-line.js';
import type {Navigation} from '../navigation/navigation.js';
import {promptLine} from '../panes/prompt-line.js';
import {refusedLines} from '../panes/refused-command.js';
import {parkedService, withoutReason} from '../box/parked.js';
import {homeList} from '../text/session-list.js';
import {blankLine, fitSpans, span, spread, widthOfLine, wrapText, type Line} from '../text/spans.js';
import {padText} from '../cells/width.js';
import {homeListHeight, homeListLines} from './home-list.js';

export type Repository = {readonly branch: string; readonly changes: number | undefined};

/** What is installed, by an agent's letter: `missing`, `unknown`, or a version; nothing until somebody looked. */
export type Installed = Readonly<Record<string, string>>;

export type HomeInput = {
	readonly size: Size;
	readonly client: ClientState | undefined;
	/** Undefined while it is only being made. */
	readonly link?: LinkState | undefined;
	readonly linkProblem?: string | undefined;
	readonly navigation: Navigation;
	readonly library?: Library | undefined;
	readonly offer: RestoreOffer | undefined;
	/** What was said first in sessions, as far as it is known. */
	readonly prompts?: Readonly<Record<SessionId, string>> | undefined;
	readonly agents: readonly AgentRow[];
	readonly installed: Installed;
	/** A sentence for the first run, or about a service that cannot start. */
	readonly hint: readonly Line[];
	readonly version: string;
	readonly cwd: string;
	/** Of the repository around the folder; undefined outside of one, or until it has been looked at. */
	readonly repository: Repository | undefined;
	readonly home: string;
	readonly now: Instant;
	/** Of the clock of the user. @default 0 */
	readonly utcOffsetMs?: number | undefined;
};

/** All of Home but its bar: exactly `size.rows - 1` lines of exactly `size.cols` cells. */
export function homeLines(input: HomeInput): readonly Line[] {
	return linesOf(listedLines(input));
}

/** Which row of its list, or of the conversations to pick from, lies under that cell of the screen. */
export function homeRowAt(input: HomeInput, at: {readonly x: number; readonly y: number}): number | undefined {
	return rowUnder(listedLines(input), at);
}

function listedLines(input: HomeInput): readonly ListLine[] {
	const {size, client} = input;
	const {hasRight, hasTable, leftCols} = layoutHome(size);
	const rows = Math.max(1, size.rows - 1);
	// Where there is little room, what ended without its user comes before how to begin.
	const hint = size.rows < 20 && homeList(client?.sessions ?? []).lost.length > 0 ? [] : input.hint;
	const foot = footLines(input).slice(0, rows);
	// What is said under the code has its room before what stands above it.
	const head = (size.rows < 5 ? [] : [header(input), ...(size.rows >= 12 ? [blankLine] : []), ...(hint.length === 0 ? [] : [...hint, ...(size.rows >= 20 ? [blankLine] : [])])]).slice(0, rows - foot.length);
	const room = rows - head.length - foot.length;
	const height = Math.max(0, room - (room > 2 ? 1 : 0));
	const listed = client === undefined ? undefined : {...input, client, cols: hasRight ? size.cols - leftCols : size.cols};
	const wanted = listed === undefined ? untold(input).length : homeListHeight(listed);
	const table = hasTable ? codeTable(input) : [];
	// Half a list says more than how to begin once more.
	const isTable = hasTable && (hasRight || rows - head.length - 2 - table.length >= Math.min(wanted, fewestListed));
	const left = isTable ? table : agentLetters(input);
	const gap = !hasRight && left.length > 0 && wanted > 0 ? [blankLine] : [];
	const right = listed === undefined ? unlisted(untold(input)) : homeListLines(listed, hasRight ? height : height - left.length - gap.length);
	const body = (hasRight
		? Array.from({length: Math.max(left.length, right.length)}, (_, index) => ({...right[index], x: leftCols, line: [...fitSpans(left[index] ?? blankLine, leftCols), ...right[index]?.line ?? blankLine]}))
		: [...unlisted([...left, ...gap]), ...right]).slice(0, height);
	// On a high screen the code line stays where the table ends, so that it does not move while its preview grows.
	const lower = Math.max(0, Math.min(room - body.length, size.rows >= 24 ? Math.max(1, 15 - head.length - body.length) : 1));
	const lines = [...unlisted(head), ...body, ...Array.from({length: lower}, () => ({line: blankLine})), ...foot];
	return mapLines(Array.from({length: rows}, (_, index) => lines[index] ?? {line: blankLine}), line => fitSpans(line, size.cols));
}

/** Where the list will stand: no list is not an empty one. What is wrong with the line to clutchd is said above. */
function untold({link = 'connecting', linkProblem}: HomeInput): readonly Line[] {
	return linkProblem === undefined && (link === 'connecting' || link === 'connected') ? [[span(' looking for your sessions', 'dim')]] : [];
}

/** Lines of the list that have to be seen beside the columns of the grammar. */
const fewestListed = 6;

/** The code line, or the one line that is asked for in its place, with what is said of it. */
function footLines(input: HomeInput): readonly ListLine[] {
	const {size, navigation: {overlays, line, preview}} = input;
	const top = overlays.at(-1);
	if (top?.type === 'prompt' && overlays.length === 1) {
		const refused = top.refused === undefined ? [] : refusedLines(top.refused, size.cols - 3);
		return unlisted([promptLine(top, size.cols), ...refused.map(each => [span('   '), ...each])]);
	}

	return [
		{line: codeLine({line, preview, cols: size.cols, prompt: ' ▌'})},
		...mapLines(underLine(input), each => [span('   '), ...each]),
		...unlisted(messageLines(input)),
	];
}

/** What the code would do, with what is said beside it. */
function underLine({size, navigation, client, now, home, cwd}: HomeInput): readonly ListLine[] {
	const {line, selected, palette: {form, options, wholeEnvironment}} = navigation;
	const cols = size.cols - 3;
	const seen = {cols, now, home, recent: client?.meter.recent ?? [], wholeEnvironment, selected, rows: Math.max(1, Math.min(12, size.rows - 20)), isForm: form !== undefined};
	return [
		...unlisted([
			...(form === undefined ? [] : formLines(form, {options, cols, cwd: shortFolder(cwd, home)})),
			...(form === undefined && hasOptions(options) ? [[span(line === '' ? 'next code: ' : 'with  ', 'dim'), span(`${optionsText(options)}   `, 'accent'), span(line === '' ? 'Esc forgets' : '', 'dim')]] : []),
		]),
		...previewLines(currentPreview(navigation.preview, line), seen),
	];
}

/** What a resting gateway says stands above already, unless one looks at a code. */
function messageLines({navigation: {message, line, overlays}, client, size}: HomeInput): readonly Line[] {
	return message === undefined || isSaidInFront({overlays}) || (message.choices !== undefined && line === '' && parkedService(client) !== undefined)
		? []
		: wrapText(line === '' ? withoutReason(message.text, client) : message.text, Math.max(1, size.cols - 3)).map(text => [span('   '), span(text, message.level === 'note' ? 'dim' : message.level)]);
}

function header({version, cwd, repository, home, size}: HomeInput): Line {
	const changes = repository?.changes === undefined || repository.changes === 0 ? [] : [span(`✚${repository.changes} `, 'warn')];
	const branch = repository === undefined ? [] : [span(`  ${repository.branch} `), ...changes];
	return spread([span(' clutch ', 'focus'), span(version, 'dim')], [span(`${shortFolder(cwd, home)} `, 'dim'), ...branch], size.cols);
}

/** The columns of the grammar; the letters that are used light up, the others dim. */
function codeTable({agents, installed, navigation}: HomeInput): readonly Line[] {
	const [agent, mode, route] = navigation.line;
	const columns = [
		{typed: agent, rows: agents.map(row => ({letter: row.letter, text: `${row.title}${installedText(installed[row.letter])}`})), cells: 26},
		{typed: mode, rows: modes, cells: 16},
		{typed: route, rows: [...routes, ...tierRows], cells: 12},
	];
	const height = Math.max(...columns.map(column => column.rows.length));
	return [
		[span('   Type a code', 'focus')],
		blankLine,
		...Array.from({length: height}, (_, index) => [span('   '), ...columns.flatMap(column => cell(column, index))]),
	];
}

/** Where the columns find no room: the letters that begin a code. */
function agentLetters({agents, installed, size}: HomeInput): readonly Line[] {
	const rows: Line[] = [];
	for (const {letter, title} of size.rows < 12 ? [] : agents) {
		const part = [span(letter, 'accent'), span(` ${title}`, installed[letter] === 'missing' ? 'dim' : 'text')];
		const longer = [...rows.at(-1) ?? [], span('  '), ...part];
		if (rows.length > 0 && widthOfLine(longer) <= size.cols) {
			rows[rows.length - 1] = longer;
		} else {
			rows.push([span('   '), ...part]);
		}
	}

	return rows;
}

/** A person knows an agent by the first two numbers of its version. */
function installedText(version: string | undefined): string {
	if (version === 'missing') {
		return ' – install';
	}

	const [short] = /^\d+\.\d+/.exec(version ?? '') ?? [];
	return short === undefined ? '' : ` ${short}`;
}

/** Under the routes, and in their place too. */
const tierRows = [{letter: '', text: ''}, {letter: '', text: tierLetters.join(' ')}, {letter: '', text: '0–9'}] as const;

type Column = {readonly typed: string | undefined; readonly rows: ReadonlyArray<{readonly letter: string; readonly text: string}>; readonly cells: number};

function cell({typed, rows, cells}: Column, index: number): Line {
	const row = rows[index];
	if (row === undefined) {
		return [span(' '.repeat(cells))];
	}

	if (row.letter === '') {
		const isTier = typed !== undefined && routes.every(route => route.letter !== typed);
		return [span(padText(row.text, cells), typed === undefined || isTier ? 'accent' : 'dim')];
	}

	const isOut = typed !== undefined && typed !== row.letter;
	return [span(row.letter, isOut ? 'dim' : 'accent'), span(padText(`  ${row.text}`, cells - 1), isOut ? 'dim' : (typed === undefined ? 'text' : 'focus'))];
}
