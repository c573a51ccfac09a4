import type {ExecutionContext} from 'ava';
import type {ScreenFrame} from '../../source/core/ipc/frame.js';
import {decodeUpdate, type PaneUpdate} from '../../source/core/ipc/rows.js';
import type {Ring} from '../../source/core/session/ring.js';
import type {ClipboardWrite} from '../../source/core/view/copy/clipboard.js';
import {createGrid, type Grid} from '../../source/core/view/cells/cells.js';
import {createEmulator, type Emulator} from '../../source/io/emulator.js';
import {patienceMs} from './until.js';

export type Rig = {
	readonly emulator: Emulator;
	readonly input: () => string;
	readonly updates: PaneUpdate[];
	readonly grid: () => Grid;
	readonly statuses: Array<{readonly activity: string; readonly message: string | undefined}>;
	readonly rings: Ring[];
	/** When each of them rang, and when it was told. */
	readonly ringTimes: Array<{readonly at: number; readonly told: number}>;
	readonly clipboards: ClipboardWrite[];
	readonly checkpoints: ScreenFrame[];
	readonly askers: ReadonlySet<string>;
	readonly parsed: (offset: number) => Promise<void>;
	readonly when: (name: string, condition: () => boolean) => Promise<void>;
	readonly hold: (held: boolean) => void;
};

export const encoder = new TextEncoder();

export function openRig(t: ExecutionContext, options: {readonly scrollback?: number} = {}): Rig {
	let input = '';
	let offset = 0;
	let held = false;
	let grid = createGrid(20, 5);
	let onTheWay = 0;
	const updates: PaneUpdate[] = [];
	const statuses: Array<{readonly activity: string; readonly message: string | undefined}> = [];
	const rings: Ring[] = [];
	const ringTimes: Array<{readonly at: number; readonly told: number}> = [];
	const clipboards: ClipboardWrite[] = [];
	const checkpoints: ScreenFrame[] = [];
	const askers = new Set<string>();
	const opened = new Set<string>();
	let waiting: Array<() => void> = [];
	const wake = () => {
		const all = waiting;
		waiting = [];
		for (const look of all) {
			look();
		}
	};

	const emulator = createEmulator({
		...options,
		onParsed(_session, parsed) {
			offset = parsed;
			wake();
		},
		onInput(session, _offset, bytes) {
			askers.add(session);
			input += Buffer.from(bytes).toString();
			wake();
		},
		onStatus(_session, status) {
			statuses.push(status);
			wake();
		},
		onRang(_session, ring, at) {
			rings.push(ring);
			ringTimes.push({at, told: Date.now()});
			wake();
		},
		onClipboard(_session, write) {
			clipboards.push(write);
			wake();
		},
		onCheckpoint(_session, checkpoint) {
			checkpoints.push(checkpoint);
			wake();
		},
		onRows(watcher, payload) {
			const decoded = decodeUpdate(payload);
			if (!decoded) {
				t.fail('a frame that cannot be read');
				return;
			}

			updates.push(decoded.update);
			if (decoded.update.cols !== grid.cols || decoded.update.rows !== grid.rows) {
				grid = createGrid(decoded.update.cols, decoded.update.rows);
			}

			decoded.apply(grid);
			if (held) {
				onTheWay++;
			} else {
				emulator.taken(watcher);
			}

			wake();
		},
		onFailure(error) {
			t.fail(error.message);
		},
	});
	t.teardown(async () => emulator.close());
	const nextEvent = async (deadline: AbortSignal, name: string) => new Promise<void>((resolve, reject) => {
		waiting.push(resolve);
		deadline.addEventListener('abort', () => {
			reject(new Error(`waited in vain for: ${name}`));
		}, {once: true});
	});
	const when = async (name: string, condition: () => boolean) => {
		const deadline = AbortSignal.timeout(patienceMs);
		while (!condition()) {
			await nextEvent(deadline, name);
		}
	};

	return {
		emulator: {
			...emulator,
			open(session, how) {
				opened.add(session);
				emulator.open(session, how);
			},
			forget(session) {
				opened.delete(session);
				emulator.forget(session);
			},
		},
		updates, statuses, rings, ringTimes, clipboards, checkpoints, askers, when,
		input: () => input,
		grid: () => grid,
		/** The thread tells that for holders, who need it now and then; an answer that stands behind the bytes is there sooner. */
		async parsed(wanted) {
			const answered = Promise.all([...opened].map(async session => emulator.screen(session)));
			await Promise.race([answered, when(`byte ${wanted} parsed`, () => offset >= wanted)]);
		},
		hold(value) {
			held = value;
			if (!held) {
				for (; onTheWay > 0; onTheWay--) {
					emulator.taken(1);
				}
			}
		},
	};
}

export function line(grid: Grid, row: number): string {
	return grid.text.slice(row * grid.cols, (row + 1) * grid.cols).join('').trimEnd();
}

export const start = {cols: 20, rows: 5, offset: 0, quietBefore: 0};
