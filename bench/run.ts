import os from 'node:os';
import process from 'node:process';
import {parseArgs} from 'node:util';
import type {Bench, Figure} from './figure.js';

/** Every bench by its name; loaded only when it is asked for. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
	compositor: async () => import('./compositor.js'),
	gateway: async () => import('./gateway.js'),
	launch: async () => import('./launch.js'),
	palette: async () => import('./palette.js'),
	panes: async () => import('./panes.js'),
	recovery: async () => import('./recovery.js'),
	services: async () => import('./services.js'),
	start: async () => import('./start.js'),
};

const {values, positionals} = parseArgs({allowPositionals: true, options: {json: {type: 'boolean', default: false}, check: {type: 'boolean', default: false}, full: {type: 'boolean', default: false}, only: {type: 'string'}}});
const [name] = positionals;
const load = name === undefined ? undefined : benches[name];
if (load === undefined) {
	process.stderr.write(`${name === undefined ? 'Which bench?' : `No bench "${name}".`}\nThere are: ${Object.keys(benches).join(', ')}. For example: npm run bench -- start --json\n`);
	process.exit(2);
}

const bench = await load();
const {figures} = await bench.run({full: values.full, only: values.only});
const missed = figures.filter(figure => figure.ok === false);
process.stdout.write(values.json ? `${JSON.stringify({bench: bench.name, figures, machine: machine()})}\n` : `${figures.map(figure => line(figure)).join('\n')}\n`);
// A server or a pty of the bench may still be closing; the figures are complete.
process.exit(values.check && missed.length > 0 ? 1 : 0);

function line({name: figure, value, unit, target, least, ok, samples}: Figure): string {
	const bound = target ?? least;
	const wanted = bound === undefined ? '' : `  target ${least === undefined ? '≤' : '≥'} ${bound} ${unit}  ${ok === false ? 'missed' : 'met'}`;
	return `${figure.padEnd(62)} ${value.toFixed(2).padStart(10)} ${unit}${wanted}${samples === undefined ? '' : `  (${samples} runs)`}`;
}

function machine() {
	return {platform: process.platform, arch: process.arch, cpus: os.cpus().length, cpu: os.cpus()[0]?.model ?? 'unknown', memory: os.totalmem(), node: process.version};
}
