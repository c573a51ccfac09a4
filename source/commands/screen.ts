import {ClutchError} from '../core/error.js';
import type {Screen} from '../io/emulator-message.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {sessionNamed} from './session-named.js';
import {withStarted} from './with-clutchd.js';

const mostScrollback = 100_000;

/** What a session shows right now, or showed last, as text. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const scrollback = readScrollback(parsed);
	const ansi = parsed.flags.ansi === true;
	return withStarted(context, async client => {
		const {id, name} = await sessionNamed(parsed, {client, verb: 'screen'});
		const screen = knownScreen(await client.call({type: 'session.screen', id, ansi, scrollback}) as Screen, {id, name});
		context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({id, ...screen})}\n` : screenText(screen.lines));
		return 0;
	});
}

/** A blank screen is something else than none. */
export function knownScreen(screen: Screen, {id, name}: {readonly id: string; readonly name: string}): Screen {
	if (screen.rows === 0) {
		throw new ClutchError('ERR_CLUTCH_NO_SCREEN', {id, name});
	}

	return screen;
}

/** Without the blank lines at its end. */
export function screenText(lines: readonly string[]): string {
	return `${lines.join('\n').trimEnd()}\n`;
}

function readScrollback({flags}: ParsedArguments): number | undefined {
	const given = typeof flags.scrollback === 'string' ? flags.scrollback : undefined;
	const count = given === undefined ? undefined : Number(given);
	if (count !== undefined && (!Number.isInteger(count) || count < 0 || count > mostScrollback)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `--scrollback takes a number of lines, at most ${mostScrollback}, but got "${given ?? ''}".`, next: 'clutch screen ID --scrollback 500'});
	}

	return count;
}
