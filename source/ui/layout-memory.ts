import {noLayout, type Layout} from '../core/view/panes/pane-tree.js';
import {readLayout, writeLayout} from '../core/view/panes/saved-layout.js';
import {layoutFile, readLayoutFile, writeLayoutFile} from '../io/layout-file.js';
import {setAside} from '../io/broken-file.js';
import type {Paths} from '../io/paths.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

export type LayoutMemory = {
	/** The layout as it was left, once; what cannot be read is said. */
	readonly recall: () => void;
	/** Something may have changed: it is written down soon. */
	readonly changed: () => void;
	/** Writes at once what is not written yet. */
	readonly close: () => void;
};

/** A line that is dragged changes the layout with every cell. */
const wait = 400;

/** A disk that is full stays so for a while. */
const patience = 5000;

export function createLayoutMemory({paths, store, timers}: {readonly paths: Paths; readonly store: Store; readonly timers: Timers}): LayoutMemory {
	/** Undefined until it has been read: nothing is written before. */
	let written: Layout | undefined;
	let hasFailed = false;
	/** The file is kept beside the first one that is written. */
	let isBroken = false;

	const warn = (text: string) => {
		store.navigate({type: 'notice', notice: {level: 'warn', text}});
	};

	/** Sessions are not known before the first snapshot: until then a pane cannot be told from one whose session is gone. */
	const isDue = () => written !== undefined && store.get().client !== undefined && store.get().navigation.layout.panes !== written;

	const write = () => {
		if (!isDue()) {
			return;
		}

		const {panes} = store.get().navigation.layout;
		try {
			if (isBroken) {
				isBroken = false;
				setAside(layoutFile(paths));
			}

			writeLayoutFile(paths, writeLayout(panes));
			written = panes;
			hasFailed = false;
		} catch (error) {
			if (!hasFailed) {
				hasFailed = true;
				warn(`The layout cannot be saved. ${(error as Error).message} The panes stay as they are, and are saved as soon as that is possible.`);
			}

			timers.start('layout', patience, write);
		}
	};

	return {
		recall() {
			let layout = noLayout;
			try {
				const text = readLayoutFile(paths);
				const read = text === undefined ? {layout} : readLayout(text);
				({layout} = read);
				if (read.problem !== undefined) {
					isBroken = true;
					warn(`${layoutFile(paths)} is broken (${read.problem}): the panes begin anew, and it is kept as layout.json.broken.`);
				}
			} catch (error) {
				warn(`The saved layout cannot be read: ${(error as Error).message}`);
			}

			written = layout;
			store.navigate({type: 'layout', layout});
			written = store.get().navigation.layout.panes;
		},
		changed() {
			if (isDue() && !timers.has('layout')) {
				timers.start('layout', wait, write);
			}
		},
		close: write,
	};
}
