import {readFileSync} from 'node:fs';

/** A recording of test/fixtures/wire, as the bytes that went over the wire. */
export function wire(name: string): Buffer {
	return readFileSync(new URL(`../fixtures/wire/${name}`, import.meta.url));
}

/** Every way to cut bytes in two. */
export function halves(bytes: Uint8Array): ReadonlyArray<readonly [Uint8Array, Uint8Array]> {
	return Array.from({length: bytes.length + 1}, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)] as const);
}

/** One byte at a time. */
export function bytewise(bytes: Uint8Array): readonly Uint8Array[] {
	return Array.from(bytes, byte => Uint8Array.of(byte));
}
