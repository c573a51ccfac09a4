import {readFileSync, rmSync} from 'node:fs';
import {open, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {emptyFrameState, encodeScreen, feedFrames, type ScreenFrame} from '../core/ipc/frame.js';
import type {SessionId} from '../core/session/session.js';
import type {Clock} from './clock.js';

/** The newest screen of each session on the disk: what is left of one whose holder ended with the whole machine. */
export type LastScreens = {
	/** Written down soon, beside the event loop; a newer one takes the place of one that waits. Never fails. */
	readonly keep: (session: SessionId, screen: ScreenFrame) => void;
	/** Undefined where there is none that is whole. */
	readonly read: (session: SessionId) => ScreenFrame | undefined;
	readonly forget: (session: SessionId) => void;
	/** Writes what waits, as far as that can be done in a moment. */
	readonly close: () => Promise<void>;
};

type Options = {
	readonly folder: string;
	readonly clock: Clock;
	/** Told once while it goes on. */
	readonly onFailure: (error: Error) => void;
};

/** Of one session; what has no screen has been written down as it was. */
type Slot = {screen: ScreenFrame | undefined; notBefore: number};

/** A session that always prints costs the disk one small file this often. */
const everyMs = 3000;
/** A full disk is left alone for so long. */
const retryMs = 10_000;
/** A disk that hangs holds up nobody's end for longer. */
const closeMs = 1000;

/** One file is written at a time, so that a slow disk has one thread of this process waiting and not all of them. */
export function createLastScreens({folder, clock, onFailure}: Options): LastScreens {
	const slots = new Map<SessionId, Slot>();
	let writing: Promise<void> | undefined;
	let cancel: (() => void) | undefined;
	let closed = false;
	let failed = false;

	const fileOf = (session: SessionId) => path.join(folder, `${session}.screen`);

	const fail = (error: unknown) => {
		if (!failed) {
			onFailure(error as Error);
		}

		failed = true;
	};

	const write = async (session: SessionId, slot: Slot): Promise<void> => {
		const {screen} = slot;
		if (screen === undefined) {
			return;
		}

		slot.screen = undefined;
		try {
			await replace(fileOf(session), encodeScreen(screen));
			slot.notBefore = clock.monotonic() + everyMs;
			failed = false;
			if (slots.get(session) !== slot) {
				// Forgotten meanwhile.
				await rm(fileOf(session), {force: true});
			}
		} catch (error) {
			slot.screen ??= screen;
			slot.notBefore = clock.monotonic() + retryMs;
			fail(error);
		}
	};

	const goOn = () => {
		cancel?.();
		cancel = undefined;
		if (writing !== undefined || closed) {
			return;
		}

		const [first] = [...slots].filter(([, {screen}]) => screen !== undefined).toSorted(([, left], [, right]) => left.notBefore - right.notBefore);
		if (first === undefined) {
			return;
		}

		const [session, slot] = first;
		const waitMs = slot.notBefore - clock.monotonic();
		if (waitMs > 0) {
			cancel = clock.after(waitMs, goOn);
			return;
		}

		writing = write(session, slot).finally(() => {
			writing = undefined;
			goOn();
		});
	};

	const writeRest = async () => {
		await writing;
		for (const [session, slot] of slots) {
			await write(session, slot);
		}
	};

	return {
		keep(session, screen) {
			const slot = slots.get(session) ?? {screen: undefined, notBefore: clock.monotonic()};
			slot.screen = screen;
			slots.set(session, slot);
			goOn();
		},
		read(session) {
			try {
				const {frames: [frame]} = feedFrames(emptyFrameState, readFileSync(fileOf(session)));
				return frame?.type === 'screen' ? frame : undefined;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
					fail(error);
				}

				return undefined;
			}
		},
		forget(session) {
			slots.delete(session);
			try {
				rmSync(fileOf(session), {force: true});
			} catch (error) {
				fail(error);
			}
		},
		async close() {
			closed = true;
			cancel?.();
			await new Promise<void>(resolve => {
				const giveUp = clock.after(closeMs, resolve);
				void writeRest().then(() => {
					giveUp();
					resolve();
				});
			});
		},
	};
}

/** The whole file or the one before it, also when the machine stops in between. */
async function replace(file: string, bytes: Uint8Array): Promise<void> {
	const temporary = `${file}.new`;
	try {
		const handle = await open(temporary, 'w', 0o600);
		try {
			await handle.writeFile(bytes);
			await handle.sync();
		} finally {
			await handle.close();
		}

		await rename(temporary, file);
	} catch (error) {
		// A part of a file takes room away where there is none; what stands in the way of this too is told already.
		await rm(temporary, {force: true}).catch(() => undefined);
		throw error;
	}
}
