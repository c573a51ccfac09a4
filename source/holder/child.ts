import type {HolderSpec, ProcessIdentity} from '../core/ipc/holder.js';
import type {Exit} from '../core/session/session.js';
import {findExecutable, isDirectory} from '../io/executable.js';
import {identify} from '../io/process-identity.js';
import {startProcess} from '../io/process.js';
import {openPty} from '../io/pty.js';
import {ptyProblem} from '../io/pty-problem.js';

/** The one program a holder holds, on a pty or on pipes. */
export type Child = {
	/** Undefined when it had ended before it could be looked at. */
	readonly identity: ProcessIdentity | undefined;
	/** A text says why the bytes were not taken. */
	readonly write: (bytes: Uint8Array) => string | undefined;
	readonly resize: (cols: number, rows: number) => void;
	readonly pause: () => void;
	readonly resume: () => void;
	/** Reads what is there now, also while it is paused; false where there is nothing, or no way to look. */
	readonly read: () => boolean;
	readonly close: () => void;
	/** Descriptors that no other process may get. */
	readonly descriptors: readonly number[];
};

export type ChildStart =
	| {readonly status: 'started'; readonly child: Child}
	/** `sentence` is for the person who looks at the pane; the codes are those a shell gives. */
	| {readonly status: 'failed'; readonly exit: Exit; readonly sentence: string};

type Handlers = {
	readonly onData: (bytes: Uint8Array) => void;
	/** With the pid that the system has just told the end of, where its session may have others in it. */
	readonly onExit: (exit: Exit, gone?: number) => void;
};

export async function startChild(spec: HolderSpec, handlers: Handlers): Promise<ChildStart> {
	const {file, cwd, env} = spec;
	if (!isDirectory(cwd)) {
		return failed(126, `${file} was not started: the folder ${cwd} does not exist.`);
	}

	const found = findExecutable(file, {searchPath: env.PATH, cwd});
	switch (found.status) {
		case 'missing': {
			return failed(127, file.includes('/') ? `${file}: there is no such program.` : `${file}: not found on the PATH (${env.PATH ?? 'which is not set'}).`);
		}

		case 'not-executable': {
			return failed(126, `${found.path} is not executable.`);
		}

		case 'found': {
			try {
				return {status: 'started', child: await (spec.kind === 'pty' ? onPty(spec, handlers) : onPipes(spec, handlers))};
			} catch (error) {
				return failed(126, `${file} could not be started: ${ptyProblem(error)}`);
			}
		}

		default: {
			const never: never = found;
			return never;
		}
	}
}

async function onPty(spec: HolderSpec, handlers: Handlers): Promise<Child> {
	const pty = openPty({...spec, ...handlers});
	return {
		...pty,
		identity: identify(pty.pid),
		write: bytes => pty.write(bytes) ? undefined : 'too much waits for the program to read it',
		descriptors: [pty.descriptor],
	};
}

async function onPipes(spec: HolderSpec, handlers: Handlers): Promise<Child> {
	const piped = await startProcess({...spec, ...handlers});
	return {
		...piped,
		identity: identify(piped.pid),
		write: () => 'this program has no input',
		resize() {
			// A program on pipes has no size.
		},
		read: () => false,
		descriptors: [],
	};
}

function failed(code: number, sentence: string): ChildStart {
	return {status: 'failed', exit: {type: 'code', code}, sentence};
}
