import type {Session} from '../core/session/session.js';
import type {Grid} from '../core/view/cells/cells.js';
import {colourDepthOf} from '../core/view/cells/colour.js';
import {diffGrids} from '../core/view/cells/diff.js';
import {readerGrid} from '../core/view/cells/reader-grid.js';
import {systemClock} from '../io/clock.js';
import type {PlainTerminal} from '../io/plain-terminal.js';
import type {Pane} from '../ui/pane/panes.js';
import type {CommandContext} from './command.js';
import {watchSession} from './watch-session.js';

/** How long a notice lies over the last row where there is no room below the pane. */
const noticeMs = 4000;

/** clutchd starts in a tenth of a second; after this it is said to be missing. */
const patienceMs = 3000;

type Reading = {
	readonly session: Pick<Session, 'id'>;
	readonly context: Pick<CommandContext, 'paths' | 'env'>;
	readonly terminal: PlainTerminal;
	/** One after the other, behind all that was written before. */
	readonly write: (job: () => Promise<void>) => Promise<void>;
	readonly notice: string;
	/** There is no clutchd that could tell what the session shows. */
	readonly onMissing: () => void;
};

export type ReaderView = {
	readonly draw: () => void;
	/** Shows the notice again. */
	readonly remind: () => void;
	readonly close: () => void;
};

/**
What somebody sees who has not the keyboard: the session's rows as clutchd tells them, in a terminal of whatever size, on its alternate screen.
*/
export function createReaderView({session, context, terminal, write, notice, onMissing}: Reading): ReaderView {
	const depth = colourDepthOf(context.env);
	let pane: Pane | undefined;
	let back: Grid | undefined;
	let top = 0;
	let isBusy = false;
	let isStale = false;
	let isNoticed = true;
	let isOpen = true;

	const frame = (): string => {
		if (pane === undefined || !isOpen) {
			return '';
		}

		const shown = readerGrid({pane, size: terminal.size(), top, notice, isNoticed});
		const changes = diffGrids(shown.grid, {back, depth});
		const cursor = shown.cursor === undefined ? '' : `\u001B[${shown.cursor.y + 1};${shown.cursor.x + 1}H\u001B[?25h`;
		back = shown.grid;
		top = shown.top;
		return `\u001B[?2026h\u001B[?25l${changes}${cursor}\u001B[?2026l`;
	};

	/** A slow terminal gets fewer frames, each of them whole. */
	const draw = () => {
		isStale = isBusy;
		if (isBusy) {
			return;
		}

		isBusy = true;
		void write(async () => terminal.write(frame())).then(() => {
			isBusy = false;
			if (isStale) {
				draw();
			}
		});
	};

	let cancelNotice = () => {
		// Nothing is awaited yet.
	};

	const remind = () => {
		isNoticed = true;
		// Nobody has read it before there is something that it lies over.
		if (pane !== undefined) {
			cancelNotice();
			cancelNotice = systemClock.after(noticeMs, () => {
				isNoticed = false;
				draw();
			});
		}

		draw();
	};

	const cancelMissing = systemClock.after(patienceMs, onMissing);
	const watched = watchSession({
		id: session.id,
		context,
		onPane(next) {
			cancelMissing();
			const isFirst = pane === undefined;
			pane = next;
			if (isFirst) {
				remind();
			} else {
				draw();
			}
		},
	});
	void write(async () => terminal.write('\u001B[?1049h\u001B[2J\u001B[H'));
	remind();
	return {
		draw() {
			back = undefined;
			draw();
		},
		remind,
		close() {
			isOpen = false;
			cancelNotice();
			cancelMissing();
			watched.close();
		},
	};
}
