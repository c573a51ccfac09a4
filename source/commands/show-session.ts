import process from 'node:process';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import type {Exit, Session} from '../core/session/session.js';
import {defaultChord} from '../core/view/chord.js';
import {emptyLeaveState, feedLeaving, flushLeaving, type LeaveOutcome} from '../core/view/leave-chord.js';
import {emptyQueryState, withoutQueries} from '../core/view/queries.js';
import {systemClock} from '../io/clock.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import {pipeInput} from '../io/piped-input.js';
import {createPlainTerminal, openTerminalInput, type PlainTerminal} from '../io/plain-terminal.js';
import type {CommandContext} from './command.js';
import {exitCode} from './exit-code.js';

/** A terminal sends a sequence in one piece: what is still alone after this was a key. */
const silenceMs = 5;

type End =
	| {readonly type: 'exited'; readonly exit: Exit}
	| {readonly type: 'left'}
	| {readonly type: 'taken'}
	| {readonly type: 'lost'; readonly reason: string | undefined};

type Shown = Pick<Session, 'id' | 'name'> & {
	/** `pipe`: what is piped into this command is the program's input. `terminal-again`: what was piped in is taken already, and the keys come from the terminal itself, if there is one. @default 'terminal' */
	readonly input?: 'terminal' | 'terminal-again' | 'pipe';
};

/**
Shows a session in this terminal: its bytes as they are (all that the holder still has first), keys straight to it. Answers with the program's exit code when it ends, with 0 when the user leaves; the session goes on then.
*/
export async function showSession({id, name, input = 'terminal'}: Shown, {paths, signal, stdout, stderr}: CommandContext): Promise<number> {
	const socket = path.join(paths.holders, `${id}.sock`);
	const holder = await connect({socket, id: name, signal});
	const again = input === 'terminal-again' ? openTerminalInput() : undefined;
	const terminal = createPlainTerminal({stdin: again ?? process.stdin, stdout});
	let shown = emptyQueryState;
	const show = async (bytes: Uint8Array) => {
		const [next, kept] = withoutQueries(shown, bytes);
		shown = next;
		await terminal.write(kept);
	};

	terminal.open();
	const stopPiping = input === 'pipe' && !process.stdin.isTTY ? pipeInput(process.stdin, holder.input) : undefined;
	let end: End;
	try {
		end = await follow(holder, {terminal, signal, show});
		await terminal.write(shown.pending);
	} finally {
		stopPiping?.();
		terminal.close(shown);
		again?.destroy();
		holder.end();
	}

	return endCode(end, {name, socket, stderr});
}

async function connect({socket, id, signal}: {readonly socket: string; readonly id: string; readonly signal: AbortSignal}): Promise<HolderClient> {
	try {
		return await connectHolder({socket, role: 'user', client: 'attach', signal});
	} catch (error) {
		if (['ENOENT', 'ECONNREFUSED'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id}, {cause: error});
		}

		throw error;
	}
}

type Following = {readonly terminal: PlainTerminal; readonly signal: AbortSignal; readonly show: (bytes: Uint8Array) => Promise<void>};

async function follow(holder: HolderClient, {terminal, signal, show}: Following): Promise<End> {
	return new Promise((resolve, reject) => {
		let leaving = emptyLeaveState;
		let cancel: (() => void) | undefined;
		// In order, and the end behind the last byte.
		let written = Promise.resolve();
		const finish = (end: End) => {
			cancel?.();
			written.then(() => {
				resolve(end);
			}, reject);
		};

		const take = ({state, pass, leaves}: LeaveOutcome) => {
			leaving = state;
			if (pass.length > 0) {
				// One piece, as it was typed: a key in two pieces could be taken for two.
				holder.input(Buffer.concat(pass));
			}

			if (leaves) {
				finish({type: 'left'});
			} else if (state.chord.pending.length > 0) {
				cancel = systemClock.after(silenceMs, () => {
					take(flushLeaving(leaving));
				});
			}
		};

		terminal.onInput(bytes => {
			cancel?.();
			take(feedLeaving(leaving, bytes, defaultChord));
		});
		terminal.onResize(() => {
			holder.resize(terminal.size());
		});
		terminal.onHangUp(() => {
			finish({type: 'left'});
		});
		signal.addEventListener('abort', () => {
			finish({type: 'left'});
		}, {once: true});
		holder.onBytes((_, bytes) => {
			written = written.then(async () => show(bytes));
			written.catch(reject);
		});
		holder.onMessage(message => {
			if (message.type === 'exited') {
				finish({type: 'exited', exit: message.exit});
			} else if (message.type === 'writer' && !message.mine) {
				finish({type: 'taken'});
			}
		});
		holder.onClose(reason => {
			finish({type: 'lost', reason});
		});
		if (terminal.interactive) {
			holder.take();
			nudge(holder, terminal.size());
		}

		holder.attach('oldest');
	});
}

/** A program redraws when its size changes, so a size that is already right is changed and changed back. */
function nudge(holder: HolderClient, size: {readonly cols: number; readonly rows: number}): void {
	if (holder.welcome.cols === size.cols && holder.welcome.rows === size.rows && holder.welcome.ring.next > 0) {
		holder.resize({cols: size.cols, rows: Math.max(1, size.rows - 1)});
	}

	holder.resize(size);
}

function endCode(end: End, {name, socket, stderr}: {readonly name: string; readonly socket: string; readonly stderr: NodeJS.WriteStream}): number {
	switch (end.type) {
		case 'exited': {
			return exitCode(end.exit);
		}

		case 'left': {
			stderr.write(`\r\n${name} goes on. clutch attach ${name} comes back to it.\n`);
			return 0;
		}

		case 'taken': {
			stderr.write(`\r\n${name} goes on in another terminal, which took its keyboard.\n`);
			return 0;
		}

		case 'lost': {
			throw new ClutchError('ERR_CLUTCH_HOLDER', {socket, problem: end.reason ?? 'left'});
		}
	}
}
