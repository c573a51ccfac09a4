import {fileURLToPath} from 'node:url';

/** The path of a small program of test/fixtures/processes. */
export function fixture(name: string): string {
	return fileURLToPath(new URL(`../fixtures/processes/${name}`, import.meta.url));
}
