import type {Exit} from '../session/session.js';

export type ServiceRefusal = {readonly reason: string; readonly choices: readonly string[]};

/** With this code a service says that starting it again by itself would change nothing, and why, in JSON on its last line. */
export const refusalCode = 3;

const longest = 300;

/** What a service said last: a line for people, and whether it refuses to run. */
export function readLastWords(output: string, exit: Exit): {readonly said: string; readonly refusal: ServiceRefusal | undefined} {
	const lines = output.split('\n').map(line => line.trim()).filter(line => line !== '');
	const last = lines.at(-1) ?? '';
	const told = readJson(last);
	const message = typeof told?.message === 'string' ? told.message : last.slice(0, longest);
	if (exit.type !== 'code' || exit.code !== refusalCode) {
		return {said: message, refusal: undefined};
	}

	const choices = Array.isArray(told?.choices) ? told.choices.filter(choice => typeof choice === 'string') : [];
	return {said: message, refusal: {reason: message === '' ? 'It cannot start, and did not say why.' : message, choices: choices.length > 0 ? choices : ['try again']}};
}

function readJson(line: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value = JSON.parse(line) as unknown;
		return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : undefined;
	} catch {
		// An ordinary line of output.
		return undefined;
	}
}
