import {spawn, type ChildProcess} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import type {Exit} from '../core/session/session.js';

// `execa` would be the choice for children, but it costs a holder 8 MB and 110 ms at start, and there is one holder a session: Node's own `spawn` does all that is needed here.

export type ProcessOptions = {
	readonly file: string;
	readonly args: readonly string[];
	/** The child's environment, exactly. */
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	/** Output of both streams as it comes. */
	readonly onData: (bytes: Uint8Array) => void;
	/** Called once, after the last byte of output. The pid is nobody's by now, unless others are left in the program's session. */
	readonly onExit: (exit: Exit, pid: number) => void;
};

export type PipedProcess = {
	readonly pid: number;
	readonly pause: () => void;
	readonly resume: () => void;
	/** Closes our side of the pipes. */
	readonly close: () => void;
};

/** After so many turns of the event loop without output the pipes are empty: each turn looks into both. */
const quietTurns = 2;

/** More than the system keeps for both pipes: what comes behind so much was not written by the program itself. */
const lastOutputBytes = 1024 * 1024;

/**
Starts a program without a terminal, as leader of a session of its own, and reads its stdout and stderr as one stream. Throws when it cannot be started.

Its end is what the system says of the program itself. Programs that it left behind may keep its pipes open for ever: what it wrote is in them already and is read, and then they are closed.
*/
export async function startProcess({file, args, env, cwd, onData, onExit}: ProcessOptions): Promise<PipedProcess> {
	const child = spawn(file, args, {env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe']});
	const pid = await started(child);
	let taken = 0;

	const take = (bytes: Uint8Array) => {
		taken += bytes.length;
		onData(bytes);
	};

	const resume = () => {
		child.stdout.resume();
		child.stderr.resume();
	};

	const close = () => {
		child.stdout.destroy();
		child.stderr.destroy();
	};

	const readLast = (then: () => void) => {
		const most = taken + lastOutputBytes;
		let quiet = 0;
		let before = taken;
		const look = () => {
			quiet = taken === before ? quiet + 1 : 0;
			before = taken;
			if (quiet < quietTurns && taken < most) {
				setImmediate(look);
				return;
			}

			close();
			then();
		};

		// A paused pipe would never be empty.
		resume();
		setImmediate(look);
	};

	child.on('exit', (code, signal) => {
		readLast(() => {
			onExit(signal === null ? {type: 'code', code: code ?? 0} : {type: 'signal', signal}, pid);
		});
	});
	child.stdout.on('data', take);
	child.stderr.on('data', take);

	return {
		pid,
		pause() {
			child.stdout.pause();
			child.stderr.pause();
		},
		resume,
		close,
	};
}

export type DetachedOptions = {
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	/** Descriptors of ours that the program must not get: those that were opened without close-on-exec, such as the master side of a pty. */
	readonly hidden?: readonly number[];
	/** A file that what it prints is added to, for a start that fails. */
	readonly output?: string;
};

export type DetachedProcess = {
	readonly pid: number;
	/** What is known once it has ended. */
	readonly onExit: (handler: (exit: Exit) => void) => void;
};

/**
Starts a program that outlives us: in a session of its own, with nothing of ours. Throws when it cannot be started.
*/
export async function startDetached({argv: [file = '', ...args], env, cwd, hidden = [], output}: DetachedOptions): Promise<DetachedProcess> {
	const nothing = openSync('/dev/null', 'r+');
	const printed = output === undefined ? undefined : openSync(output, 'a', 0o600);
	try {
		// In the child, /dev/null takes the place of every hidden descriptor.
		const stdio = Array.from({length: Math.max(2, ...hidden) + 1}, (_, index) => hidden.includes(index) ? nothing : ((index === 1 || index === 2) && printed !== undefined ? printed : 'ignore' as const));
		const child = spawn(file, args, {env, cwd, detached: true, stdio});
		child.unref();
		const pid = await started(child);
		return {
			pid,
			onExit(handler) {
				child.once('exit', (code, signal) => {
					handler(signal === null ? {type: 'code', code: code ?? 0} : {type: 'signal', signal});
				});
			},
		};
	} finally {
		closeSync(nothing);
		if (printed !== undefined) {
			closeSync(printed);
		}
	}
}

async function started(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('spawn', () => {
			child.off('error', reject);
			child.on('error', () => {
				// Only a failed signal or message could still come here, and we send neither through this object.
			});
			resolve(child.pid ?? 0);
		});
	});
}
