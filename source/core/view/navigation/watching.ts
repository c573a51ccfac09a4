import type {Session} from '../../session/session.js';
import {placeBeside} from '../panes/layout-keys.js';
import {mostDetailScroll} from '../watch/detail-lines.js';
import {pressLog, type LogKey} from '../watch/log-keys.js';
import {logSize} from '../watch/log-lines.js';
import {logRows, openLog, type LogPane} from '../watch/log-pane.js';
import {clickWatch, pressWatch} from '../watch/watch-keys.js';
import type {Watch, WatchKey, WatchRow, WatchStep} from '../watch/watch.js';
import {stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';
import {orderService} from './order-service.js';

/** From another place, so leaving it goes back there. It asks anew what it shows: what was told the last time may be hours old. */
export function openWatch(navigation: Navigation): Step {
	const watch = {...navigation.watch, alone: false, selected: undefined, told: undefined, anchor: undefined, detail: undefined};
	return {navigation: {...navigation, overlays: [{type: 'watch'}], watch, selected: 0}, effects: [{type: 'watch', effect: {type: 'ask'}}]};
}

/** One log over all else, which a notice has pointed to. */
export function openLogOver(navigation: Navigation, log: string): Step {
	const over = navigation.overlays.every(({type}) => type !== 'watch');
	const watch: Watch = {...navigation.watch, detail: {...openLog(log), over}};
	return {navigation: {...navigation, overlays: [{type: 'watch'}], watch, selected: 0}, effects: [{type: 'watch', effect: {type: 'read-log', id: log}}]};
}

/** Leaving goes one step back: from what was opened to the lists, from those to where Watch was opened; a Watch that was opened by itself leaves the program. */
export function pressInWatch(navigation: Navigation, key: WatchKey, facts: NavigationFacts): Step {
	const {details} = navigation.notices;
	if (key === 'log' && details !== undefined) {
		return openLogOver({...navigation, message: undefined}, details.log);
	}

	return taken(navigation, pressWatch(navigation.watch, key, watched(facts)), facts);
}

export function clickInWatch(navigation: Navigation, row: WatchRow, facts: NavigationFacts): Step {
	return taken(navigation, clickWatch(navigation.watch, row, watched(facts)), facts);
}

/** A key of a log. Leaving it goes back to the lists, or to where it was opened. */
export function pressInLog(navigation: Navigation, key: LogKey, facts: NavigationFacts): Step {
	const {watch} = navigation;
	const {detail} = watch;
	if (detail?.type !== 'log') {
		return stay(navigation);
	}

	const {pane, reads = false, asks, opens, leaves = false} = pressLog(detail, key, logSize(detail, {services: facts.services ?? [], size: facts.size}));
	if (leaves) {
		return stay({...navigation, watch: {...watch, detail: undefined}, overlays: detail.over === true ? navigation.overlays.slice(0, -1) : navigation.overlays});
	}

	const next: Navigation = {...navigation, watch: {...watch, detail: pane}};
	if (asks !== undefined) {
		return stay({...next, overlays: [...navigation.overlays, {type: 'prompt', wanted: {type: asks}, before: pane.filter, after: '', problem: undefined}]});
	}

	if (opens !== undefined) {
		return {navigation: next, effects: [{type: 'open-beside', program: {type: 'lines', viewer: opens, name: pane.id, ...wholeLog(pane)}, placing: placeBeside(navigation, facts)}]};
	}

	return {navigation: next, effects: reads ? [{type: 'watch', effect: {type: 'read-log', id: pane.id, whole: true}}] : []};
}

/** While it is typed, the lines that have it are seen already. */
export function filterLog(navigation: Navigation, filter: string): Navigation {
	const {watch} = navigation;
	return watch.detail?.type === 'log' ? {...navigation, watch: {...watch, detail: {...watch.detail, filter}}} : navigation;
}

/** What is known of it, and which line is read now, from 1. */
function wholeLog(pane: LogPane): {readonly text: string; readonly line: number} {
	const rows = logRows(pane);
	const {top} = pane;
	const at = top === undefined ? rows.length - 1 : rows.findIndex(({number}) => number >= top.number);
	return {text: rows.map(({text}) => `${text}\n`).join(''), line: Math.max(1, at + 1)};
}

function watched({services = [], sessions}: NavigationFacts) {
	return {services, sessions};
}

function taken(navigation: Navigation, {watch, effects, leaves = false, note, serves}: WatchStep, facts: NavigationFacts): Step {
	const next: Navigation = {...navigation, watch: withinText(watch, facts), message: note === undefined ? undefined : {level: 'note', text: note}};
	if (serves !== undefined) {
		return orderService(next, serves, facts);
	}

	if (!leaves) {
		return {navigation: next, effects: effects.map(effect => ({type: 'watch', effect}))};
	}

	return watch.alone ? {navigation: next, effects: [{type: 'quit'}]} : stay({...next, overlays: next.overlays.slice(0, -1)});
}

/** A key at the end of what is read must not have to be taken back. */
function withinText(watch: Watch, facts: {readonly size: NavigationFacts['size']; readonly sessions: readonly Session[]}): Watch {
	const {detail} = watch;
	return detail?.type === 'entry' ? {...watch, detail: {...detail, scroll: Math.min(detail.scroll, mostDetailScroll(watch, detail, facts))}} : watch;
}
