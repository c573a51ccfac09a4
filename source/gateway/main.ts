import {enableCompileCache} from 'node:module';
import process from 'node:process';
import {ClutchError} from '../core/error.js';
import {systemClock} from '../io/clock.js';
import {compileCacheFolder} from '../io/compile-cache.js';
import {resolvePaths} from '../io/paths.js';
import {portChoices, runGateway} from './run.js';

enableCompileCache(compileCacheFolder(process.env));

const ending = new AbortController();
for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
	process.on(name, () => {
		// The second time somebody means it.
		if (ending.signal.aborted) {
			process.exit(0);
		}

		ending.abort(new Error(name));
	});
}

try {
	await runGateway({
		paths: resolvePaths(process.env),
		env: process.env,
		flags: [],
		clock: systemClock,
		signal: ending.signal,
		write(line) {
			process.stderr.write(line);
		},
		onListening({address}) {
			process.stdout.write(`gateway on ${address}\n`);
		},
	});
	process.exit(0);
} catch (error) {
	if (!(error instanceof ClutchError)) {
		process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
		process.exit(1);
	}

	const choices = error.code === 'ERR_CLUTCH_PORT_TAKEN' ? portChoices(error) : [];
	// The last line is for clutchd, which shows it where the gateway is listed.
	process.stderr.write(`${error.message}\n${error.hint}\n${JSON.stringify({code: error.code, message: error.message, hint: error.hint, choices})}\n`);
	process.exit(error.exit);
}
