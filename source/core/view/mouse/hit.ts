import type {LinkState} from '../text/link-state.js';
import {boxLines, boxRect, boxRowAt} from '../box/box.js';
import {askedLine} from '../box/confirm.js';
import {questionLines} from '../box/question-box.js';
import {contains, type Rect} from '../cells/rect.js';
import {homeLines, homeRowAt, type HomeInput} from '../home/home.js';
import {helpLines} from '../keys/help.js';
import type {Navigation} from '../navigation/navigation.js';
import {overlayRect} from '../navigation/overlays.js';
import {placeOf} from '../navigation/rows.js';
import type {SessionId} from '../../session/session.js';
import {inSidebarOrder} from '../text/session-list.js';
import {keyUnder, type Line} from '../text/spans.js';
import {sidebarRowAt} from '../work/sidebar.js';
import {bottomLine} from '../work/work-bar.js';
import {workLayout} from '../work/work-layout.js';

/** What a click on something of ours means. */
export type Hit =
	/** A row of the list in front: what Enter does there. */
	| {readonly type: 'row'; readonly row: number}
	/** Words that a key stands beside. */
	| {readonly type: 'key'; readonly key: string}
	| {readonly type: 'session'; readonly session: SessionId};

export type HitInput = HomeInput & {
	readonly link: LinkState;
	readonly chord: string;
	readonly big: string | undefined;
	readonly windows: Readonly<Record<string, number>>;
};

type At = {readonly x: number; readonly y: number};

/** Nothing but what is in front is hit. */
export function hitAt(input: HitInput, at: At): Hit | undefined {
	const {navigation, size, now} = input;
	const top = navigation.overlays.at(-1);
	switch (top?.type) {
		case undefined:
		case 'panes': {
			return navigation.screen === 'home' ? onHome(input, at) : onWork(input, at);
		}

		case 'box': {
			const rect = boxRect(input);
			return rowHit(boxRowAt(input, at)) ?? inLines(boxLines({...input, size: rect}), {rect, at});
		}

		case 'help': {
			const rect = overlayRect(top, input);
			return rect && inLines(helpLines({size: rect, ...helpFor(navigation), chord: input.chord, scroll: top.scroll, filter: top.filter}), {rect, at});
		}

		case 'question': {
			const rect = overlayRect(top, input);
			return rect && inLines(questionLines(top.question, {size: rect, now}), {rect, at});
		}

		case 'sidebar': {
			return onSidebarOver(input, at);
		}

		case 'confirm': {
			return inBar(askedLine(top, input.client, size.cols), input, at);
		}

		case 'prompt': {
			return inPrompt(input, at);
		}

		// It lies over everything, and has rows of its own kind.
		case 'watch': {
			return undefined;
		}
	}
}

/** The list of keys is about the place under it. */
function helpFor({overlays, ...navigation}: Navigation): Pick<Parameters<typeof helpLines>[0], 'place' | 'table'> {
	return {place: placeOf({...navigation, overlays: overlays.slice(0, -1)}), table: navigation.keys.table.rows};
}

/** Its line stands where the code line does, and so does what is said of it. */
function inPrompt(input: HitInput, at: At): Hit | undefined {
	const {client, navigation: {overlays, screen}, size} = input;
	if (overlays.some(({type}) => type === 'box')) {
		const rect = boxRect(input);
		return inLines(boxLines({...input, size: rect}), {rect, at});
	}

	if (screen === 'home') {
		return inLines(homeLines(input), {rect: {x: 0, y: 0, cols: size.cols, rows: size.rows - 1}, at});
	}

	return client && inBar(bottomLine({...input, client}), input, at);
}

function onHome(input: HitInput, at: At): Hit | undefined {
	const {cols, rows} = input.size;
	return rowHit(homeRowAt(input, at)) ?? inLines(homeLines(input), {rect: {x: 0, y: 0, cols, rows: rows - 1}, at});
}

function onWork(input: HitInput, at: At): Hit | undefined {
	const {client, navigation, size, now, windows} = input;
	const {sidebar} = workLayout(navigation, size);
	if (client === undefined) {
		return undefined;
	}

	if (sidebar !== undefined && contains(sidebar, at.x, at.y)) {
		const session = sidebarRowAt({client, focused: navigation.focused, now, cols: sidebar.cols, rows: sidebar.rows, windows, table: navigation.keys.table.rows}, at.y - sidebar.y);
		return session === undefined ? undefined : {type: 'session', session};
	}

	return inBar(bottomLine({...input, client}), input, at);
}

/** As it is drawn over the panes: within its frame. */
function onSidebarOver({client, navigation, size, now, windows, ...input}: HitInput, {x, y}: At): Hit | undefined {
	const rect = overlayRect({type: 'sidebar'}, {...input, client, navigation, size, now});
	if (client === undefined || rect === undefined || !contains(rect, x, y)) {
		return undefined;
	}

	const sessions = inSidebarOrder(client.sessions);
	const row = sidebarRowAt({client, focused: sessions[navigation.selected]?.id, now, cols: Math.max(1, rect.cols - 4), rows: Math.max(1, rect.rows - 2), windows, table: navigation.keys.table.rows}, y - rect.y - 1);
	const index = sessions.findIndex(({id}) => id === row);
	return index === -1 ? undefined : {type: 'row', row: index};
}

function rowHit(row: number | undefined): Hit | undefined {
	return row === undefined ? undefined : {type: 'row', row};
}

function inBar(line: Line, {size}: HitInput, {x, y}: At): Hit | undefined {
	return inLines([line], {rect: {x: 0, y: size.rows - 1, cols: size.cols, rows: 1}, at: {x, y}});
}

function inLines(lines: readonly Line[], {rect, at: {x, y}}: {readonly rect: Rect; readonly at: At}): Hit | undefined {
	const key = contains(rect, x, y) ? keyUnder(lines[y - rect.y] ?? [], x - rect.x) : undefined;
	return key === undefined ? undefined : {type: 'key', key};
}
