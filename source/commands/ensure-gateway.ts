import {isLoopback} from '../core/provider/provider.js';
import type {Config} from '../core/config/config.js';
import {ClutchError} from '../core/error.js';
import {launchProblemText, problems} from '../core/launch/problem.js';
import {gatewayAddress} from '../io/launch-facts.js';
import {say} from '../io/say.js';
import type {CommandContext} from './command.js';

/** Somebody else's machine, for which nothing here can be done but to ask. */
const remoteDeadlineMs = 3000;

/** The address of the gateway, which is started and waited for where it does not run. It says so while it takes its time; one that is there already costs nothing. */
export async function ensureGateway(config: Config, context: CommandContext): Promise<string> {
	const {base_url: base, auto_start: startable} = config.proxy;
	if (base !== undefined && !isLoopback(base)) {
		return remoteGateway(base.replace(/\/+$/, ''), {health: config.proxy.health_url, context});
	}

	const there = gatewayAddress(context.paths);
	if (there !== undefined) {
		return there;
	}

	if (!startable) {
		throw new ClutchError('ERR_CLUTCH_LAUNCH', launchProblemText(problems.gatewayDown(base ?? `http://${config.gateway.host}:${config.gateway.port}`)));
	}

	const begin = performance.now();
	say('Starting the gateway …');
	try {
		const address = await startGateway(context);
		say(` ready after ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
		return address;
	} catch (error) {
		say('\n');
		throw error;
	}
}

async function startGateway({paths, env, signal, program}: CommandContext): Promise<string> {
	// Nobody whose gateway runs has to load what starts one.
	const [{connectClutchd}, {startService}] = await Promise.all([import('../io/clutchd-client.js'), import('./start-service.js')]);
	const client = await connectClutchd({paths, client: program, signal, start: true, env});
	try {
		const {state} = await startService(client, {id: 'gateway', signal});
		const address = (state.status === 'ready' ? state.address : undefined) ?? gatewayAddress(paths);
		if (address === undefined) {
			throw new ClutchError('ERR_CLUTCH_SERVICE', {title: 'The gateway', problem: 'it is ready but has not said where it listens.', next: 'clutch logs gateway says what it printed.'});
		}

		return address;
	} finally {
		client.close();
	}
}

async function remoteGateway(address: string, {health = `${address}/health`, context: {signal}}: {readonly health: string | undefined; readonly context: CommandContext}): Promise<string> {
	if (await isWell(health, signal)) {
		return address;
	}

	signal.throwIfAborted();
	throw new ClutchError('ERR_CLUTCH_SERVICE', {title: 'The gateway', problem: `proxy.base_url is ${address}, and ${health} did not answer well within ${remoteDeadlineMs / 1000} s.`, next: '1 start it there   2 change proxy.base_url or proxy.health_url (clutch config path)   3 go direct: route d'});
}

async function isWell(url: string, signal: AbortSignal): Promise<boolean> {
	const {openHttp} = await import('../io/http-client.js');
	try {
		const {status, drop} = await openHttp({url, method: 'GET', headers: {}, signal, headDeadlineMs: remoteDeadlineMs});
		drop();
		return status >= 200 && status < 300;
	} catch {
		// Whatever kept it from answering, it did not answer.
		return false;
	}
}
