import process from 'node:process';
import {enableCompileCache} from 'node:module';
import path from 'node:path';
import {systemClock} from '../io/clock.js';
import {compileCacheFolder} from '../io/compile-cache.js';
import {createLog} from '../io/log.js';
import {acquireLock} from '../io/lock.js';
import {becomeWriter} from '../io/manifest-writer.js';
import {ensureWhatCanBe, resolvePaths} from '../io/paths.js';
import {pausePoint} from '../io/pause-point.js';
import {createPresence} from '../io/presence.js';
import {startSupervisor} from './supervisor.js';

enableCompileCache(compileCacheFolder(process.env));

const paths = resolvePaths(process.env);
const log = createLog(path.join(paths.log, 'clutchd.log'));

const fail = (error: unknown) => {
	const known = error instanceof Error ? error : new Error(String(error));
	log.write('error', 'clutchd failed and ends; holders start it again', {error: known});
	// Whoever started it shows this to a person.
	process.stderr.write(`${known.message}\n`);
	process.exit(70);
};

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

ensureWhatCanBe(paths);
const presence = createPresence(paths);
pausePoint('clutchd.before-lock');
const lock = acquireLock(paths.lock);
if (lock.status === 'taken') {
	process.stdout.write(`clutchd runs already, with pid ${lock.by.pid}.\n`);
	process.exit(0);
}

// Asked only now: the clutchd that is put to rest marks that before it lets the lock go.
if (process.argv.includes('--revive') && presence.isResting()) {
	log.write('info', 'a holder asked for clutchd, which was put to rest');
	process.exit(0);
}

const writer = becomeWriter(paths);
if (writer.status === 'taken') {
	process.stdout.write(`clutchd runs already, with pid ${writer.pid}, for the same sessions${writer.run === undefined || writer.run === paths.run ? '' : ` in the run directory ${writer.run}: set XDG_RUNTIME_DIR or CLUTCH_HOME as it was there`}.\n`);
	// In the same run directory it will be found again in a moment; in another one waiting would not help.
	process.exit(writer.run === undefined || writer.run === paths.run ? 0 : 1);
}

/** After the run directory was taken away: its marks are made again, unless another clutchd has come up there meanwhile. */
const staysAlone = () => {
	ensureWhatCanBe(paths);
	const found = acquireLock(paths.lock);
	if (found.status === 'taken' && found.by.pid !== process.pid) {
		log.write('warn', 'the run directory was taken away and another clutchd works there now; this one ends', {other: found.by.pid});
		void supervisor.end({rest: false});
		return false;
	}

	presence.begin();
	return true;
};

const supervisor = await startSupervisor({
	paths,
	env: process.env,
	clock: systemClock,
	log,
	crashed: presence.begin(),
	staysAlone,
	onRest: presence.rest,
	onEnd() {
		presence.end();
		process.exit(0);
	},
	onFailure: fail,
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.on(signal, () => {
		void supervisor.end({rest: false});
	});
}

process.on('SIGHUP', () => {
	// The terminal it was started from is gone; clutchd stays.
});
