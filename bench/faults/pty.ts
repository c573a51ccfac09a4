import {collect, openHolder} from '../../test/helpers/holder.js';
import {numberedText} from '../../test/helpers/numbered-text.js';
import type {FaultRow} from './fault.js';

export const name = 'pty';

const kilobyte = 1024;
const sizes = [
	{shown: '64 KB', size: 64 * kilobyte},
	{shown: '256 KB', size: 256 * kilobyte},
	{shown: '1 MB', size: 1024 * kilobyte},
	{shown: '4 MB', size: 4096 * kilobyte},
] as const;

/** Two busy holders on a machine of two cores also disturb one another, which is when bytes get lost. */
const atOnce = 2;

/** Children that print and exit at once, through real holders: not one byte may be missing. */
export async function run({full}: {readonly full: boolean}): Promise<readonly FaultRow[]> {
	const runs = (full ? 200 : 40) / sizes.length;
	const rows: FaultRow[] = [];
	for (const {shown, size} of sizes) {
		const expected = numberedText(size);
		let lost = 0;
		for (let index = 0; index < runs; index += atOnce) {
			const several = Array.from({length: Math.min(atOnce, runs - index)}, async () => bytesLost(size, expected));
			for (const bytes of await Promise.all(several)) {
				lost += bytes;
			}
		}

		rows.push({name: `print ${shown} and exit`, runs, lost, recovered_ms: undefined, ok: lost === 0});
	}

	return rows;
}

/** Bytes that are missing or wrong. */
async function bytesLost(size: number, expected: string): Promise<number> {
	const holder = await openHolder({script: 'print-and-exit.js', args: [String(size)]});
	try {
		const client = await holder.connect('daemon');
		const collected = collect(client, {acknowledge: true});
		client.attach('oldest');
		await collected.exited();
		const text = collected.text();
		if (text === expected) {
			return 0;
		}

		let same = 0;
		while (same < text.length && text[same] === expected[same]) {
			same++;
		}

		return Math.max(expected.length, text.length) - same;
	} finally {
		await holder.close();
	}
}
