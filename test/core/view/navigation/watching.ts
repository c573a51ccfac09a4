import test from 'ava';
import {startNavigation, type Navigation, type NavigationFacts} from '../../../../source/core/view/navigation/navigation.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startWatch} from '../../../../source/core/view/watch/watch.js';

const facts: NavigationFacts = {sessions: [], choices: [], startsByItself: true, size: {cols: 120, rows: 36}};
const key = (name: string) => ({type: 'key', key: {type: 'key', name}}) as const;
const alone = {...startNavigation, overlays: [{type: 'watch'}], watch: {...startWatch, alone: true}, untouched: false} as const;

test('Esc leaves the program from a Watch that was opened by itself', t => {
	t.deepEqual(navigate(alone, key('Esc'), facts).effects, [{type: 'quit'}]);
	t.deepEqual(navigate(alone, key('Q'), facts).effects, [{type: 'quit'}]);
});

const told = (navigation: typeof startNavigation) => navigate(navigation, {type: 'notice', notice: {level: 'note', text: 'clutch came back.', brief: true, details: {log: 'clutchd', key: 'l'}}}, facts).navigation;

test('l shows the details of a crash where they are offered, and Esc goes back to where that was', t => {
	const opened = navigate(told({...startNavigation, untouched: false}), key('l'), facts);
	t.deepEqual(opened.effects, [{type: 'watch', effect: {type: 'read-log', id: 'clutchd'}}]);
	t.is(opened.navigation.message, undefined);
	const back = navigate(opened.navigation, key('Esc'), facts);
	t.deepEqual([back.navigation.overlays, back.navigation.watch.detail, back.effects], [[], undefined, []]);
	const again = navigate(back.navigation, key('l'), facts);
	t.is(again.effects[0]?.type, 'open-beside');
});

test('l shows them in the box too, after the chord has taken the sentence away, and no more after another key', t => {
	const work = told({...startNavigation, untouched: false, screen: 'work'});
	const box = navigate(work, {type: 'chord'}, facts).navigation;
	t.deepEqual(navigate(box, key('l'), facts).effects, [{type: 'watch', effect: {type: 'read-log', id: 'clutchd'}}]);
	const later = navigate(box, key('Down'), facts).navigation;
	t.is(navigate(later, key('l'), facts).effects[0]?.type, 'open-beside');
});

test('in Watch l shows them and Esc goes back to the lists', t => {
	const opened = navigate(told(alone), key('l'), facts);
	t.deepEqual(opened.effects, [{type: 'watch', effect: {type: 'read-log', id: 'clutchd'}}]);
	const back = navigate(opened.navigation, key('Esc'), facts);
	t.deepEqual([back.navigation.overlays, back.effects], [[{type: 'watch'}], []]);
});

test('a notice that is over goes by itself', t => {
	const over = navigate(told(startNavigation), {type: 'notice-over', text: 'clutch came back.'}, facts).navigation;
	t.is(over.message, undefined);
});

test('the chord goes from there to Home, and a Watch opened from Home goes back to it', t => {
	const home = navigate(alone, {type: 'chord'}, facts).navigation;
	t.deepEqual([home.screen, home.overlays], ['home', []]);
	const again = navigate(home, key('w'), facts).navigation;
	t.deepEqual(again.overlays, [{type: 'watch'}]);
	const {navigation, effects} = navigate(again, key('Esc'), facts);
	t.deepEqual([navigation.screen, navigation.overlays, effects], ['home', [], []]);
});

test('keys at the end of a log scroll no further, so that the first one back is seen', t => {
	const lines = Array.from({length: 20}, (_, index) => `line ${index}`);
	const reading = {...alone, watch: {...alone.watch, detail: {type: 'log', id: 'gateway', lines, scroll: 0}}} as const;
	const small = {...facts, size: {cols: 60, rows: 15}};
	const press = (navigation: Navigation, ...names: readonly string[]) => {
		let at = navigation;
		for (const name of names) {
			at = navigate(at, key(name), small).navigation;
		}

		return at;
	};

	const atTop = press(reading, 'PageUp', 'PageUp', 'PageUp', 'Up');
	t.is(atTop.watch.detail?.scroll, 7, '13 of 20 lines are seen');
	t.is(press(atTop, 'Down').watch.detail?.scroll, 6);
	t.is(press(atTop, 'PageDown', 'PageDown').watch.detail?.scroll, 0);
});
