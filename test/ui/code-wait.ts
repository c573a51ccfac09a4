import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {fakeAgent} from '../helpers/fake-agent.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

/** No other wait of the dashboard is as long. */
const configured = 31_234;

const waits = test.macro<[preferences: Readonly<Record<string, unknown>>, wanted: number]>({
	async exec(t, preferences, wanted) {
		const home = temporaryHome(t);
		ensureDirectories(home.paths);
		writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, ui: {tier_wait: configured}}));
		writeFileSync(path.join(home.paths.state, 'preferences.json'), JSON.stringify({chord: 'Ctrl+Space', ...preferences}));
		const env = {...home.env, PATH: `${fakeAgent(home, 'claude', '2.1.300 (Claude Code)')}:${home.env.PATH ?? ''}`, IS_SANDBOX: '1'};
		await watchClutchd(t, {home});
		const asked: number[] = [];
		const clock: Clock = {...systemClock, after(ms, callback) {
			asked.push(ms);
			return systemClock.after(ms, callback);
		}};
		const terminal = fakeTerminal(120, 36);
		const dashboard = createDashboard({paths: home.paths, env, cwd: home.project, version: '0.1.0', terminal, clock, focused: undefined});
		t.teardown(dashboard.close);
		await until('the first frame stands', () => terminal.text().includes('? keys'));
		terminal.type('cid');
		await t.notThrowsAsync(until('the code waits so long', () => asked.includes(wanted)));
	},
	title: (given = '') => given,
});

test('a whole code waits as long as the configuration says', waits, {}, configured);
test('what was chosen on the screen goes before the configuration', waits, {codeWait: 9777}, 9777);
