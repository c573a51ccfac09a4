import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/** What tells one start of the machine from the next. Undefined where the system does not say. `CLUTCH_BOOT_ID_FILE` names another file to read, so that a reboot can be simulated. */
export function bootId(env: Readonly<Record<string, string | undefined>>): string | undefined {
	const named = env.CLUTCH_BOOT_ID_FILE;
	try {
		if (process.platform === 'linux' || (named !== undefined && named !== '')) {
			return readFileSync(named === undefined || named === '' ? '/proc/sys/kernel/random/boot_id' : named, 'utf8').trim() || undefined;
		}

		// The time of the start moves when macOS corrects its clock; the id of the session does not.
		return execFileSync('/usr/sbin/sysctl', ['-n', process.platform === 'darwin' ? 'kern.bootsessionuuid' : 'kern.boottime'], {encoding: 'utf8', timeout: 2000}).trim() || undefined;
	} catch {
		// Not known: then no reboot is taken for one.
		return undefined;
	}
}
