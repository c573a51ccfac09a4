import {renameSync} from 'node:fs';

/** Keeps a file that cannot be read under another name, before a new one takes its place: it may be mended by hand. One that was kept before gives way. */
export function setAside(file: string): void {
	try {
		renameSync(file, `${file}.broken`);
	} catch {
		// It is gone meanwhile, or the folder lets nothing be changed: then the new one cannot be written either, which is said.
	}
}
