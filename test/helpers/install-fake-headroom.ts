import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** A fake Headroom in a folder, laid out as pip does it; answers with its program. Each of its starts is a line in `starts`. */
export function installFakeHeadroom(folder: string, {extras = true, env = {}}: {readonly extras?: boolean; readonly env?: Readonly<Record<string, string>>} = {}): {readonly program: string; readonly bin: string; readonly packages: string; readonly starts: string} {
	const bin = path.join(folder, 'bin');
	const packages = path.join(folder, 'lib', 'python3.11', 'site-packages');
	const starts = path.join(folder, 'starts');
	for (const name of ['headroom', 'headroom_ai-0.42.0.dist-info', path.join('litellm', 'litellm_core_utils', 'tokenizers'), ...(extras ? ['fastapi'] : [])]) {
		mkdirSync(path.join(packages, name), {recursive: true});
	}

	mkdirSync(bin, {recursive: true});
	const program = path.join(bin, 'headroom');
	const script = fileURLToPath(new URL('fake-headroom-program.ts', import.meta.url));
	const given = Object.entries(env).map(([name, value]) => `${name}='${value}' `).join('');
	writeFileSync(program, `#!/bin/sh\necho "$@" >> '${starts}'\n${given}exec '${process.execPath}' --import='${import.meta.resolve('tsx')}' '${script}' "$@"\n`, {mode: 0o755});
	return {program, bin, packages, starts};
}
