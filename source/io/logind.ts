import {existsSync, readdirSync, readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** As systemd reads them: the file, then what is beside it; the last word counts. */
const folders = ['/usr/lib/systemd', '/run/systemd', '/etc/systemd'] as const;

/** Whether logind ends what a login leaves behind; undefined where there is no logind, or its settings cannot be read. */
export function killsAtLogout(): boolean | undefined {
	if (!existsSync('/run/systemd/system')) {
		return undefined;
	}

	try {
		const files = folders.flatMap(folder => [path.join(folder, 'logind.conf'), ...dropIns(path.join(folder, 'logind.conf.d'))]).filter(file => existsSync(file));
		const words = files.flatMap(file => readFileSync(file, 'utf8').split('\n').flatMap(line => /^\s*KillUserProcesses\s*=\s*(\S+)/.exec(line)?.[1] ?? []));
		return /^(?:1|yes|true|on)$/i.test(words.at(-1) ?? 'no');
	} catch {
		// Not for us to read: then nothing is claimed.
		return undefined;
	}
}

/** Whether this user's systemd goes on after the last logout. */
export function lingers(): boolean {
	return existsSync(path.join('/var/lib/systemd/linger', os.userInfo().username));
}

function dropIns(folder: string): readonly string[] {
	return existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.conf')).toSorted().map(name => path.join(folder, name)) : [];
}
