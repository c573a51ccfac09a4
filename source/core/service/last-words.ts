import type {Exit} from '../session/session.js';

export type ServiceRefusal = {readonly reason: string; readonly choices: readonly string[]};

/** With this code a service says that starting it again by itself would change nothing, and why, in JSON on its last line. */
export const refusalCode = 3;

const longest = 300;
/** Further back stands what has nothing to do with its end. */
const mostLines = 50;

const telling = /error|cannot|can't|no such|not found|already in use|unrecognized|unknown|invalid|failed|failure|denied|refused|panic|exception|fatal/i;
/** Where in a program something failed, and lines that count failures or say that there are none. */
const aside = /^at |^file "|^throw |\b(?:no|0) (?:error|failure|exception)s?\b|^try '/i;
/** Who is ended from outside has not said why. */
const outside: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);

/** What a service said last: the most telling of its last lines for people, and whether it refuses to run. */
export function readLastWords(output: string, exit: Exit): {readonly said: string; readonly refusal: ServiceRefusal | undefined} {
	const lines = output.split('\n').map(line => line.trim()).filter(line => line !== '');
	const last = lines.at(-1) ?? '';
	const told = readJson(last);
	const message = typeof told?.message === 'string' ? told.message : tellingLine(lines, exit).slice(0, longest);
	if (exit.type !== 'code' || exit.code !== refusalCode) {
		return {said: message, refusal: undefined};
	}

	const choices = Array.isArray(told?.choices) ? told.choices.filter(choice => typeof choice === 'string') : [];
	return {said: message, refusal: {reason: message === '' ? 'It cannot start, and did not say why.' : message, choices: choices.length > 0 ? choices : ['try again']}};
}

/** What it printed, for people: what stands in JSON for us is left out where it has been said in words. */
export function spokenLines(lines: readonly string[]): readonly string[] {
	return lines.flatMap((line, index) => {
		const told = line.startsWith('{') ? readJson(line) : undefined;
		if (typeof told?.message !== 'string' || !Array.isArray(told.choices)) {
			return [line];
		}

		return lines.slice(0, index).includes(told.message) ? [] : [told.message];
	});
}

/** Many programs end with a hint or their version, below the line that says what is wrong. */
function tellingLine(lines: readonly string[], exit: Exit): string {
	const last = lines.at(-1) ?? '';
	if (exit.type === 'signal' && outside.has(exit.signal)) {
		return last;
	}

	return lines.slice(-mostLines).findLast(line => telling.test(line) && !aside.test(line)) ?? last;
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
