import {spawnSync} from 'node:child_process';
import {readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {markDashboard} from '../../source/io/dashboard-mark.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {temporaryHome} from '../helpers/home.js';

test('a dashboard that ended in order leaves no mark, and one that lives beside has not crashed', t => {
	const {paths} = temporaryHome(t);
	ensureDirectories(paths);
	const first = markDashboard(paths);
	const second = markDashboard(paths);
	t.deepEqual([first.crashed, second.crashed], [false, false]);
	second.remove();
	t.deepEqual(readdirSync(paths.run).filter(name => name.startsWith('dashboard.')), []);
	t.false(markDashboard(paths).crashed);
});

test('a mark of a process that is no more says so once', t => {
	const {paths} = temporaryHome(t);
	ensureDirectories(paths);
	const {pid} = spawnSync('/bin/true');
	writeFileSync(path.join(paths.run, `dashboard.${pid}`), '12345\n');
	// Another process has the pid now.
	writeFileSync(path.join(paths.run, 'dashboard.1'), '99999999999\n');
	t.true(markDashboard(paths).crashed);
	t.false(markDashboard(paths).crashed);
});
