import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import process from 'node:process';
import {ClutchError} from '../core/error.js';
import type {Session} from '../core/session/session.js';
import {pipeInput} from '../io/piped-input.js';
import {createPlainTerminal, openTerminalInput} from '../io/plain-terminal.js';
import {chordInForce} from './chord-in-force.js';
import type {CommandContext} from './command.js';
import {exitCode} from './exit-code.js';
import {followSession, type Leaving} from './follow-session.js';
import {sessionHolder} from './session-holder.js';

/** How often, and how far apart, a holder is looked for whose connection broke. */
const looks = 3;
const betweenLooksMs = 100;

type Shown = Pick<Session, 'id' | 'name'> & {
	/** `pipe`: what is piped into this command is the program's input. `terminal-again`: what was piped in is taken already, and the keys come from the terminal itself, if there is one. @default 'terminal' */
	readonly input?: 'terminal' | 'terminal-again' | 'pipe';
	/** `start`: a session that has just begun here, with all it says. `screen`: one that began elsewhere, as it looks now. @default 'start' */
	readonly from?: 'start' | 'screen';
	/** `take`: whoever has it loses it. `if-free`: only who comes first has it. @default 'take' */
	readonly keyboard?: 'take' | 'if-free' | 'never';
};

/**
Shows a session in this terminal: its bytes as they are, keys straight to it; or, while somebody else has the keyboard, its rows as clutchd tells them. Answers with the program's exit code when it ends, with 0 when the user leaves; the session goes on then.
*/
export async function showSession({id, name, input = 'terminal', from = 'start', keyboard = 'take'}: Shown, context: CommandContext): Promise<number> {
	const {stdout, stderr, signal} = context;
	const again = input === 'terminal-again' ? openTerminalInput() : undefined;
	const terminal = createPlainTerminal({stdin: again ?? process.stdin, stdout});
	const isPiped = input === 'pipe' && !process.stdin.isTTY;
	// Who has nothing to type with keeps nobody from typing.
	const mayType = keyboard !== 'never' && (terminal.interactive || isPiped);
	const holder = await sessionHolder({id, name}, mayType ? 'user' : 'viewer', {context, client: 'attach'});
	terminal.open();
	const stopPiping = isPiped ? pipeInput(process.stdin, holder.input) : undefined;
	let left: Leaving | undefined;
	try {
		left = await followSession({id, name, holder, terminal, context, chord: chordInForce(context), from, keyboard: mayType ? keyboard : 'never'});
	} finally {
		stopPiping?.();
		holder.end();
		terminal.close(left ?? {alternate: true});
		again?.destroy();
	}

	const {end} = left;
	switch (end.type) {
		case 'exited': {
			if (left.wasReading) {
				stderr.write(`${name} ended ${end.exit.type === 'code' ? `with exit code ${end.exit.code}` : `by ${end.exit.signal}`}.\n`);
			}

			return exitCode(end.exit);
		}

		case 'left': {
			stderr.write(`\r\n${name} goes on. clutch attach ${id} comes back to it.\n`);
			if (signal.aborted) {
				throw signal.reason as Error;
			}

			return 0;
		}

		case 'lost': {
			throw await lossOf({id, name}, {reason: end.reason, context});
		}
	}
}

/** Why the connection to a holder ended without a word: the holder is gone, and the session with it, or only the connection is. */
async function lossOf({id, name}: Pick<Session, 'id' | 'name'>, {reason, context}: {readonly reason: string | undefined; readonly context: CommandContext}): Promise<Error> {
	for (let look = 0; look < looks; look++) {
		try {
			const holder = await sessionHolder({id, name}, 'probe', {context, client: 'attach'});
			holder.end();
			break;
		} catch (error) {
			if (error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_LIVE') {
				return new ClutchError('ERR_CLUTCH_NOT_LIVE', {id}, {words: {message: `${name} was lost: its host process is gone.`, hint: `clutch restore ${id} starts it again.`}, cause: error});
			}
		}

		// A process that is being killed closes one connection after the other: its socket may have been the next.
		await wait(betweenLooksMs);
	}

	return new ClutchError('ERR_CLUTCH_HOLDER', {socket: path.join(context.paths.holders, `${id}.sock`), problem: reason ?? 'left'});
}
