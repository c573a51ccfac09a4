import {readFileSync, rmSync} from 'node:fs';
import {access} from 'node:fs/promises';
import path from 'node:path';
import type {Clock} from './clock.js';
import type {Paths} from './paths.js';
import {makeFolder} from './folder.js';
import {replaceFile} from './replaced-file.js';

/** Where a service really listens, as it says itself: its port may have been picked by the system. */
export type ServiceAddress = {readonly address: string; readonly pid: number; readonly port?: number | undefined; readonly startedAt?: number | undefined};

/** As often as sockets are looked for: until then a service whose address was tidied away is not found. */
const everyMs = 5000;

/** Written down, and again whenever the file was taken away, as a tidying program does with a run directory; one that another service wrote there stays. The returned function ends that and takes the file away. */
export function keepAddress(paths: Paths, service: string, {clock, onFailure, ...address}: ServiceAddress & {readonly clock: Clock; readonly onFailure: (error: Error) => void}): () => void {
	let ended = false;
	let failed = false;
	let cancel: (() => void) | undefined;
	writeAddress(paths, service, address);

	const look = async () => {
		// Asks the disk beside the event loop: a slow one holds up nobody's answer.
		const error = await access(addressFile(paths, service)).then(() => undefined, (error: unknown) => error as NodeJS.ErrnoException);
		if (ended) {
			return;
		}

		try {
			if (error?.code === 'ENOENT') {
				writeAddress(paths, service, address);
				failed = false;
			}
		} catch (error_) {
			if (!failed) {
				onFailure(error_ as Error);
			}

			failed = true;
		}

		arm();
	};

	const arm = () => {
		cancel = clock.after(everyMs, () => {
			void look();
		});
	};

	arm();
	return () => {
		ended = true;
		cancel?.();
		removeAddress(paths, service, address.pid);
	};
}

/** Written whole or not at all, readable by this user only. */
export function writeAddress(paths: Paths, service: string, address: ServiceAddress): void {
	const file = addressFile(paths, service);
	makeFolder(path.dirname(file));
	replaceFile(file, `${JSON.stringify(address)}\n`);
}

/** Undefined where the service is not there, or never was. */
export function readAddress(paths: Paths, service: string): ServiceAddress | undefined {
	try {
		const read = JSON.parse(readFileSync(addressFile(paths, service), 'utf8')) as Partial<ServiceAddress> | undefined;
		return typeof read?.address === 'string' && typeof read.pid === 'number' ? {address: read.address, pid: read.pid, port: read.port, startedAt: read.startedAt} : undefined;
	} catch {
		// No file, or one that nobody of ours wrote: either way no address.
		return undefined;
	}
}

/** A newer one's address stays. */
export function removeAddress(paths: Paths, service: string, pid: number): void {
	if (readAddress(paths, service)?.pid === pid) {
		rmSync(addressFile(paths, service), {force: true});
	}
}

function addressFile(paths: Paths, service: string): string {
	return path.join(paths.addresses, `${service}.json`);
}
