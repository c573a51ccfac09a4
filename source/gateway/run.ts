import process from 'node:process';
import type {Layered} from '../core/config/layers.js';
import {ClutchError} from '../core/error.js';
import {choiceText} from '../core/service/choice.js';
import type {Clock} from '../io/clock.js';
import {loadConfig} from '../io/config-file.js';
import {keepAddress, readAddress} from '../io/http-address.js';
import {ensureDirectories, type Paths} from '../io/paths.js';
import {identify} from '../io/process-identity.js';
import {isListened, ownerName, portOwner} from '../io/port-owner.js';
import type {LogLevel} from './context.js';
import {createGateway, type Gateway} from './gateway.js';

export type RunOptions = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly flags: readonly Layered[];
	readonly clock: Clock;
	/** Ends the gateway. */
	readonly signal: AbortSignal;
	readonly write: (line: string) => void;
	readonly onListening: (gateway: Gateway) => void;
};

const graceMs = 1500;
const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** The gateway as a program: from the configuration to its end by a signal, its address written down in between. */
export async function runGateway({paths, env, flags, clock, signal, write, onListening}: RunOptions): Promise<void> {
	ensureDirectories(paths);
	const load = () => loadConfig({paths, env, flags});
	const {config: {gateway: wanted}} = load();
	const log = (level: LogLevel, text: string) => {
		if (levels.indexOf(level) >= levels.indexOf(wanted.log_level)) {
			write(`${new Date(clock.now()).toISOString()} ${level} ${text}\n`);
		}
	};

	let gateway: Gateway;
	try {
		gateway = await createGateway({paths, load, clock, log});
	} catch (error) {
		throw listenError(error, {paths, ...wanted});
	}

	const removeAddress = keepAddress(paths, 'gateway', {
		address: gateway.address,
		port: gateway.port,
		pid: process.pid,
		startedAt: clock.now(),
		clock,
		onFailure(error) {
			log('warn', `where this gateway listens cannot be written down again: ${error.message}`);
		},
	});
	onListening(gateway);
	await new Promise<void>(resolve => {
		if (signal.aborted) {
			resolve();
			return;
		}

		signal.addEventListener('abort', () => {
			resolve();
		}, {once: true});
	});
	removeAddress();
	await gateway.close(graceMs);
}

/** What can be done about a port that is taken, in the order in which it is offered. */
export function portChoices(error: ClutchError): readonly string[] {
	return error.hint.split('\n').map(line => line.replace(/^\d+ /, ''));
}

function listenError(error: unknown, {paths, host, port}: {readonly paths: Paths; readonly host: string; readonly port: number}): unknown {
	const {code} = error as NodeJS.ErrnoException;
	if (error instanceof ClutchError || code === undefined) {
		return error;
	}

	if (code !== 'EADDRINUSE') {
		return new ClutchError('ERR_CLUTCH_LISTEN', {place: `${host} port ${port}`, problem: code === 'EACCES' ? 'this port is not for ordinary users' : code}, {cause: error});
	}

	const choices = [choiceText({type: 'use-port', port: freePort(port)}), choiceText({type: 'try-again'})];
	return new ClutchError('ERR_CLUTCH_PORT_TAKEN', {port, owner: ownerText(paths, port), choices: choices.map((choice, index) => `${index + 1} ${choice}`).join('\n')}, {cause: error});
}

function ownerText(paths: Paths, port: number): string {
	const ours = readAddress(paths, 'gateway');
	if (ours?.port === port && identify(ours.pid) !== undefined) {
		return `the Clutch gateway that is already running (pid ${ours.pid})`;
	}

	const owner = portOwner(port);
	return owner === undefined ? 'another program' : ownerName(owner);
}

function freePort(taken: number): number {
	for (let port = taken + 1; port < Math.min(taken + 50, 65_536); port++) {
		if (!isListened(port)) {
			return port;
		}
	}

	return 0;
}
