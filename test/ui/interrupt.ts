import test from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

for (const [program, args] of [['a program', ['-c', 'echo ready; exec sleep 1000']], ['a shell that catches it', ['-c', 'trap "exit 130" INT; echo ready; while :; do sleep 1000; done']]] as const) {
	test(`Ctrl+C in the pane stops ${program}: nothing has crashed`, async t => {
		const home = temporaryHome(t);
		withoutGateway(home);
		const watcher = await watchClutchd(t, {home});
		const {id} = await watcher.open({file: '/bin/sh', args}, {name: 'mine'});
		const terminal = fakeTerminal(120, 36);
		const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
		t.teardown(dashboard.close);
		await until('the pane is shown', () => terminal.text().includes('ready'));
		terminal.type('\u0003');
		const {sessions} = await watcher.waitFor('it is over', state => state.sessions.some(session => session.id === id && session.state.status !== 'live'));
		t.like(sessions.find(session => session.id === id)?.state, {status: 'exited', stopped: true});
		await until('the bar says so', () => terminal.text().includes('Test was stopped.'));
		t.true(terminal.text().includes('r restore'));
	});
}
