import {PassThrough, Writable} from 'node:stream';
import {render, type DOMElement} from 'ink';
import type {Grid} from '../core/view/cells/cells.js';
import {createRowPainter} from '../core/view/cells/placed-rows.js';
import {App} from './app.js';
import type {View} from './view.js';
import {placedLines} from './widgets/lines.js';

export type Chrome = {
	/** Draws anew; the frame comes at once, through `onFrame`. */
	readonly draw: (view: View) => void;
	/** How often React has drawn: keys and output of a pane must not be among the reasons. */
	readonly renders: () => number;
	readonly close: () => void;
};

export type InkChrome = Chrome & {
	/** Resolves once it is closed; rejects when what it draws fails, after which nothing is drawn any more. */
	readonly done: Promise<unknown>;
};

/**
Ink on a screen that does not exist: it lays out the chrome, whose lines become cells here. The terminal itself belongs to the compositor, and input never comes this way.
*/
export function createChrome(first: View, onFrame: (grid: Grid) => void): InkChrome {
	let view = first;
	let renders = 0;
	const paintRows = createRowPainter();

	const onLaidOut = (root: DOMElement) => {
		renders++;
		const rows = placedLines(root).flatMap(({rect: {x, y, cols}, lines}) => lines.map((text, row) => ({x, y: y + row, cols, text})));
		onFrame(paintRows(view.size, rows));
	};

	const instance = render(<App view={view} onLaidOut={onLaidOut}/>, {
		stdout: createVirtualScreen(() => view),
		stdin: new PassThrough() as unknown as NodeJS.ReadStream,
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
		interactive: false,
	});

	return {
		// What fails while it is drawn Ink itself would show where nobody sees it.
		done: instance.waitUntilExit(),
		draw(next) {
			view = next;
			instance.rerender(<App view={view} onLaidOut={onLaidOut}/>);
		},
		renders: () => renders,
		close() {
			instance.unmount();
		},
	};
}

/** Ink asks a stream for its size; what it writes is not looked at. */
function createVirtualScreen(view: () => View): NodeJS.WriteStream {
	const stream = new Writable({
		write(_chunk, _encoding, done) {
			done();
		},
	});
	Object.defineProperties(stream, {
		columns: {get: () => view().size.cols},
		rows: {get: () => view().size.rows},
	});
	return stream as unknown as NodeJS.WriteStream;
}
