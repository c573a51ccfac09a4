import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';
import {makeFolder} from './folder.js';

/** Where a service really listens, as it says itself: its port may have been picked by the system. */
export type ServiceAddress = {readonly address: string; readonly pid: number; readonly port?: number | undefined; readonly startedAt?: number | undefined};

/** Written whole or not at all, readable by this user only. */
export function writeAddress(paths: Paths, service: string, address: ServiceAddress): void {
	const file = addressFile(paths, service);
	const fresh = `${file}.${address.pid}`;
	makeFolder(path.dirname(file));
	writeFileSync(fresh, `${JSON.stringify(address)}\n`, {mode: 0o600});
	renameSync(fresh, file);
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

/** Taken away by the service itself when it ends; a newer one's address stays. */
export function removeAddress(paths: Paths, service: string, pid: number): void {
	if (readAddress(paths, service)?.pid === pid) {
		rmSync(addressFile(paths, service), {force: true});
	}
}

function addressFile(paths: Paths, service: string): string {
	return path.join(paths.addresses, `${service}.json`);
}
