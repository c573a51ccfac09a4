import test from 'ava';
import type {Session} from '../../../../source/core/session/session.js';
import {homeLines, type HomeInput} from '../../../../source/core/view/home/home.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation, type NavigationEffect} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const crash = (id: string) => sessionWith({id, name: id, state: {status: 'crashed', exit: {type: 'code', code: 3}, at: 5}});
const lost = [crash('x'), crash('y')];
const facts = {startsByItself: true, size: {cols: 120, rows: 36}};

type Seen = {readonly navigation: Navigation; readonly effects: readonly NavigationEffect[]};

/** Pressed on Home while clutchd is still starting. */
function early(...keys: readonly string[]): Seen {
	let seen: Seen = {navigation: startNavigation, effects: []};
	for (const name of keys) {
		const {navigation, effects} = navigate(seen.navigation, {type: 'key', key: {type: 'key', name}}, {...facts, isTold: false, sessions: [], choices: []});
		seen = {navigation, effects: [...seen.effects, ...effects]};
	}

	return seen;
}

/** Then clutchd tells its sessions. */
function told({navigation}: Seen, sessions: readonly Session[], choices: readonly string[] = []): Seen {
	return navigate(navigation, {type: 'sessions', sessions}, {...facts, isTold: true, sessions, choices});
}

test('A waits for clutchd, says so, and then restores what it meant', t => {
	const pressed = early('A');
	t.is(pressed.navigation.message?.text, 'A: waiting for clutchd. Esc takes it back.');
	t.deepEqual(pressed.effects, []);
	const done = told(pressed, lost);
	t.deepEqual(done.effects, [{type: 'restore', ids: ['x', 'y']}]);
	t.deepEqual([done.navigation.message, done.navigation.early], [undefined, []]);
	t.deepEqual(told(done, lost).effects, []);
});

test('only clutchd knows that nothing ended without its user', t => {
	t.is(told(early('A'), [sessionWith()]).navigation.message?.text, 'Nothing ended without you.');
});

test('a digit, L and Enter wait for their row, after the moves of the cursor', t => {
	t.deepEqual(told(early('2'), lost).effects, [{type: 'restore', ids: ['y']}]);
	t.deepEqual(told(early('Down', 'L'), lost).navigation.overlays, [{type: 'confirm', action: 'close', session: 'y'}]);
	t.is(told(early('Down', 'Enter'), lost).navigation.focused, 'y');
	t.deepEqual(told(early('2', 'A', '1'), lost).effects, [{type: 'restore', ids: ['x']}]);
});

test('a digit that waited is no answer to a question that nobody had seen', t => {
	const {navigation, effects} = told(early('1'), lost, ['use 8083']);
	t.deepEqual([effects, navigation.early], [[], []]);
});

test('Esc takes back a key that waits, and so does whatever else is begun', t => {
	for (const after of ['Esc', 'c', '?']) {
		const seen = early('A', after);
		t.deepEqual([told(seen, lost).effects, seen.navigation.early], [[], []], `after ${after}`);
	}

	t.is(early('A', 'Esc').navigation.message, undefined);
	t.deepEqual(early('D').effects, [{type: 'demo'}]);
});

test('until clutchd has told its sessions Home says that it looks for them, unless something stands in the way', t => {
	for (const size of [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}]) {
		const shown = (change: Partial<HomeInput>) => linesText(homeLines({size, client: undefined, navigation: startNavigation, offer: undefined, agents: [], installed: {}, hint: [], version: '1.0.0', cwd: '/x', repository: undefined, home: '/home/me', now: 0, ...change})).some(line => line.includes(' looking for your sessions'));
		t.deepEqual([shown({}), shown({link: 'resting'}), shown({linkProblem: 'It cannot start.'}), shown({client: clientWith()})], [true, false, false, false], `${size.cols} columns`);
	}
});
