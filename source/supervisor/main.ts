import process from 'node:process';
import {enableCompileCache} from 'node:module';
import path from 'node:path';
import {systemClock} from '../io/clock.js';
import {compileCacheFolder} from '../io/compile-cache.js';
import {createLog} from '../io/log.js';
import {acquireLock} from '../io/lock.js';
import {ensureDirectories, resolvePaths} from '../io/paths.js';
import {createPresence} from '../io/presence.js';
import {startSupervisor} from './supervisor.js';

enableCompileCache(compileCacheFolder(process.env));

const paths = resolvePaths(process.env);
ensureDirectories(paths);
const log = createLog(path.join(paths.log, 'clutchd.log'));
const presence = createPresence(paths);
if (process.argv.includes('--revive') && presence.isResting()) {
	log.write('info', 'a holder asked for clutchd, which was put to rest');
	process.exit(0);
}

const lock = acquireLock(paths.lock);
if (lock.status === 'taken') {
	process.stdout.write(`clutchd runs already, with pid ${lock.by.pid}.\n`);
	process.exit(0);
}

const fail = (error: unknown) => {
	log.write('error', 'clutchd failed and ends; holders start it again', {error: error instanceof Error ? error : new Error(String(error))});
	process.exit(70);
};

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

const supervisor = await startSupervisor({
	paths,
	env: process.env,
	clock: systemClock,
	log,
	crashed: presence.begin(),
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
