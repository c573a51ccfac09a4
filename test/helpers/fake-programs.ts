import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** The fakes of programs that others wrote, by the names under which they are looked for. */
const programs = {rtk: 'fake-rtk-program.ts', cliproxyapi: 'fake-cli-proxy-program.ts', ollama: 'fake-ollama-program.ts'} as const;

/** Puts fakes into a folder for the PATH, as programs that Node runs as they are: none of them needs a compiler to start. Answers with that folder. */
export function putFakes(folder: string, names: ReadonlyArray<keyof typeof programs>): string {
	mkdirSync(folder, {recursive: true});
	for (const name of names) {
		const file = path.join(folder, name);
		writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' --disable-warning=ExperimentalWarning '${path.join(import.meta.dirname, programs[name])}' "$@"\n`);
		chmodSync(file, 0o755);
	}

	return folder;
}
