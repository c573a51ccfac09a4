import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

test('what cannot be written down holds in this dashboard, which says so and goes on', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const state = path.join(home.user, 'state');
	writeFileSync(state, 'no folder');
	const terminal = fakeTerminal(160, 36);
	const dashboard = createDashboard({paths: {...home.paths, state}, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
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
