import type {Exit} from '../session/session.js';
import type {ExitMeaning, ServiceSpec} from './spec.js';

export function exitText(exit: Exit): string {
	return exit.type === 'code' ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}

/** What its own table says of an exit: the first row that fits. */
export function meaningOf({exits}: Pick<ServiceSpec, 'exits'>, {exit, said: words = ''}: Seen): ExitMeaning | undefined {
	const key = exit.type === 'code' ? exit.code : exit.signal;
	return exits.find(({code, said}) => code === key && (said?.some(part => words.includes(part)) ?? true));
}

/** What signals that nobody meant for us say. */
const signals: Readonly<Record<string, string>> = {
	SIGKILL: 'killed',
	SIGSEGV: 'segmentation fault',
	SIGBUS: 'bus error',
	SIGABRT: 'aborted itself',
	SIGILL: 'illegal instruction',
	SIGFPE: 'arithmetic error',
	SIGTERM: 'asked to end by somebody else',
	SIGINT: 'interrupted by somebody else',
	SIGHUP: 'its terminal went away',
	SIGPIPE: 'nobody read its output any more',
	SIGXCPU: 'it used up its processor time',
	SIGXFSZ: 'a file grew too large',
	SIGSYS: 'a call to the system that is forbidden',
	SIGTRAP: 'stopped by a trap',
};

/** By the numbers that a shell adds to 128. */
const numbers: Readonly<Record<number, string>> = {1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 4: 'SIGILL', 5: 'SIGTRAP', 6: 'SIGABRT', 7: 'SIGBUS', 8: 'SIGFPE', 9: 'SIGKILL', 11: 'SIGSEGV', 13: 'SIGPIPE', 15: 'SIGTERM', 24: 'SIGXCPU', 25: 'SIGXFSZ', 31: 'SIGSYS'};

/** What a shell says about a command it could not run. */
const codes: Readonly<Record<number, string>> = {126: 'its program may not be run', 127: 'its program was not found'};

type Seen = {readonly exit: Exit; /** Its last words. */ readonly said?: string | undefined; /** The system has killed for want of memory while it ran. */ readonly outOfMemory?: boolean | undefined};

/**
An exit in words: with what, and what that means as far as it is known.

@example
exitWords(headroom, {exit: {type: 'code', code: 78}}) // → 'exit code 78: its compiled core is missing'
*/
export function exitWords(spec: Pick<ServiceSpec, 'exits'>, {exit, said, outOfMemory = false}: Seen): string {
	const meaning = outOfMemory && isKill(exit) ? 'the machine ran out of memory' : meaningOf(spec, {exit, said})?.text ?? knownText(exit);
	return meaning === undefined ? exitText(exit) : `${exitText(exit)}: ${meaning}`;
}

function isKill(exit: Exit): boolean {
	return exit.type === 'signal' ? exit.signal === 'SIGKILL' : exit.code === 137;
}

function knownText(exit: Exit): string | undefined {
	if (exit.type === 'signal') {
		return signals[exit.signal];
	}

	const signal = exit.code > 128 ? numbers[exit.code - 128] : undefined;
	return signal === undefined ? codes[exit.code] : `a program it started, or a shell around it, ended with ${signal}`;
}
