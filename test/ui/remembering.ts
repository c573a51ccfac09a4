import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {preferencesOf} from '../../source/ui/library.js';
import {chosenLooks} from '../../source/ui/looks.js';
import {setPreference} from '../../source/ui/plain/settings.js';
import {preferring} from '../../source/ui/preferring.js';
import {createStore} from '../../source/ui/store.js';
import {withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

/** A file stands where the state directory should be: nothing can be written there. */
function unwritable(t: ExecutionContext) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const state = path.join(home.user, 'state');
	writeFileSync(state, 'no folder');
	return {home, state, paths: {...home.paths, state}};
}

test('what cannot be written down holds in this dashboard, which says so and goes on', async t => {
	const {home, state, paths} = unwritable(t);
	const terminal = fakeTerminal(160, 36);
	const dashboard = createDashboard({paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	const words = () => terminal.text().replaceAll(/\s+/g, ' ');
	await until('the first frame stands', () => words().includes('? keys'));
	// The first key chooses the chord, which is remembered.
	terminal.type('/');
	await until('the search is open', () => words().includes('› /_'));
	terminal.type('problems');
	await until('it is listed', () => ['What you chose holds as long as this dashboard: it cannot be written down in', `${state} (a file is in the way).`].every(text => words().includes(text)));
	await t.notThrowsAsync(until('what was typed stands there', () => words().includes('/problems_')));
});

test('a look that cannot be written down holds, another setting stays as it was, and each says why', async t => {
	const {state, paths} = unwritable(t);
	const store = createStore({startsByItself: true, sidebar: 'shown', focused: undefined, size: () => ({cols: 120, rows: 36}), onChange: () => undefined, onEffect: () => undefined});
	store.setLibrary({preferences: preferencesOf(paths)});
	const prefer = async (name: string, value: string) => {
		await preferring({type: 'prefer', name, value}, {paths, store});
		const {navigation, library} = store.get();
		return [navigation.message?.text, chosenLooks(library.preferences), library.preferences.find(each => each.name === name)?.value];
	};

	const why = `it cannot be written down in ${state} (a file is in the way).`;
	t.deepEqual(await prefer('theme', 'light'), [`theme is light as long as this dashboard: ${why}`, {theme: 'light'}, 'light']);
	t.deepEqual(await prefer('codeWait', '800'), [`codeWait stays as it was: ${why}`, {theme: 'light'}, '400']);
	t.is(await setPreference(paths, {name: 'theme', value: 'light'}), `theme stays auto: ${why}`);

	// There is room again: what was written down before does not take the place of what holds here.
	rmSync(state);
	mkdirSync(state);
	t.deepEqual(await prefer('borders', 'ascii'), ['borders is ascii from now on, in every dashboard that is opened.', {theme: 'light', borders: 'ascii'}, 'ascii']);
});
