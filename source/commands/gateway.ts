import {ClutchError} from '../core/error.js';
import type {Layered, Origin} from '../core/config/layers.js';
import {portChoices, runGateway} from '../gateway/run.js';
import {systemClock} from '../io/clock.js';
import type {CommandContext, ParsedArguments} from './command.js';

/** The gateway in this terminal, until Ctrl+C. `clutch up` has it in the background instead. */
export async function run({flags}: ParsedArguments, {paths, env, stdout, stderr, signal}: CommandContext): Promise<number> {
	const json = flags.json === true;
	try {
		await runGateway({
			paths,
			env,
			flags: readFlags(flags),
			clock: systemClock,
			signal,
			write(line) {
				stderr.write(line);
			},
			onListening({address, port}) {
				stdout.write(json ? `${JSON.stringify({address, port, pid: process.pid})}\n` : `gateway on ${address} (Ctrl+C ends it)\n`);
			},
		});
		return 0;
	} catch (error) {
		if (!(error instanceof ClutchError) || error.code !== 'ERR_CLUTCH_PORT_TAKEN') {
			throw error;
		}

		const {code, message, hint, exit} = error;
		if (json) {
			stdout.write(`${JSON.stringify({error: {code, message, hint}})}\n`);
		}

		stderr.write(`${message}\n${hint}\n${JSON.stringify({code, message, hint, choices: portChoices(error)})}\n`);
		return exit;
	}
}

function readFlags({port, host}: ParsedArguments['flags']): readonly Layered[] {
	const origin = (name: string): Origin => ({type: 'flag', name});
	const number = Number(port);
	if (typeof port === 'string' && !(/^\d+$/.test(port) && number <= 65_535)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `--port takes a number from 0 to 65535, not "${port}".`, next: '0 picks a free one.'});
	}

	return [
		...(typeof port === 'string' ? [{path: ['gateway', 'port'], value: number, origin: origin('port')}] : []),
		...(typeof host === 'string' ? [{path: ['gateway', 'host'], value: host, origin: origin('host')}] : []),
	];
}
