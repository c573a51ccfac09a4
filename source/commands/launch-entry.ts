/**
The entry of `xx`, `cg_run` and `status`: `node dist/launch.cjs PROGRAM ARGUMENTS`. What `cli.tsx` is to all programs, in the form that starts quickest: two files of CommonJS instead of many modules.
*/
import {enableCompileCache} from 'node:module';
import process from 'node:process';
import {compileCacheFolder} from '../io/compile-cache.js';

enableCompileCache(compileCacheFolder(process.env));
void start(); // eslint-disable-line unicorn/prefer-top-level-await -- CommonJS has none

async function start(): Promise<void> {
	const {main} = await import('./main.js');
	process.exitCode = await main(process.argv.slice(2));
	// Ending by itself the runtime takes its heap apart first, a tenth of the time that `status` takes; what a slow reader has not taken yet is waited for.
	if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) {
		process.exit();
	}
}
