import process from 'node:process';
import {parseArgs} from 'node:util';
import {nameOf, runFault, type AnyFault, type FaultRow} from './fault.js';

/** Every group by its name; loaded only when it is asked for. */
const groups: Readonly<Record<string, () => Promise<{readonly faults: readonly AnyFault[]}>>> = {
	pty: async () => import('./pty.js'),
	holder: async () => import('./holder.js'),
	clutchd: async () => import('./clutchd.js'),
	sessions: async () => import('./sessions.js'),
	services: async () => import('./services.js'),
};

const {values, positionals} = parseArgs({allowPositionals: true, options: {json: {type: 'boolean', default: false}, full: {type: 'boolean', default: false}, only: {type: 'string'}}});
const unknown = positionals.find(each => !(each in groups));
if (unknown !== undefined) {
	refuse(`No group of faults "${unknown}".`);
}

const only = values.only?.split(',').map(Number);
const rows: FaultRow[] = [];
for (const group of positionals.length > 0 ? positionals : Object.keys(groups)) {
	const {faults} = await groups[group]?.() ?? {faults: []};
	for (const fault of faults.filter(({number}) => only === undefined || (number !== undefined && only.includes(number)))) {
		process.stderr.write(`${group}: ${nameOf(fault)}…\n`);
		rows.push(await rowOf(fault));
	}
}

if (rows.length === 0) {
	refuse(values.only === undefined ? 'There is no fault yet.' : `No fault has the number ${values.only}.`);
}

process.stdout.write(values.json ? `${JSON.stringify({faults: rows})}\n` : `${table(rows)}\n`);
process.exit(rows.every(row => row.ok) ? 0 : 1);

/** A run that breaks off is a row like any other, and the rest of the list goes on. */
async function rowOf(fault: AnyFault): Promise<FaultRow> {
	try {
		return await runFault(fault, {full: values.full});
	} catch (error) {
		return {name: nameOf(fault), runs: 0, lost: 0, recovered_ms: undefined, ok: false, problem: (error as Error).message};
	}
}

function refuse(sentence: string): never {
	process.stderr.write(`${sentence}\nThere are: ${Object.keys(groups).join(', ')}; without a name all of them run. --only 2,28 takes those numbers of the list.\n`);
	process.exit(2);
}

function table(all: readonly FaultRow[]): string {
	const width = Math.max(5, ...all.map(({name}) => name.length));
	const cells = ({name, runs, lost, recovered, foreign}: Readonly<Record<'name' | 'runs' | 'lost' | 'recovered' | 'foreign', string>>, end: string) => `${name.padEnd(width)} ${runs.padStart(5)} ${lost.padStart(8)} ${recovered.padStart(12)} ${foreign.padStart(15)}  ${end}`;
	const header = cells({name: 'fault', runs: 'runs', lost: 'lost', recovered: 'recovered_ms', foreign: 'foreign_touched'}, 'ok');
	return [header, ...all.map(row => cells({
		name: row.name,
		runs: String(row.runs),
		lost: String(row.lost),
		recovered: row.recovered_ms === undefined ? '–' : String(Math.round(row.recovered_ms)),
		foreign: row.foreign_touched === undefined ? '–' : String(row.foreign_touched),
	}, verdict(row)))].join('\n');
}

function verdict({ok, runs, skipped, problem}: FaultRow): string {
	if (skipped !== undefined) {
		return `skipped: ${skipped}`;
	}

	return ok ? (runs === 0 ? 'only with --full' : 'ok') : `NOT OK${problem === undefined ? '' : `: ${problem.split('\n')[0] ?? ''}`}`;
}
