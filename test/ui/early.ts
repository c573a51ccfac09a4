import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fakeAgent} from '../helpers/fake-agent.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

/** A dashboard in which somebody types before anything but the first frame is there. */
async function typeEarly(t: ExecutionContext, keys: string) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const env = {...home.env, PATH: `${fakeAgent(home, 'claude', '2.1.300 (Claude Code)')}:${home.env.PATH ?? ''}`, IS_SANDBOX: '1'};
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	terminal.type(keys);
	return {terminal, watcher};
}

test('a code that is typed before anything is loaded is looked up once it is', async t => {
	const {terminal} = await typeEarly(t, 'ci');
	await t.notThrowsAsync(until('it is said what it means', () => terminal.text().includes('Claude Code · new session')));
});

test('a shell that is asked for before anything is loaded is opened once it is', async t => {
	const {watcher} = await typeEarly(t, '$');
	const {sessions} = await watcher.waitFor('it is there', state => state.sessions.length > 0);
	t.is(sessions.length, 1);
});
