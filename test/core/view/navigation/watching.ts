import test from 'ava';
import {startNavigation, type NavigationFacts} from '../../../../source/core/view/navigation/navigation.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startWatch} from '../../../../source/core/view/watch/watch.js';

const facts: NavigationFacts = {sessions: [], choices: [], startsByItself: true, size: {cols: 120, rows: 36}};
const key = (name: string) => ({type: 'key', key: {type: 'key', name}}) as const;
const alone = {...startNavigation, overlays: [{type: 'watch'}], watch: {...startWatch, alone: true}, untouched: false} as const;

test('Esc leaves the program from a Watch that was opened by itself', t => {
	t.deepEqual(navigate(alone, key('Esc'), facts).effects, [{type: 'quit'}]);
	t.deepEqual(navigate(alone, key('Q'), facts).effects, [{type: 'quit'}]);
});

test('the chord goes from there to Home, and a Watch opened from Home goes back to it', t => {
	const home = navigate(alone, {type: 'chord'}, facts).navigation;
	t.deepEqual([home.screen, home.overlays], ['home', []]);
	const again = navigate(home, key('w'), facts).navigation;
	t.deepEqual(again.overlays, [{type: 'watch'}]);
	const {navigation, effects} = navigate(again, key('Esc'), facts);
	t.deepEqual([navigation.screen, navigation.overlays, effects], ['home', [], []]);
});
