import test from 'ava';
import {startNavigation, type Navigation, type NavigationFacts, type Step} from '../../../../source/core/view/navigation/navigation.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import type {Service} from '../../../../source/core/service/service.js';
import {helpLines} from '../../../../source/core/view/keys/help.js';
import {placeNames} from '../../../../source/core/view/keys/keymap.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {openLog} from '../../../../source/core/view/watch/log-pane.js';
import {startWatch} from '../../../../source/core/view/watch/watch.js';
import {sessionWith} from '../../../helpers/sessions.js';

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

const read = (count: number) => Array.from({length: count}, (_, index) => ({number: index + 1, at: 0, text: `line ${index + 1}`}));
const reading: Navigation = {...alone, watch: {...alone.watch, detail: {...openLog('gateway'), lines: read(20), newest: 20}}};
const small: NavigationFacts = {...facts, size: {cols: 60, rows: 15}};

function press(from: Navigation, names: readonly string[], known: NavigationFacts = small) {
	let step: Step = {navigation: from, effects: []};
	for (const name of names) {
		step = navigate(step.navigation, key(name), known);
	}

	return step;
}

const topOf = ({navigation: {watch: {detail}}}: Step) => detail?.type === 'log' ? detail.top?.number : 'no log';

test('keys at the end of a log scroll no further, so that the first one back is seen; at its newest lines it follows again', t => {
	t.is(topOf(press(reading, ['PageUp', 'PageUp', 'PageUp', 'Up'])), 1);
	t.is(topOf(press(reading, ['PageUp', 'PageUp', 'PageUp', 'Up', 'Down'])), 2);
	t.is(topOf(press(reading, ['Up'])), 7, '13 of 20 lines are seen');
	t.is(topOf(press(reading, ['Up', 'PageDown'])), undefined);
});

test('f stands still where it is and follows again', t => {
	t.is(topOf(press(reading, ['f'])), 8);
	t.is(topOf(press(reading, ['f', 'f'])), undefined);
});

test('/ filters a log while it is typed, Enter keeps that, Esc lets go of it before it leaves', t => {
	const typed = press(reading, ['/', '1', '9']);
	t.is(typed.navigation.overlays.at(-1)?.type, 'prompt');
	t.like(typed.navigation.watch.detail, {filter: '19'});
	const kept = press(typed.navigation, ['Enter']);
	t.deepEqual([kept.navigation.overlays, kept.navigation.watch.detail], [[{type: 'watch'}], typed.navigation.watch.detail]);
	t.like(press(kept.navigation, ['Esc']).navigation.watch.detail, {type: 'log', filter: ''});
	t.is(press(kept.navigation, ['Esc', 'Esc']).navigation.watch.detail, undefined);
	t.like(press(typed.navigation, ['Esc']).navigation.watch.detail, {filter: ''});
});

test('E and P open what is known of a log in an editor or pager beside', t => {
	const [effect] = press(reading, ['P']).effects;
	t.like(effect, {type: 'open-beside', program: {type: 'lines', viewer: 'pager', name: 'gateway', line: 20}});
	t.is(effect?.type === 'open-beside' && effect.program.type === 'lines' ? effect.program.text.split('\n').length : 0, 21);
});

test('who leaves the newest lines gets those that were left out', t => {
	const gapped: Navigation = {...reading, watch: {...reading.watch, detail: {...openLog('gateway'), lines: read(40).slice(20), newest: 40}}};
	t.deepEqual(press(gapped, ['Up']).effects, [{type: 'watch', effect: {type: 'read-log', id: 'gateway', whole: true}}]);
	t.deepEqual(press(reading, ['Up']).effects, []);
});

const services: readonly Service[] = [
	{id: 'gateway', title: 'Gateway', demo: false, state: {status: 'ready', pid: 9, since: 0, address: 'http://127.0.0.1:8082'}},
	{id: 'db', title: 'Database', demo: false, state: {status: 'parked', last: {type: 'code', code: 1}, reason: 'It ended.', choices: ['use 5433', 'try again']}},
	{id: 'headroom', title: 'Headroom', demo: false, state: {status: 'stopped'}, facts: {kind: 'component', enabled: true, installed: false, port: 8787, version: undefined, dependsOn: [], figures: [], crash: undefined}},
	{id: 'web', title: 'Web', demo: false, state: {status: 'stopping', pid: 4, deadline: 10, signal: 'SIGTERM'}},
];
const chosen = (id: string): Navigation => ({...alone, watch: {...alone.watch, selected: {type: 'service', id}}});

const orders = [
	['db', 'R', [{type: 'service', verb: 'start', id: 'db'}]],
	['db', 's', [{type: 'service', verb: 'start', id: 'db'}]],
	['db', 'S', [{type: 'service', verb: 'stop', id: 'db'}]],
	['gateway', 'r', [{type: 'service', verb: 'restart', id: 'gateway'}]],
	['web', 'K', [{type: 'service', verb: 'hurry', id: 'web'}]],
] as const;
for (const [id, name, effects] of orders) {
	test(`${name} on ${id} asks for ${effects[0].verb}`, t => {
		t.deepEqual(press(chosen(id), [name], {...facts, services}).effects, effects);
	});
}

const refusals = [
	['gateway', 's', 'The gateway runs already.'],
	['gateway', 'R', 'The gateway is not parked.'],
	['gateway', 'K', 'The gateway is not being stopped.'],
	['headroom', 's', 'Headroom is not installed. To add it, run in a shell: clutch service add headroom'],
	['db', 'r', 'Database does not run.'],
	['web', 'S', 'Web is being stopped.'],
] as const;
for (const [id, name, said] of refusals) {
	test(`${name} on ${id} says why it does nothing`, t => {
		const {navigation, effects} = press(chosen(id), [name], {...facts, services});
		t.deepEqual([navigation.message?.text, effects], [said, []]);
	});
}

test('nothing is stopped that nobody has chosen', t => {
	const {navigation, effects} = press(alone, ['S'], {...facts, services: services.slice(0, 1)});
	t.deepEqual([navigation.message?.text, effects], ['Choose a service first, with the arrows or a click.', []]);
});

test('the gateway is stopped only after a yes while sessions go through it', t => {
	const known = {...facts, services, sessions: [sessionWith({id: 'a'})]};
	const asked = press(chosen('gateway'), ['S'], known);
	t.deepEqual([asked.effects, asked.navigation.overlays.at(-1)], [[], {type: 'confirm', action: 'stop-service', service: 'gateway'}]);
	t.deepEqual(press(asked.navigation, ['y'], known).effects, [{type: 'service', verb: 'stop', id: 'gateway'}]);
	const kept = press(asked.navigation, ['Esc'], known);
	t.deepEqual([kept.effects, kept.navigation.overlays], [[], [{type: 'watch'}]]);
	t.deepEqual(press(chosen('gateway'), ['S'], {...facts, services}).effects, [{type: 'service', verb: 'stop', id: 'gateway'}]);
});

test('a digit does what the service offers that is told of', t => {
	const {effects} = press(chosen('db'), ['1'], {...facts, services, choices: ['use 5433', 'try again'], parked: 'db'});
	t.deepEqual(effects, [{type: 'serve', id: 'db', choice: {type: 'use-port', port: 5433}}]);
});

test('a click on a row of Watch goes there, and a second one opens it', t => {
	const known = {...facts, services};
	const click = {type: 'click-watch', row: {type: 'service', id: 'db'}} as const;
	const there = navigate(alone, click, known);
	t.deepEqual([there.navigation.watch.selected, there.effects], [click.row, []]);
	t.deepEqual(navigate(there.navigation, click, known).effects, [{type: 'watch', effect: {type: 'read-log', id: 'db'}}]);
});

test('the digits stand in the list of the keys of Watch and of a log, and say where there is nothing to choose', t => {
	for (const place of ['watch', 'log'] as const) {
		const lines = linesText(helpLines({size: {cols: 72, rows: 300}, chord: 'Ctrl+Space', place, scroll: 0}));
		const here = lines.slice(lines.findIndex(line => line.includes(placeNames[place])));
		t.regex(here.slice(0, here.findIndex(line => /^│ +│$/.test(line))).join('\n'), /│ 1–9 +what a parked service offers +│/);
	}

	for (const [navigation, choices, text] of [[alone, [], 'No service rests here, so there is nothing to choose.'], [reading, ['try again'], 'The choices end at 1.']] as const) {
		const {navigation: {message}, effects} = navigate(navigation, key('2'), {...facts, choices});
		t.deepEqual([message, effects], [{level: 'note', text}, []]);
	}
});
