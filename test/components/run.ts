/**
`npm run e2e:components`: drives the real Headroom, CLIProxyAPI and RTK that `npm run setup:components` has installed, as a person would: up, well, killed, back, down; asked, stopped, counted, shown. The same contract runs in `npm test` against fakes.

Everything stays on this machine: the upstream is the demo, and no account is used.
*/
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {componentIds, installRecipe} from '../../source/core/service/components/install.js';
import {componentFile} from '../../source/io/component-folder.js';
import {startDemoUpstream} from '../helpers/demo.js';
import {somePort} from '../helpers/component.js';
import * as cliProxy from './cli-proxy.js';
import {livesItsLife} from './contract.js';
import {keepsEarlierMessages, keepsEarlierMessagesKilled} from './headroom-growth.js';
import * as headroom from './headroom.js';
import {costsNothingLate} from './headroom-late.js';
import * as rtk from './rtk.js';
import {isInPlainWatch, isOnTheScreen} from './screen.js';
import {startWorld, type Lasting, type World} from './world.js';

const cache = path.join(import.meta.dirname, '../../.cache/components');
const deadlineMs = 1500;

type Row = {readonly name: string; readonly ok: boolean; readonly said: string; readonly ms: number};

const rows: Row[] = [];

async function check(name: string, what: () => Promise<string>): Promise<void> {
	const began = performance.now();
	const row = await what().then(said => ({ok: true, said}), (error: unknown) => ({ok: false, said: (error as Error).stack ?? String(error)}));
	const ms = Math.round(performance.now() - began);
	rows.push({name, ...row, ms});
	process.stdout.write(`${row.ok ? '✔' : '✘'} ${name.padEnd(66)} ${(`${(ms / 1000).toFixed(1)} s`).padStart(8)}  ${row.said}\n`);
}

/** A world of its own for a group of checks; whatever it leaves is undone. */
async function inWorld(config: unknown, checks: (world: World) => Promise<void>): Promise<void> {
	const undo: Array<() => unknown> = [];
	const t: Lasting = {
		teardown(each) {
			undo.push(each);
		},
		log(...values) {
			process.stdout.write(`${values.map(String).join(' ')}\n`);
		},
	};
	try {
		await checks(await startWorld(t, {programs: componentIds.map(id => path.dirname(componentFile(cache, id))), config}));
	} finally {
		for (const each of undo.toReversed()) {
			await each();
		}
	}
}

const life = async (world: World, id: string) => {
	const {startMs, backMs, pids} = await livesItsLife(world, id);
	return `ready after ${startMs} ms, started again ${backMs} ms after kill -9 (pid ${pids.join(' → ')}), gone after down`;
};

async function run(): Promise<number> {
	const missing = componentIds.filter(id => !existsSync(componentFile(cache, id)));
	if (missing.length > 0) {
		process.stderr.write(`Not installed: ${missing.join(', ')}. Run npm run setup:components first.\n`);
		return 2;
	}

	process.stdout.write(`${componentIds.map(id => `${id} ${installRecipe(id)?.version ?? ''}`).join(', ')}; node ${process.version}\n\n`);
	const [headroomPort, cliProxyPort] = [await somePort(), await somePort()];
	const services = {headroom: {port: headroomPort}, 'cli-proxy': {port: cliProxyPort, enabled: true}};
	await inWorld({gateway: {port: 0}, services}, async world => {
		await check('cli-proxy: up, well, kill -9, back, down', async () => life(world, 'cli-proxy'));
		await check('headroom: up, well, kill -9, back, down', async () => life(world, 'headroom'));
	});

	const undo: Array<() => unknown> = [];
	const upstream = await startDemoUpstream({teardown(each: () => unknown) {
		undo.push(each);
	}} as Parameters<typeof startDemoUpstream>[0]);
	const config = {gateway: {port: 0}, services, compression: {deadline_ms: deadlineMs}, providers: {box: {base_url: upstream.address, wires: ['messages', 'chat']}}};
	await inWorld(config, async world => {
		cliProxy.giveAccount(world, upstream);
		await check('all three: up', async () => {
			const {code, stdout, stderr} = await world.clutch('up', '--no-wait');
			await world.state('gateway', 'ready');
			await world.state('cli-proxy', 'ready');
			await world.state('headroom', 'ready');
			return `exit ${code ?? ''} ${`${stdout}${stderr}`.split('\n').findLast(line => line !== '') ?? ''}`;
		});
		await check('cli-proxy: answers what is routed to it', async () => cliProxy.answersWhatIsRoutedToIt(world, upstream));
		await check('cli-proxy: streams', async () => cliProxy.streams(world));
		await check('cli-proxy: our figures are its own', async () => cliProxy.isShownAsItCounts(world));
		await check('headroom: is tried by the gateway before it is asked', async () => headroom.isWarm(world));
		await check('headroom: requests go through it and come back right', async () => headroom.shortensRequests(world, upstream));
		await check('headroom: a growing conversation keeps its earlier messages', async () => keepsEarlierMessages(world, upstream));
		await check('headroom: a growing conversation keeps them over kill -9 of the gateway', async () => keepsEarlierMessagesKilled(world, upstream));
		await check('headroom: stopped (SIGSTOP), it costs no request', async () => headroom.costsNothingStopped(world, {upstream, deadlineMs}));
		await check('headroom: slower than the deadline, it costs no request', async () => costsNothingLate(world, {upstream, config, deadlineMs}));
		await check('headroom: our figures are its own', async () => headroom.isShownAsItCounts(world));
		await check('rtk: its hook is put into the settings of Claude Code', async () => rtk.takesItsHook(world));
		await check('rtk: its hook rewrites commands', async () => rtk.rewrites(world));
		await check('rtk: our figures are its own', async () => rtk.isShownAsItCounts(world));
		await check('watch: on the rebuilt screen', async () => isOnTheScreen(world, {rtk: [/saved −?.* tokens/, /hook installed/], 'cli-proxy': [/models 1 /], headroom: [/saved .* tokens/]}));
		await check('watch: as lines', async () => isInPlainWatch(world, ['headroom', 'cli-proxy']));
		await check('rtk: gives its hook back', async () => rtk.givesBackItsHook(world));
		await check('cli-proxy: says why it cannot start, though it ends with 0', async () => {
			await world.clutch('down', 'cli-proxy');
			await world.state('cli-proxy', 'stopped');
			return cliProxy.saysWhyItCannotStart(world);
		});
	});
	for (const each of undo) {
		await each();
	}

	const failed = rows.filter(({ok}) => !ok).length;
	process.stdout.write(`\n${rows.length - failed} passed, ${failed} failed\n`);
	return failed === 0 ? 0 : 1;
}

process.exitCode = await run();
