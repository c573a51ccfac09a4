import type {Viewer} from '../copy/whole-text.js';
import {hasGaps, scrollLog, toggleFollow, type LogPane, type LogSize} from './log-pane.js';

const keys = ['up', 'down', 'page-up', 'page-down', 'first', 'last', 'left', 'right', 'follow', 'wrap', 'filter', 'editor', 'pager', 'back'] as const;

/** What keys do in a log. */
export type LogKey = typeof keys[number];

/** Their names in the key table. */
export type LogAction = `log-${LogKey}`;

const prefix = 'log-';

export function isLogAction(action: string): action is LogAction {
	return action.startsWith(prefix);
}

export function logKeyOf(action: LogAction): LogKey {
	return action.slice(prefix.length) as LogKey;
}

type LogKeyRow = {readonly keys: readonly string[]; readonly shown: string; readonly action: LogAction; readonly label: string; readonly places: readonly ['log']};

const row = (pressed: readonly string[], action: LogAction, {shown, label}: {readonly shown: string; readonly label: string}): LogKeyRow => ({keys: pressed, shown, action, label, places: ['log']});

/** Its part of the key table. */
export const logKeyRows: readonly LogKeyRow[] = [
	row(['Up', 'k'], 'log-up', {shown: '↑ k', label: 'line up'}),
	row(['Down', 'j'], 'log-down', {shown: '↓ j', label: 'line down'}),
	row(['PageUp', 'Ctrl+b'], 'log-page-up', {shown: 'PageUp', label: 'page up'}),
	row(['PageDown', 'Ctrl+f', 'Space', ' '], 'log-page-down', {shown: 'PageDown', label: 'page down'}),
	row(['Home', 'g'], 'log-first', {shown: 'Home g', label: 'oldest line'}),
	row(['End', 'G'], 'log-last', {shown: 'End G', label: 'newest lines, and follow'}),
	row(['Left', 'h'], 'log-left', {shown: '← h', label: 'left, where lines are not wrapped'}),
	row(['Right'], 'log-right', {shown: '→', label: 'right, where lines are not wrapped'}),
	row(['f'], 'log-follow', {shown: 'f', label: 'follow the newest lines, or stand still'}),
	row(['w'], 'log-wrap', {shown: 'w', label: 'wrap long lines, or cut them'}),
	row(['/'], 'log-filter', {shown: '/', label: 'only lines with some text in them'}),
	row(['E'], 'log-editor', {shown: 'E', label: 'its lines in your editor'}),
	row(['P'], 'log-pager', {shown: 'P', label: 'its lines in your pager'}),
	row(['Esc', 'q'], 'log-back', {shown: 'Esc', label: 'one step back'}),
];

export type LogStep = {
	readonly pane: LogPane;
	/** More of what is kept has to be read: its reader looks back. */
	readonly reads?: boolean;
	readonly asks?: 'filter';
	readonly opens?: Viewer;
	readonly leaves?: boolean;
};

/** Cells that one key goes to the side. */
const sideways = 16;

export function pressLog(pane: LogPane, key: LogKey, size: LogSize): LogStep {
	switch (key) {
		case 'up':
		case 'down':
		case 'page-up':
		case 'page-down':
		case 'first':
		case 'last': {
			return lookedBack(pane, key === 'last' ? {...pane, top: undefined} : scrollLog(pane, {up: -1, down: 1, 'page-up': -pageOf(size), 'page-down': pageOf(size), first: Number.NEGATIVE_INFINITY}[key], size));
		}

		case 'left':
		case 'right': {
			return {pane: pane.wraps ? pane : {...pane, left: Math.max(0, pane.left + (key === 'left' ? -sideways : sideways))}};
		}

		case 'follow': {
			return lookedBack(pane, toggleFollow(pane, size));
		}

		case 'wrap': {
			return {pane: {...pane, wraps: !pane.wraps, left: 0}};
		}

		case 'filter': {
			return {pane, asks: 'filter'};
		}

		case 'editor':
		case 'pager': {
			return {pane, opens: key};
		}

		// What was looked for is let go of first.
		case 'back': {
			return pane.filter === '' ? {pane, leaves: true} : {pane: {...pane, filter: ''}};
		}
	}
}

/** One row of the page before stays. */
function pageOf({rows}: LogSize): number {
	return Math.max(1, rows - 1);
}

/** Who leaves the newest lines may want those that were left out. */
function lookedBack(before: LogPane, pane: LogPane): LogStep {
	return {pane, reads: before.top === undefined && pane.top !== undefined && hasGaps(pane)};
}
