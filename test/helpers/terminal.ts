import type {Exit} from '../../source/core/session/session.js';
import {isAlive, identify, signalProcess} from '../../source/io/process-identity.js';
import {openPty} from '../../source/io/pty.js';
import {createScreen, type ScreenCell} from './screen.js';
import {patienceMs, storyMs, until} from './until.js';

export type TerminalOptions = {
	readonly argv: readonly [string, ...string[]];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	readonly cols?: number;
	readonly rows?: number;
};

/** A person in front of a terminal: sees the rebuilt screen, types, resizes, and can kill what runs in it. */
export type Terminal = {
	readonly pid: number;
	/** Visible rows without the blanks at their ends. */
	readonly screen: () => readonly string[];
	readonly text: () => string;
	readonly cells: () => ReadonlyArray<readonly ScreenCell[]>;
	readonly isAlternate: () => boolean;
	readonly cursor: () => {readonly x: number; readonly y: number};
	readonly raw: () => Buffer;
	/** Fails with the name of the condition and the screen as it was. */
	readonly waitFor: (name: string, condition: (text: string) => boolean, timeoutMs?: number) => Promise<void>;
	readonly write: (data: string) => void;
	readonly resize: (cols: number, rows: number) => void;
	readonly kill: (signal: NodeJS.Signals) => void;
	readonly exit: Promise<Exit>;
};

/** A test, or a fault's run, which has no log of its own. */
type Lasting = {readonly teardown: (undo: () => unknown) => void; readonly log?: (...values: unknown[]) => void; readonly timeout?: (ms: number) => void};

export function openTerminal(t: Lasting, {argv, env, cwd, cols = 120, rows = 36}: TerminalOptions): Terminal {
	// AVA's own limit is meant for a test that waits once: whoever sits at a terminal waits for many things, one after the other.
	t.timeout?.(storyMs);
	const screen = createScreen(cols, rows);
	const parts: Uint8Array[] = [];
	const {promise: exit, resolve} = Promise.withResolvers<Exit>();
	let ended = false;
	const [file, ...args] = argv;
	const pty = openPty({
		file,
		args,
		env,
		cwd,
		cols,
		rows,
		onData(bytes) {
			const kept = Uint8Array.from(bytes);
			parts.push(kept);
			void screen.write(kept);
		},
		onExit(how) {
			ended = true;
			resolve(how);
		},
	});
	const identity = identify(pty.pid);
	t.teardown(async () => {
		if (!ended && identity && isAlive(identity)) {
			signalProcess(identity, 'SIGKILL');
			pty.close();
			await exit;
		}
	});
	const text = () => screen.lines().join('\n');
	return {
		pid: pty.pid,
		screen: screen.lines,
		text,
		cells: screen.cells,
		isAlternate: screen.isAlternate,
		cursor: screen.cursor,
		raw: () => Buffer.concat(parts),
		waitFor: async (name, condition, timeoutMs = patienceMs) => until(name, () => condition(text()), {timeoutMs, otherwise() {
			const log = t.log ?? console.error;
			log(`the screen while waiting until ${name}:\n${text()}`);
		}}),
		write(data) {
			pty.write(Buffer.from(data));
		},
		resize(newCols, newRows) {
			screen.resize(newCols, newRows);
			pty.resize(newCols, newRows);
		},
		kill(signal) {
			process.kill(pty.pid, signal);
		},
		exit,
	};
}
