import test from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

test('a part that an update took away is said, and what is loaded goes on', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	await until('the first frame stands', () => terminal.text().includes('? keys'));
	const gone = await t.throwsAsync(async (): Promise<unknown> => import(`${import.meta.dirname}/not-there.js`));
	dashboard.fail(gone);
	await until('it is said', () => terminal.text().includes('Clutch was updated under this window'));
	terminal.type('?');
	await until('keys are read', () => terminal.text().includes('begin a code: agent, mode, route, tier'));
	dashboard.fail(new Error('something else'));
	await t.throwsAsync(dashboard.done, {message: 'something else'});
});
