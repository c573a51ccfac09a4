import path from 'node:path';
import process from 'node:process';
import {connectHolder} from '../../source/io/holder-client.js';
import {signalProcess} from '../../source/io/process-identity.js';
import {withoutGateway, watchClutchd} from '../../test/helpers/clutchd.js';
import {fixture} from '../../test/helpers/fixture.js';
import {temporaryHome} from '../../test/helpers/home.js';
import type {Scope} from '../faults/fault.js';
import {look} from './eight.js';

const rounds = 40;

/** Milliseconds from a key to its echo in seven sessions, before and after the holder of an eighth was killed. */
export async function echoAroundDeath(scope: Scope): Promise<{readonly before: readonly number[]; readonly after: readonly number[]}> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	const ids: string[] = [];
	for (let number = 0; number < 8; number++) {
		const {id} = await watcher.open({file: process.execPath, args: [fixture('echo-input.js')]});
		await watcher.waitForScreen(id, lines => lines[0] === 'ready');
		ids.push(id);
	}

	const [victim = '', ...others] = ids;
	const echoes = await Promise.all(others.map(async id => {
		const client = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'user', client: 'bench', signal: AbortSignal.timeout(60_000)});
		scope.teardown(client.end);
		let onEcho: (() => void) | undefined;
		client.onMessage(() => undefined);
		client.onBytes(() => {
			onEcho?.();
		});
		client.take();
		client.attach('live');
		return async () => {
			const {promise, resolve} = Promise.withResolvers<number>();
			const begin = performance.now();
			onEcho = () => {
				resolve(performance.now() - begin);
			};

			client.input(Buffer.from('k'));
			return promise;
		};
	}));

	const sample = async () => {
		const times: number[] = [];
		for (let round = 0; round < rounds; round++) {
			for (const echo of echoes) {
				times.push(await echo());
			}
		}

		return times;
	};

	// Once for nothing: code is compiled and buffers are made.
	await sample();
	const before = await sample();
	const {holder} = await look(home, victim);
	if (!signalProcess(holder, 'SIGKILL')) {
		throw new Error('the holder is gone already');
	}

	return {before, after: await sample()};
}
