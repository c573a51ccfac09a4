import test from 'ava';
import {emptyUsage} from '../../source/core/usage/fold.js';
import {meterOf} from '../../source/core/usage/meter.js';
import {systemClock} from '../../source/io/clock.js';
import {openManifest} from '../../source/io/manifest.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createBus} from '../../source/supervisor/bus.js';
import {createSessionRecords} from '../../source/supervisor/session-records.js';
import {temporaryHome} from '../helpers/home.js';
import {sessionWith} from '../helpers/sessions.js';

test('knows since when a session does what it does', t => {
	const {paths, env} = temporaryHome(t);
	ensureDirectories(paths);
	let now = 1000;
	const clock = {...systemClock, now: () => now};
	const manifest = openManifest({folder: paths.manifest, clock});
	t.teardown(manifest.close);
	const bus = createBus({clutchd: {pid: 1, startedAt: 0, version: '', adopted: 0}, sessions: [], services: [], meter: meterOf(emptyUsage(0), {now, dayStart: 0}), notices: []});
	const records = createSessionRecords({
		paths, env, clock, bus,
		log: {write() {
			throw new Error('nothing is to be logged');
		}},
		loop: {post(input) {
			input();
		}},
		signal: new AbortController().signal,
		revive: {socket: paths.socket, argv: [], env: {}},
	}, manifest);
	const since = () => records.look('a')?.activitySince;
	records.create(sessionWith({activity: 'unknown'}));
	t.is(since(), undefined);
	records.change('a', {activity: 'working'});
	t.is(since(), 1000);
	now = 2000;
	records.change('a', {activity: 'working', message: 'reads'});
	t.is(since(), 1000);
	records.change('a', {activity: 'idle'});
	t.is(since(), 2000);
});
