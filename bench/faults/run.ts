import process from 'node:process';
import {parseArgs} from 'node:util';
import type {FaultRow} from './fault.js';

type Group = {readonly run: (options: {readonly full: boolean}) => Promise<readonly FaultRow[]>};

const groups: Readonly<Record<string, () => Promise<Group>>> = {
	pty: async () => import('./pty.js'),
	holder: async () => import('./holder.js'),
	clutchd: async () => import('./clutchd.js'),
};

const {values, positionals} = parseArgs({allowPositionals: true, options: {json: {type: 'boolean', default: false}, full: {type: 'boolean', default: false}}});
const unknown = positionals.find(each => !(each in groups));
if (unknown !== undefined) {
	process.stderr.write(`No group of faults "${unknown}".\nThere are: ${Object.keys(groups).join(', ')}; without a name all of them run.\n`);
	process.exit(2);
}

const faults: FaultRow[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(groups)) {
	process.stderr.write(`${name}…\n`);
	const group = await groups[name]?.();
	faults.push(...(await group?.run({full: values.full})) ?? []);
}

process.stdout.write(values.json ? `${JSON.stringify({faults})}\n` : `${table(faults)}\n`);
process.exit(faults.every(fault => fault.ok) ? 0 : 1);

function table(rows: readonly FaultRow[]): string {
	const header = `${'fault'.padEnd(56)} ${'runs'.padStart(5)} ${'lost'.padStart(8)} ${'recovered'.padStart(12)}  ok`;
	return [header, ...rows.map(row => `${row.name.padEnd(56)} ${String(row.runs).padStart(5)} ${String(row.lost).padStart(8)} ${(row.recovered_ms === undefined ? '–' : `${Math.round(row.recovered_ms)} ms`).padStart(12)}  ${row.ok ? 'ok' : 'NOT OK'}`)].join('\n');
}
