import {createGrid, type Cursor, type Grid} from '../core/view/cells/cells.js';
import type {ColourDepth} from '../core/view/cells/colour.js';
import type {Layers} from '../core/view/cells/compose.js';
import {createComposition} from '../core/view/cells/composition.js';
import {diffGrids} from '../core/view/cells/diff.js';
import type {Size} from '../core/view/work/layout.js';
import {changeModes, chromeModes, type OuterModes} from '../core/view/cells/outer-modes.js';
import {isPausePoint, pausePoint} from '../io/pause-point.js';

/** What stands on the screen. `cursor` is in screen coordinates. */
export type Scene = Layers & {
	readonly cursor: Cursor | undefined;
	readonly modes: OuterModes;
};

/** `echo`: somebody waits for it. What other panes have to show never delays it. */
export type Urgency = 'echo' | 'ordinary';

/** What is told to the terminal beside the frames. Of each kind only the newest counts. */
export type Word = 'clipboard' | 'title' | 'notification';

export type Compositor = {
	/** Whole, between two frames. While the terminal is behind the newest of each kind waits, so that no flood of them is kept. */
	readonly say: (kind: Word, bytes: string) => void;
	/** Something changed: a frame follows, at once where the last one of its kind is long enough ago. */
	readonly request: (urgency: Urgency) => void;
	/** What the terminal shows is not known any more (a resize, a stop): everything is written again. */
	readonly forget: () => void;
	/** How many frames were written. */
	readonly frames: () => number;
	/** How often something had changed: what nobody sees must not be among it. */
	readonly asked: () => number;
	readonly close: () => void;
};

/** The answer to a key must not wait for the next ordinary frame; a flood has no use for more than sixty of them a second. */
const intervals = {echo: 4, ordinary: 16} as const;

const hiddenCursor: Cursor = {x: 0, y: 0, visible: false, shape: 'block', blink: true};

type Options = {
	/** False when the terminal is behind. */
	readonly write: (data: string) => boolean;
	readonly onDrain: (handler: () => void) => void;
	readonly size: () => Size;
	readonly depth: ColourDepth;
	/** Asked for when a frame is due, so that frames that were dropped cost nothing. */
	readonly scene: () => Scene;
	readonly now: () => number;
	readonly after: (ms: number, callback: () => void) => () => void;
};

/**
The only writer to the terminal: it keeps what is shown and writes the difference to what should be, whole frames inside a synchronized update. While the terminal is behind no frame is made, and none is ever cut.
*/
export function createCompositor({write, onDrain, size, depth, scene, now, after}: Options): Compositor {
	/** The composition that stands on the screen and the one that is drawn next take turns: nothing need be copied to be remembered. */
	let compose = createComposition();
	let composeNext = createComposition();
	let shown: Grid | undefined;
	let shownCursor = hiddenCursor;
	let shownModes: OuterModes | undefined = chromeModes;
	let isBehind = false;
	let isDirty = false;
	let isClosed = false;
	let wanted: Urgency = 'ordinary';
	const last = {echo: Number.NEGATIVE_INFINITY, ordinary: Number.NEGATIVE_INFINITY};
	let cancel: (() => void) | undefined;
	let due = Number.POSITIVE_INFINITY;
	let frames = 0;
	let asked = 0;
	const unsaid = new Map<Word, string>();
	/** Frames and words take turns on a terminal that is always behind: neither keeps the other away. */
	let isWordsTurn = true;

	const draw = () => {
		cancel = undefined;
		due = Number.POSITIVE_INFINITY;
		if (isClosed || isBehind || !isDirty) {
			return;
		}

		isDirty = false;
		last.ordinary = now();
		last.echo = wanted === 'echo' ? last.ordinary : last.echo;
		wanted = 'ordinary';
		const {panes, covers, cursor = hiddenCursor, modes, ...scenery} = scene();
		const {cols, rows} = size();
		// For a moment after a resize the chrome still has the former size.
		const chrome = scenery.chrome.cols === cols && scenery.chrome.rows === rows ? scenery.chrome : createGrid(cols, rows);
		const front = compose({cols, rows}, {chrome, panes, covers});
		const cells = diffGrids(front.grid, {back: shown, rows: front.rows, depth});
		shown = front.grid;
		[compose, composeNext] = [composeNext, compose];
		const place = cursorChange(shownCursor, cursor, cells !== '');
		const output = cells + place + changeModes(shownModes, modes);
		shownCursor = cursor;
		shownModes = modes;
		if (output === '') {
			return;
		}

		frames++;
		isWordsTurn = true;
		// The cursor is out of sight while cells are written, for terminals that know nothing of synchronized updates.
		isBehind = !writeFrame(`\u001B[?2026h${cells === '' ? '' : '\u001B[?25l'}${output}\u001B[?2026l`);
	};

	const writeFrame = (frame: string): boolean => {
		if (frames === 1) {
			pausePoint('dashboard.first-frame');
		}

		if (!isPausePoint('dashboard.inside-frame')) {
			return write(frame);
		}

		// Only where somebody wants to kill it there is a frame cut in two.
		const middle = Math.floor(frame.length / 2);
		write(frame.slice(0, middle));
		pausePoint('dashboard.inside-frame');
		return write(frame.slice(middle));
	};

	const say = (kind: Word, bytes: string) => {
		unsaid.delete(kind);
		if (isBehind) {
			unsaid.set(kind, bytes);
		} else if (!isClosed) {
			isWordsTurn = false;
			isBehind = !write(bytes);
		}
	};

	const sayNext = () => {
		for (const [kind, bytes] of [...unsaid].slice(0, 1)) {
			say(kind, bytes);
		}
	};

	onDrain(() => {
		isBehind = false;
		if (isWordsTurn) {
			sayNext();
		}

		draw();
		// What does not fit any more waits on.
		const waiting = [...unsaid];
		for (const [kind, bytes] of waiting) {
			say(kind, bytes);
		}
	});

	return {
		say,
		request(urgency) {
			asked++;
			isDirty = true;
			wanted = urgency === 'echo' ? 'echo' : wanted;
			const at = last[urgency] + intervals[urgency];
			if (isBehind || due <= at) {
				return;
			}

			cancel?.();
			due = at;
			cancel = after(Math.max(0, at - now()), draw);
		},
		forget() {
			shown = undefined;
			shownCursor = hiddenCursor;
			shownModes = undefined;
		},
		frames: () => frames,
		asked: () => asked,
		close() {
			isClosed = true;
			cancel?.();
		},
	};
}

const shapes = {block: 1, underline: 3, bar: 5} as const;

function cursorChange(from: Cursor, to: Cursor, isMoved: boolean): string {
	if (!to.visible) {
		return from.visible && !isMoved ? '\u001B[?25l' : '';
	}

	const shape = from.shape === to.shape && from.blink === to.blink ? '' : `\u001B[${shapes[to.shape] + (to.blink ? 0 : 1)} q`;
	const position = isMoved || from.x !== to.x || from.y !== to.y || !from.visible ? `\u001B[${to.y + 1};${to.x + 1}H` : '';
	return `${shape}${position}${isMoved || !from.visible ? '\u001B[?25h' : ''}`;
}
