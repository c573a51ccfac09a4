import path from 'node:path';
import type {Disk} from '../../source/io/disk.js';

/**
What is still there after a crash. `everything`: only our process died. Of a machine that stopped: `synced`, nothing that was not waited for; `names`, the names as they were last but only a half of what was not waited for in the files; `contents`, the other way round.
*/
export type Survival = 'everything' | 'synced' | 'names' | 'contents';

export const survivals: readonly Survival[] = ['everything', 'synced', 'names', 'contents'];

/** What goes wrong, by the number of the call. `stop`: from there on nothing happens any more, `half-stop`: after half of that call, `last-byte`: after all of it but its last byte. A code is the failure of that call, after half of it. */
export type Fault = (call: number) => 'stop' | 'half-stop' | 'last-byte' | 'ENOSPC' | 'EIO' | 'EROFS' | undefined;

export type MemoryDisk = Disk & {
	readonly calls: () => number;
	/** Replaces what goes wrong from now on. */
	readonly setFault: (fault: Fault) => void;
	readonly stopped: () => boolean;
	/** A disk of its own with what a crash would leave now. */
	readonly afterCrash: (survival: Survival) => MemoryDisk;
	readonly files: () => Readonly<Record<string, string>>;
};

type File = {content: Buffer; synced: Buffer};

/** A disk of one folder in memory, with what of it would survive the machine. */
export function createMemoryDisk(initial: Readonly<Record<string, string>> = {}): MemoryDisk {
	const names = new Map<string, File>(Object.entries(initial).map(([name, text]) => [name, {content: Buffer.from(text), synced: Buffer.from(text)}]));
	let syncedNames = new Map(names);
	let calls = 0;
	let stopped = false;
	let fault: Fault = () => undefined;

	const call = <Value>(whole: () => Value, part?: (share: (bytes: Uint8Array) => Uint8Array) => void): Value => {
		calls++;
		const wrong = stopped ? 'stop' : fault(calls);
		if (wrong === undefined) {
			return whole();
		}

		if (wrong !== 'stop') {
			part?.(bytes => bytes.subarray(0, wrong === 'last-byte' ? -1 : Math.ceil(bytes.length / 2)));
		}

		stopped ||= wrong === 'stop' || wrong === 'half-stop' || wrong === 'last-byte';
		throw Object.assign(new Error(`call ${calls}: ${wrong}`), {code: wrong});
	};

	const put = (file: string, content: Buffer) => {
		const known = names.get(file);
		if (known) {
			known.content = content;
		} else {
			names.set(file, {content, synced: Buffer.alloc(0)});
		}
	};

	const add = (file: string, bytes: Uint8Array) => {
		put(file, Buffer.concat([names.get(file)?.content ?? Buffer.alloc(0), bytes]));
	};

	return {
		makeFolder() {
			call(() => undefined);
		},
		list: () => call(() => [...names.keys()].map(name => path.basename(name))),
		read: file => call(() => names.get(file)?.content),
		write(file, bytes) {
			call(() => {
				put(file, Buffer.from(bytes));
			}, share => {
				put(file, Buffer.from(share(bytes)));
			});
		},
		append(file, bytes) {
			call(() => {
				add(file, bytes);
			}, share => {
				add(file, share(bytes));
			});
		},
		sync(file) {
			call(() => {
				const known = names.get(file);
				if (known) {
					known.synced = known.content;
				} else {
					syncedNames = new Map(names);
				}
			});
		},
		rename(from, to) {
			call(() => {
				const file = names.get(from);
				if (!file) {
					throw Object.assign(new Error(`no ${from}`), {code: 'ENOENT'});
				}

				names.delete(from);
				names.set(to, file);
			});
		},
		remove(file) {
			call(() => {
				names.delete(file);
			});
		},
		calls: () => calls,
		setFault(next) {
			fault = next;
		},
		stopped: () => stopped,
		afterCrash(survival) {
			const left = survival === 'everything' || survival === 'names' ? names : syncedNames;
			return createMemoryDisk(Object.fromEntries([...left].map(([name, file]) => [name, contentAfter(file, survival).toString('latin1')])));
		},
		files: () => Object.fromEntries([...names].map(([name, {content}]) => [name, String(content)])),
	};
}

function contentAfter({content, synced}: File, survival: Survival): Buffer {
	switch (survival) {
		case 'everything':
		case 'contents': {
			return content;
		}

		case 'synced': {
			return synced;
		}

		case 'names': {
			const isLonger = content.length > synced.length && content.subarray(0, synced.length).equals(synced);
			const kept = isLonger ? synced.length + Math.ceil((content.length - synced.length) / 2) : (content.equals(synced) ? content.length : Math.ceil(content.length / 2));
			return content.subarray(0, kept);
		}
	}
}
