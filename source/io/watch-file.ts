import {statSync, watch, type FSWatcher} from 'node:fs';
import path from 'node:path';

export type FileWatch = {readonly close: () => void};

/** How long a burst of changes has to be over: an editor writes, renames and touches in one go. */
const settleMs = 100;
/** How often a folder that is not there yet is looked for. */
const lookMs = 2000;

/**
Calls when one of some files of a folder changed, appeared or went. The folder is watched, not the files, because editors and `rename` put another file in the old one's place.
*/
export function watchFiles({folder, names, onChange}: {readonly folder: string; readonly names: readonly string[]; readonly onChange: () => void}): FileWatch {
	let watcher: FSWatcher | undefined;
	let settle: NodeJS.Timeout | undefined;
	let closed = false;
	let seen = stamp(folder, names);

	const changed = () => {
		clearTimeout(settle);
		settle = setTimeout(() => {
			const now = stamp(folder, names);
			if (!closed && now !== seen) {
				seen = now;
				onChange();
			}
		}, settleMs);
		settle.unref();
	};

	const start = () => {
		try {
			watcher = watch(folder, {persistent: false}, (_, name) => {
				if (name === null || names.includes(name)) {
					changed();
				}
			});
			watcher.on('error', () => {
				// The folder went; it is looked for again below.
				watcher?.close();
				watcher = undefined;
			});
			changed();
		} catch {
			// There is no such folder yet.
			watcher = undefined;
		}
	};

	start();
	const look = setInterval(() => {
		if (watcher === undefined) {
			start();
		} else {
			// A folder that was replaced by another of its name is no longer watched, and some file systems tell nothing.
			changed();
		}
	}, lookMs);
	look.unref();

	return {
		close() {
			closed = true;
			clearInterval(look);
			clearTimeout(settle);
			watcher?.close();
		},
	};
}

function stamp(folder: string, names: readonly string[]): string {
	return names.map(name => {
		const stat = statSync(path.join(folder, name), {throwIfNoEntry: false, bigint: true});
		// Its permissions show in the time of its last change only.
		return stat === undefined ? '-' : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
	}).join(' ');
}
