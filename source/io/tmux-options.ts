import {execFile} from 'node:child_process';
import type {TmuxOptions} from '../core/doctor/multiplexer.js';

const answerMs = 1000;

/** Asks the tmux around us, by the socket that TMUX names, what it lets through. Undefined where it does not answer. */
export async function askTmux(env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<TmuxOptions | undefined> {
	const names = ['allow-passthrough', 'focus-events', 'set-clipboard'] as const;
	const options = await Promise.all(names.map(async name => [name, await ask(['show-options', '-gqv', name], {env, signal}) ?? await ask(['show-options', '-sqv', name], {env, signal})] as const));
	const features = await ask(['display-message', '-p', '#{client_termfeatures}'], {env, signal});
	return features === undefined && options.every(([, value]) => value === undefined) ? undefined : {...Object.fromEntries(options), features};
}

async function ask(args: readonly string[], {env, signal}: {readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal}): Promise<string | undefined> {
	return new Promise(resolve => {
		execFile('tmux', args, {env: {...env}, timeout: answerMs, killSignal: 'SIGKILL', signal}, (error, stdout) => {
			const answer = stdout.trim();
			resolve(error !== null || answer === '' ? undefined : answer);
		});
	});
}
