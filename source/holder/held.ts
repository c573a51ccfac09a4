import type {HolderSpec, ProcessIdentity, Tombstone} from '../core/ipc/holder.js';
import type {Exit} from '../core/session/session.js';
import type {Clock} from '../io/clock.js';
import {watchMemory} from '../io/out-of-memory.js';
import {signalGroup} from '../io/process-identity.js';
import {startChild, type Child} from './child.js';
import {createEnding, type Ending} from './ending.js';
import {endLeftovers} from './leftovers.js';

type Life =
	| {readonly status: 'starting'}
	| {readonly status: 'running'; readonly child: Child; readonly ending: Ending | undefined}
	/** `left`: what it left behind is ended as well. */
	| {readonly status: 'ended'; readonly exit: Exit; readonly ending: Ending | undefined; readonly left: Promise<void> | undefined};

/** Why the child ended, as far as it is our doing. */
export type Reason = Tombstone['reason'];

/** The child from its start to its end. */
export type Held = {
	readonly start: () => Promise<void>;
	readonly identity: () => ProcessIdentity | undefined;
	readonly exit: () => Exit | undefined;
	readonly reason: () => Reason;
	/** What is known of its end beyond that. */
	readonly detail: () => string | undefined;
	/** A text says why the bytes were not taken. */
	readonly write: (bytes: Uint8Array) => string | undefined;
	readonly resize: (cols: number, rows: number) => void;
	readonly pause: () => void;
	readonly resume: () => void;
	readonly read: () => boolean;
	readonly signal: (signal: NodeJS.Signals) => void;
	/** Asks the child to end, and kills it after the grace; `onExit` tells when it is gone. */
	readonly end: (how: {readonly reason: Reason; readonly signal: NodeJS.Signals; readonly graceMs: number}) => void;
	readonly descriptors: () => readonly number[];
	/** Resolves when nothing is left of a session that was asked to end, nor of a service. */
	readonly close: () => Promise<void>;
};

type Options = {
	readonly spec: HolderSpec;
	readonly clock: Clock;
	readonly onData: (bytes: Uint8Array) => void;
	/** Called once, after the last byte. */
	readonly onExit: (exit: Exit) => void;
};

/** A killed child that is still not gone sits in the kernel; its holder does not wait for it. */
const afterKillMs = 1000;

export function createHeld({spec, clock, onData, onExit}: Options): Held {
	let life: Life = {status: 'starting'};
	let reason: Reason = 'child-exit';
	let detail: string | undefined;
	/** Whether a KILL came from us. */
	let killedByUs = false;
	let memoryRanOut: (() => boolean) | undefined;
	let wanted: {readonly signal: NodeJS.Signals; readonly graceMs: number} | undefined;

	const ended = (exit: Exit, gone?: number) => {
		if (life.status === 'ended') {
			return;
		}

		if (life.status === 'running') {
			life.child.close();
		}

		if (exit.type === 'signal' && exit.signal === 'SIGKILL' && reason === 'child-exit' && !killedByUs && memoryRanOut?.()) {
			detail = 'its memory ran out';
		}

		// On a terminal what is left has been hung up on, and may have been meant to stay; a service's own would keep its port and its files.
		const left = spec.kind === 'pipe' && gone !== undefined ? endLeftovers(gone, clock) : undefined;
		life = {status: 'ended', exit, ending: life.status === 'running' ? life.ending : undefined, left};
		onExit(exit);
	};

	const beginEnd = () => {
		if (life.status !== 'running' || life.child.identity === undefined || wanted === undefined) {
			return;
		}

		const ending = life.ending ?? createEnding(life.child.identity, clock);
		life = {...life, ending};
		ending.begin(wanted.signal, wanted.graceMs);
		clock.after(wanted.graceMs + afterKillMs, () => {
			ended({type: 'signal', signal: 'SIGKILL'});
		});
	};

	const child = () => life.status === 'running' ? life.child : undefined;

	return {
		async start() {
			const started = await startChild(spec, {onData, onExit: ended});
			if (started.status === 'failed') {
				onData(Buffer.from(`${started.sentence}\r\n`));
				ended(started.exit);
				return;
			}

			// A program on pipes can be gone before its start has been told.
			if (life.status === 'starting') {
				life = {status: 'running', child: started.child, ending: undefined};
				memoryRanOut = started.child.identity && watchMemory(started.child.identity.pid);
				beginEnd();
			}
		},
		identity: () => child()?.identity,
		exit: () => life.status === 'ended' ? life.exit : undefined,
		reason: () => reason,
		detail: () => detail,
		write(bytes) {
			const running = child();
			return running ? running.write(bytes) : 'the program has ended';
		},
		resize(cols, rows) {
			child()?.resize(cols, rows);
		},
		pause() {
			child()?.pause();
		},
		resume() {
			child()?.resume();
		},
		read: () => child()?.read() ?? false,
		signal(signal) {
			const identity = child()?.identity;
			if (identity !== undefined) {
				killedByUs ||= signal === 'SIGKILL';
				signalGroup(identity, signal);
			}
		},
		end({reason: why, signal, graceMs}) {
			if (life.status !== 'ended') {
				reason = why;
				wanted = {signal, graceMs};
				beginEnd();
			}
		},
		descriptors: () => child()?.descriptors ?? [],
		async close() {
			if (life.status === 'ended') {
				await life.left;
				life.ending?.killLeft();
				life.ending?.close();
			}
		},
	};
}
