import {collect, openHolder} from '../../test/helpers/holder.js';
import {wrongBytes} from '../../test/helpers/numbered-text.js';
import type {AnyFault} from './fault.js';

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
export const faults: readonly AnyFault[] = sizes.map(({shown, size}) => ({
	number: 12,
	title: `print ${shown} and exit, ${atOnce} at once: bytes`,
	runs: {few: 5, full: 25},
	async once() {
		const several = await Promise.all(Array.from({length: atOnce}, async () => bytesLost(size)));
		return {lost: several.reduce((sum, bytes) => sum + bytes, 0)};
	},
}));

/** Bytes that are missing or wrong. */
async function bytesLost(size: number): Promise<number> {
	const holder = await openHolder({script: 'print-and-exit.js', args: [String(size)]});
	try {
		const client = await holder.connect('daemon');
		const collected = collect(client, {acknowledge: true});
		client.attach('oldest');
		await collected.exited();
		return wrongBytes(collected.text(), size);
	} finally {
		await holder.close();
	}
}
