import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {readKeptModes, type KeptModes} from '../core/session/mode-preamble.js';
import type {SessionId} from '../core/session/session.js';
import type {Clock} from './clock.js';

export type ModeFiles = {
	readonly keep: (session: SessionId, modes: KeptModes) => void;
	readonly read: (session: SessionId) => KeptModes | undefined;
	readonly forget: (session: SessionId) => void;
	readonly close: () => void;
};

/** A program that starts switches several modes at once: they become one write. */
const settleMs = 200;

/** The terminal modes of each session, in `<id>.modes` files, for a clutchd that comes after the bytes that set them are gone. */
export function createModeFiles({folder, clock}: {readonly folder: string; readonly clock: Clock}): ModeFiles {
	const waiting = new Map<SessionId, () => void>();
	const fileOf = (session: SessionId) => path.join(folder, `${session}.modes`);
	const settle = (session: SessionId) => {
		waiting.get(session)?.();
		waiting.delete(session);
	};

	return {
		keep(session, modes) {
			settle(session);
			waiting.set(session, clock.after(settleMs, () => {
				waiting.delete(session);
				writeFileSync(`${fileOf(session)}.new`, JSON.stringify(modes), {mode: 0o600});
				renameSync(`${fileOf(session)}.new`, fileOf(session));
			}));
		},
		read(session) {
			try {
				return readKeptModes(JSON.parse(readFileSync(fileOf(session), 'utf8')));
			} catch {
				// Never written, or cut off: the replay alone has to do.
				return undefined;
			}
		},
		forget(session) {
			settle(session);
			rmSync(fileOf(session), {force: true});
		},
		close() {
			for (const session of waiting.keys()) {
				settle(session);
			}
		},
	};
}
