import {randomUUID} from 'node:crypto';
import {setMaxListeners} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../core/config/config.js';
import {ClutchError} from '../core/error.js';
import type {Clock} from '../io/clock.js';
import {listenHttp, type HttpServer} from '../io/http-server.js';
import {programRoot, type Paths} from '../io/paths.js';
import {createSealedTexts} from '../io/sealed-texts.js';
import {createCircle} from './circle.js';
import {createCompressor} from './compress.js';
import {usualDeadlines, type Deadlines, type GatewayContext, type LogLevel} from './context.js';
import {isLoopbackHost, type Guard} from './guard.js';
import {createHeadroom} from './headroom.js';
import {createLaunches} from './launches.js';
import {createReport} from './report.js';
import {route} from './routes.js';
import {createSettings} from './settings.js';

export type Gateway = {
	readonly host: string;
	readonly port: number;
	readonly address: string;
	/** Takes no more requests; those in hand get `graceMs` to end, then their streams end with an error. */
	readonly close: (graceMs?: number) => Promise<void>;
};

export type GatewayOptions = {
	readonly paths: Paths;
	readonly load: () => LoadedConfig;
	readonly clock: Clock;
	readonly log: (level: LogLevel, text: string) => void;
	readonly deadlines?: Partial<Deadlines>;
};

/** Serves until it is closed. Fails with a `ClutchError`, or with the system's error where the port cannot be had. */
export async function createGateway({paths, load, clock, log, deadlines}: GatewayOptions): Promise<Gateway> {
	const settings = createSettings({paths, load, onNote: log});
	const {host, port: wantedPort} = settings.current().gateway;
	if (!isLoopbackHost(host) && settings.current().gateway.key === undefined) {
		settings.close();
		throw new ClutchError('ERR_CLUTCH_GATEWAY_KEY', {host});
	}

	const stopping = new AbortController();
	// Every request in hand listens to it.
	setMaxListeners(0, stopping.signal);
	const report = createReport({socket: paths.socket, clock});
	const headroom = createHeadroom({paths, clock, log, signal: stopping.signal});
	const shelf = createSealedTexts({paths, clock, onTrouble(problem) {
		log('warn', `what was made shorter is not kept for the next gateway: ${problem}`);
	}});
	let port = wantedPort;
	const context: GatewayContext = {
		settings,
		launches: createLaunches(paths),
		report,
		compressor: createCompressor({headroom, clock, shelf}),
		clock,
		version: version(),
		startedAt: clock.now(),
		log,
		stopping: stopping.signal,
		circle: createCircle({id: randomUUID().slice(0, 8), port: () => port, headroom}),
		deadlines: {...usualDeadlines, ...deadlines},
		freshId: randomUUID,
		count: {inFlight: 0, total: 0, failed: 0},
	};
	const guard = (): Guard => {
		const {key, require_key: requireKey} = settings.current().gateway;
		return {host, port, key, requireKey};
	};

	let server: HttpServer;
	try {
		server = await listenHttp({
			host,
			port: wantedPort,
			async onRequest(request, reply) {
				await route({request, reply, guard: guard(), context});
			},
			onError(error) {
				log('error', (error as Error).stack ?? String(error));
			},
		});
	} catch (error) {
		settings.close();
		headroom.close();
		report.close();
		throw error;
	}

	({port} = server);
	let closing: Promise<void> | undefined;
	const close = async (graceMs: number) => {
		settings.close();
		headroom.close();
		const cancel = clock.after(graceMs, () => {
			stopping.abort(new Error('the gateway is stopping'));
		});
		const {farewellMs} = context.deadlines;
		await server.close(graceMs + farewellMs);
		cancel();
		await Promise.all([report.flush(farewellMs), shelf.flush(farewellMs)]);
		report.close();
	};

	return {
		host,
		port,
		address: server.address,
		async close(graceMs = 0) {
			closing ??= close(graceMs);
			await closing;
		},
	};
}

export function version(): string {
	const {version: number} = JSON.parse(readFileSync(path.join(programRoot(), 'package.json'), 'utf8')) as {readonly version: string};
	return number;
}
