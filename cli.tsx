/**
The entry of all four programs: `node dist/cli.js PROGRAM ARGUMENTS`. It is kept tiny: what follows is compiled once and read back from the compile cache.
*/
import {enableCompileCache} from 'node:module';
import process from 'node:process';
import {compileCacheFolder} from './source/io/compile-cache.js';

enableCompileCache(compileCacheFolder(process.env));
const {main} = await import('./source/commands/main.js');
process.exitCode = await main(process.argv.slice(2));
