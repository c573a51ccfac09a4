import type {Readable} from 'node:stream';

/** All that a stream has, until it ends. */
export async function readAll(stream: Readable, signal: AbortSignal): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	return new Promise((resolve, reject) => {
		signal.addEventListener('abort', () => {
			reject(signal.reason as Error);
		}, {once: true});
		stream.on('data', (part: Uint8Array) => {
			parts.push(part);
		});
		stream.once('error', reject);
		stream.once('end', () => {
			resolve(Buffer.concat(parts));
		});
	});
}
