import type {Watch, WatchKey} from '../watch/watch.js';
import {mostDetailScroll} from '../watch/detail-lines.js';
import {pressWatch} from '../watch/watch-keys.js';
import {stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';

/** From another place, so leaving it goes back there. It asks anew what it shows: what was told the last time may be hours old. */
export function openWatch(navigation: Navigation): Step {
	const watch = {...navigation.watch, alone: false, selected: undefined, anchor: undefined, detail: undefined};
	return {navigation: {...navigation, overlays: [{type: 'watch'}], watch, selected: 0}, effects: [{type: 'watch', effect: {type: 'ask'}}]};
}

/** One log over all else, which a notice has pointed to. */
export function openLogOver(navigation: Navigation, log: string): Step {
	const over = navigation.overlays.every(({type}) => type !== 'watch');
	const watch = {...navigation.watch, detail: {type: 'log', id: log, lines: undefined, scroll: 0, over}} as const;
	return {navigation: {...navigation, overlays: [{type: 'watch'}], watch, selected: 0}, effects: [{type: 'watch', effect: {type: 'read-log', id: log}}]};
}

/** Leaving goes one step back: from what was opened to the lists, from those to where Watch was opened; a Watch that was opened by itself leaves the program. */
export function pressInWatch(navigation: Navigation, key: WatchKey, {services = [], sessions, size}: NavigationFacts): Step {
	const {details} = navigation.notices;
	if (key === 'log' && details !== undefined) {
		return openLogOver({...navigation, message: undefined}, details.log);
	}

	const {watch, effects, leaves = false, note} = pressWatch(navigation.watch, key, {services, sessions});
	const next: Navigation = {...navigation, watch: withinText(watch, {size, sessions}), message: note === undefined ? undefined : {level: 'note', text: note}};
	if (!leaves) {
		return {navigation: next, effects: effects.map(effect => ({type: 'watch', effect}))};
	}

	return watch.alone ? {navigation: next, effects: [{type: 'quit'}]} : stay({...next, overlays: next.overlays.slice(0, -1)});
}

/** A key at the end of what is read must not have to be taken back. */
function withinText(watch: Watch, facts: Pick<NavigationFacts, 'size' | 'sessions'>): Watch {
	const {detail} = watch;
	return detail === undefined ? watch : {...watch, detail: {...detail, scroll: Math.min(detail.scroll, mostDetailScroll(watch, detail, facts))}};
}
