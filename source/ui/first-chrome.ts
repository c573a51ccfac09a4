import type {Grid} from '../core/view/cells/cells.js';
import {parseFrame} from '../core/view/cells/frame-text.js';
import {coversOf} from '../core/view/navigation/overlays.js';
import type {Chrome} from './chrome.js';
import {screenRows} from './screens/screen-rows.js';
import type {View} from './view.js';

/** The chrome, also before Ink has been loaded. */
export type FirstChrome = Chrome & {
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
				ink = createChrome(view, onFrame);
			}
		} catch (error) {
			// An update took it away: the rows go on.
			state = 'missing';
			onFailure(error);
		}
	};

	const draw = () => {
		if (ink !== undefined) {
			ink.draw(view);
			return;
		}

		if (coversOf(view).length > 0 && state !== 'missing') {
			void load();
			return;
		}

		onFrame(parseFrame(screenRows(view).map(row => view.paint(row)).join('\n'), view.size));
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
		renders: () => ink?.renders() ?? 0,
		close() {
			state = 'closed';
			ink?.close();
		},
	};
}
