import {promisify} from 'node:util';
import zlib from 'node:zlib';

/** The encodings of a body that can be undone here. */
export type ContentEncoding = 'gzip' | 'deflate' | 'br' | 'zstd';

const decoders = {gzip: promisify(zlib.gunzip), deflate: promisify(zlib.inflate), br: promisify(zlib.brotliDecompress), zstd: promisify(zlib.zstdDecompress)} as const;

export function isContentEncoding(name: string): name is ContentEncoding {
	return Object.hasOwn(decoders, name);
}

/** The body as it was before it was compressed; `too-large` beyond `limit` bytes, however small it came. */
export async function decodeBody(body: Uint8Array, {encoding, limit}: {readonly encoding: ContentEncoding; readonly limit: number}): Promise<Uint8Array | 'too-large' | 'broken'> {
	try {
		return await decoders[encoding](body, {maxOutputLength: limit});
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken';
	}
}
