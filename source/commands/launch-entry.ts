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
}
