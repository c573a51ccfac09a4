import type {Grid} from '../core/view/cells/cells.js';
import {parseFrame} from '../core/view/cells/frame-text.js';
import {coversOf} from '../core/view/navigation/overlays.js';
import type {Chrome} from './chrome.js';
import {screenRows} from './screens/screen-rows.js';
import type {View} from './view.js';

/** The chrome, also before Ink has been loaded. */
export type FirstChrome = Chrome & {
	/** Nothing has happened but that time went by: what tells ages is drawn anew, past React where nothing lies over the rows. */
	readonly age: (view: View) => void;
	/** Ink takes over, as soon as it has been loaded. */
	readonly load: () => void;
};

type Options = {
	readonly onFrame: (grid: Grid) => void;
	readonly onFailure: (error: unknown) => void;
};

/**
Ink and React take as long to load as all the rest together, and the first screens are nothing but rows of text: until they are there, the same rows are drawn without them. What lies over the rows waits for Ink.
*/
export function createFirstChrome(first: View, {onFrame, onFailure}: Options): FirstChrome {
	let view = first;
	/** The rows as time drew them last; undefined once something else was drawn. */
	let aged: string | undefined;
	let ink: Chrome | undefined;
	let state: 'unloaded' | 'loading' | 'missing' | 'closed' = 'unloaded';

	const load = async () => {
		if (state !== 'unloaded') {
			return;
		}

		state = 'loading';
		try {
			const {createChrome} = await import('./chrome.js');
			if (state === 'loading') {
				const {done, ...chrome} = createChrome(view, onFrame);
				ink = chrome;
				done.catch(onFailure);
			}
		} catch (error) {
			// An update took it away: the rows go on.
			state = 'missing';
			onFailure(error);
		}
	};

	const drawRows = (rows: string) => {
		onFrame(parseFrame(rows, view.size));
	};

	const paintedRows = () => screenRows(view).map(row => view.paint(row)).join('\n');

	const draw = () => {
		aged = undefined;
		if (ink !== undefined) {
			ink.draw(view);
			return;
		}

		if (coversOf(view).length > 0 && state !== 'missing') {
			void load();
			return;
		}

		drawRows(paintedRows());
	};

	draw();
	return {
		load() {
			void load();
		},
		draw(next) {
			view = next;
			draw();
		},
		age(next) {
			view = next;
			if (coversOf(view).length > 0) {
				draw();
				return;
			}

			const rows = paintedRows();
			if (rows !== aged) {
				aged = rows;
				drawRows(rows);
			}
		},
		renders: () => ink?.renders() ?? 0,
		close() {
			state = 'closed';
			ink?.close();
		},
	};
}
