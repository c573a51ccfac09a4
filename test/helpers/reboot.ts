import {randomUUID} from 'node:crypto';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {endAll, temporaryHome, type Home} from './home.js';

export type RebootableHome = Home & {
	/** All processes end at once, the run directory is gone, the state is kept and the boot id is another one. */
	readonly reboot: () => Promise<void>;
};

/** A home of a machine that can be started anew. */
export function rebootableHome(t: Pick<ExecutionContext, 'teardown'>, extra: Readonly<Record<string, string>> = {}): RebootableHome {
	const holder: {file: string} = {file: ''};
	const home = temporaryHome(t, extra);
	holder.file = path.join(home.user, 'boot-id');
	writeFileSync(holder.file, randomUUID());
	return {
		...home,
		env: {...home.env, CLUTCH_BOOT_ID_FILE: holder.file},
		async reboot() {
			await endAll(home.home);
			rmSync(home.paths.run, {recursive: true, force: true});
			writeFileSync(holder.file, randomUUID());
		},
	};
}
