import test from 'ava';
import {boxLines, boxRect} from '../../../../source/core/view/box/box.js';
import {previewLine} from '../../../../source/core/view/box/preview-launch.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation, type NavigationEffect} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {clientWith} from '../../../helpers/sessions.js';

const size = {cols: 120, rows: 36};
const facts = {sessions: [], choices: [], startsByItself: true, size};

/** Typed after the chord, each letter looked up as it comes, then Enter. */
function type(line: string): {readonly navigation: Navigation; readonly effects: readonly NavigationEffect[]} {
	let navigation: Navigation = {...startNavigation, screen: 'work', untouched: false, overlays: [{type: 'box'}]};
	const effects: NavigationEffect[] = [];
	for (const key of [...line, 'Enter']) {
		const pressed = navigate(navigation, {type: 'key', key: {type: 'key', name: key}}, facts);
		const preview = previewLine(pressed.navigation.line, {tiers: {d: 'deepseek/v4', 1: 'profile 1'}, options: {}, price: () => undefined, kept: () => undefined, decide: () => ({type: 'problem', problem: {id: 'usage', sentence: 'No.', choices: []}})});
		const looked = navigate(pressed.navigation, {type: 'preview', preview}, facts);
		({navigation} = looked);
		effects.push(...pressed.effects, ...looked.effects);
	}

	return {navigation, effects};
}

const says = test.macro({
	exec(t, line: string, sentence: string) {
		const {navigation, effects} = type(line);
		const input = {size, client: clientWith(), navigation, cwd: '/x', home: '/'};
		const drawn = linesText(boxLines({...input, size: boxRect(input)})).map(row => row.replace(/^│ ? ?/, '').replace(/ *│$/, '').trim());
		t.is(drawn[1], `› ${line}_`);
		t.true(drawn.slice(2).join(' ').replaceAll(/ +/g, ' ').startsWith(sentence.replaceAll('  ', ' ')), `drawn: ${drawn.join('|')}`);
		t.deepEqual(effects.filter(effect => effect.type === 'start' || effect.type === 'wait'), []);
	},
	title: (_, line) => `${String(line)} says which letters would be right, and starts nothing`,
});

test(says, 'cz', 'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick');
test(says, 'ciz', 'ciz – no route or tier "z" (tiers.z of the config names its model). cip gateway  cib bypass  cid direct  ci1 profile 1');
test(says, 'cip7', 'cip7 – no tier "7" (profiles.7 of the config names its model). cipd deepseek/v4  cip1 profile 1');
test(says, 'cidd', 'cidd – route d goes past the gateway, so no tier can follow it; -m names a model. cid direct');
