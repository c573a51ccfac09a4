import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Home} from './home.js';

/** A program with the name of an agent, first on the PATH: it says its version when asked, else its arguments and its folder, and stays. */
export function fakeAgent({user}: Pick<Home, 'user'>, name: string, version: string): string {
	const folder = path.join(user, 'bin');
	const file = path.join(folder, name);
	mkdirSync(folder, {recursive: true});
	writeFileSync(file, `#!/bin/sh\nif [ "$1" = "--version" ]; then echo "${version}"; exit 0; fi\nprintf 'in <%s>\\n' "$PWD"\nfor word in "$@"; do printf '<%s>\\n' "$word"; done\nexec cat\n`);
	chmodSync(file, 0o755);
	return folder;
}

/** A conversation as Claude Code keeps it, last added to so many seconds after a fixed moment. */
export function keptByClaude({user}: Pick<Home, 'user'>, {id, cwd, prompt, at}: {readonly id: string; readonly cwd: string; readonly prompt: string; readonly at: number}): string {
	const folder = path.join(user, '.claude', 'projects', cwd.replaceAll(/[^a-zA-Z\d]/g, '-'));
	const file = path.join(folder, `${id}.jsonl`);
	mkdirSync(folder, {recursive: true});
	writeFileSync(file, `${JSON.stringify({type: 'user', cwd, message: {role: 'user', content: prompt}, at})}\n`);
	return file;
}
