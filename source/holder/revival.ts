import path from 'node:path';
import type {HolderSpec} from '../core/ipc/holder.js';
import type {Clock} from '../io/clock.js';
import {makeFolder} from '../io/folder.js';
import {startApart} from '../io/holder-scope.js';
import {acquireLock, releaseLock} from '../io/lock.js';
import type {DetachedProcess} from '../io/process.js';
import {connectSocket} from '../io/socket.js';

/** Starts clutchd again while it is missed. */
export type Revival = {
	readonly daemonCame: () => void;
	readonly daemonLeft: () => void;
	readonly close: () => void;
};

type Options = {
	readonly revive: HolderSpec['revive'];
	readonly clock: Clock;
	/** How long clutchd may be away; the wait doubles with every attempt. */
	readonly firstMs: number;
	readonly hidden: () => readonly number[];
	readonly note: (text: string) => void;
};

const longestMs = 30_000;
const answerMs = 1000;

/** So long the one of a herd that starts clutchd waits until it answers; the others leave it alone meanwhile. */
const startMs = 10_000;
const lookEveryMs = 20;

/** After so many attempts the one with the lock is taken to be stopped, and nobody waits for it any more. */
const patientAttempts = 3;

/** Every holder does this by itself. Of a herd of them, the one that gets the lock starts clutchd; clutchd has a lock of its own besides. */
export function createRevival({revive, clock, firstMs, hidden, note}: Options): Revival {
	let daemons = 0;
	let attempt = 0;
	let closed = false;
	let cancel: (() => void) | undefined;

	const arm = () => {
		cancel?.();
		cancel = clock.after(Math.min(firstMs * (2 ** attempt), longestMs), () => {
			cancel = undefined;
			void start();
		});
	};

	const start = async () => {
		attempt++;
		try {
			if (!await answers(revive.socket)) {
				await startAlone();
			}
		} catch (error) {
			note(`clutchd could not be started: ${(error as Error).message}`);
		}

		if (daemons === 0 && !closed) {
			arm();
		}
	};

	const startAlone = async () => {
		const folder = path.dirname(revive.socket);
		makeFolder(folder);
		const lock = acquireLock(path.join(folder, 'clutchd.starter'));
		if (lock.status === 'taken' && attempt <= patientAttempts) {
			return;
		}

		try {
			const started = await startApart({argv: revive.argv, env: revive.env, environment: revive.env, cwd: '/', hidden: hidden(), unit: 'clutchd', note});
			await settled(started);
		} finally {
			if (lock.status === 'held') {
				releaseLock(lock.file);
			}
		}
	};

	/** Until it answers, has ended, or takes too long. */
	const settled = async (started: DetachedProcess) => {
		const ended = new AbortController();
		started.onExit(() => {
			ended.abort();
		});
		const deadline = clock.monotonic() + startMs;
		while (!ended.signal.aborted && clock.monotonic() < deadline && !await answers(revive.socket)) {
			await new Promise<void>(resolve => {
				clock.after(lookEveryMs, resolve);
			});
		}
	};

	arm();

	return {
		daemonCame() {
			daemons++;
			attempt = 0;
			cancel?.();
			cancel = undefined;
		},
		daemonLeft() {
			daemons--;
			if (daemons === 0 && !closed) {
				arm();
			}
		},
		close() {
			closed = true;
			cancel?.();
		},
	};
}

/** Somebody who answers is clutchd on its way to us; starting another one would be noise. */
async function answers(socket: string): Promise<boolean> {
	try {
		const channel = await connectSocket(socket, AbortSignal.timeout(answerMs));
		channel.close();
		return true;
	} catch {
		// Nobody listens, or nobody answers.
		return false;
	}
}
