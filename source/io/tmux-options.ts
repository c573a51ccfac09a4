import type {TmuxOptions} from '../core/doctor/multiplexer.js';
import {runTool} from './tool.js';

const deadlineMs = 5000;

/** Asks the tmux around us, by the socket that TMUX names, what it lets through. Undefined where it does not answer. */
export async function askTmux(env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<TmuxOptions | undefined> {
	const ask = async (...args: readonly string[]) => {
		const {ok, stdout} = await runTool(['tmux', ...args], {env, signal, deadlineMs});
		return ok && stdout !== '' ? stdout : undefined;
	};

	const names = ['allow-passthrough', 'focus-events', 'set-clipboard'] as const;
	// Which of them belong to a window and which to the server has changed between versions.
	const options = await Promise.all(names.map(async name => [name, await ask('show-options', '-gqv', name) ?? await ask('show-options', '-sqv', name)] as const));
	const features = await ask('display-message', '-p', '#{client_termfeatures}');
	return features === undefined && options.every(([, value]) => value === undefined) ? undefined : {...Object.fromEntries(options), features};
}
