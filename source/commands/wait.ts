import {ClutchError} from '../core/error.js';
import type {Exit, Session} from '../core/session/session.js';
import {isAlive} from '../core/view/text/session-state.js';
import {parseUntil, secondsOf, type Until} from '../core/session/until.js';
import {systemClock} from '../io/clock.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {exitCode} from './exit-code.js';
import {sessionNamed} from './session-named.js';
import {waitFor, type Waited} from './wait-for.js';
import {withStarted} from './with-clutchd.js';

/** As `timeout` has it. */
const timeoutCode = 124;
const endedCode = 3;

/** `clutch wait ID --until exit|text=…|quiet=SECONDS`: 0 once it has happened, 124 when the time is up, 3 when the session ended before. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {until, given} = readUntil(parsed);
	const timeoutMs = readTimeout(parsed);
	const session = await withStarted(context, async client => sessionNamed(parsed, {client, verb: 'wait'}));
	const began = systemClock.monotonic();
	const waited = await waitFor(session, {until, timeoutMs, context});
	const seconds = Math.round(systemClock.monotonic() - began) / 1000;
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({session: session.id, until: given, happened: waited.type === 'happened', ...details(waited), seconds})}\n`);
	} else if (waited.type !== 'happened') {
		context.stderr.write(`${sentence(waited, {session, given})}\n`);
	}

	return waited.type === 'happened' ? 0 : (waited.type === 'timeout' ? timeoutCode : endedCode);
}

function details(waited: Waited): Readonly<Record<string, unknown>> {
	const exit = 'exit' in waited ? waited.exit : undefined;
	return {
		...(waited.type === 'happened' ? {} : {why: waited.type}),
		...('exit' in waited ? {exit: exit ?? null, code: exit === undefined ? null : exitCode(exit)} : {}),
	};
}

function sentence(waited: Exclude<Waited, {type: 'happened'}>, {session, given}: {readonly session: Session; readonly given: string}): string {
	if (waited.type === 'timeout') {
		return `${session.name} ${isAlive(session) ? 'goes on; ' : ''}${given} has not come in time.`;
	}

	return `${session.name} ended${exitText(waited.exit)} before ${given}.`;
}

function exitText(exit: Exit | undefined): string {
	if (exit === undefined) {
		return '';
	}

	return exit.type === 'code' ? ` with exit code ${exit.code}` : ` by ${exit.signal}`;
}

function readUntil({flags}: ParsedArguments): {readonly until: Until; readonly given: string} {
	const given = typeof flags.until === 'string' ? flags.until : undefined;
	const until = given === undefined ? undefined : parseUntil(given);
	if (given === undefined || until === undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {
			problem: given === undefined ? 'wait takes what to wait for.' : `"${given}" is nothing to wait for.`,
			next: '--until exit, --until text="all tests passed", or --until quiet=5 (seconds without output).',
		});
	}

	return {until, given};
}

function readTimeout({flags}: ParsedArguments): number | undefined {
	const given = typeof flags.timeout === 'string' ? flags.timeout : undefined;
	const ms = given === undefined ? undefined : secondsOf(given);
	if (given !== undefined && ms === undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `--timeout takes seconds, but got "${given}".`, next: 'clutch wait ID --until exit --timeout 60'});
	}

	return ms;
}
