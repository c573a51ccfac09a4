import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Home} from './home.js';
import {root} from './program.js';

/** An install of our launchers around a program of the test's own, in a path with a space. Without `program`, one that only says how it was started. */
export function installLaunchers(home: Home, program = 'console.log(JSON.stringify({argv: process.argv.slice(2), node: process.execPath}));'): string {
	const folder = path.join(home.user, 'some where', 'clutch');
	cpSync(path.join(root, 'bin'), path.join(folder, 'bin'), {recursive: true});
	mkdirSync(path.join(folder, 'dist'));
	writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
	writeFileSync(path.join(folder, 'dist', 'cli.js'), program);
	return folder;
}
