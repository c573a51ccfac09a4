import {PassThrough, Writable} from 'node:stream';
import {render} from 'ink';
import type {Grid} from '../core/view/cells/cells.js';
import {parseFrame} from '../core/view/cells/frame-text.js';
import {App} from './app.js';
import type {View} from './view.js';

export type Chrome = {
	/** Draws anew; the frame comes at once, through `onFrame`. */
	readonly draw: (view: View) => void;
	/** How often React has drawn: keys and output of a pane must not be among the reasons. */
	readonly renders: () => number;
	readonly close: () => void;
};

/**
Ink on a screen that does not exist: it lays out the chrome and writes whole frames of styled text, which become cells here. The terminal itself belongs to the compositor, and input never comes this way.
*/
export function createChrome(first: View, onFrame: (grid: Grid) => void): Chrome {
	let view = first;
	let renders = 0;
	const stdout = createVirtualScreen(() => view, frame => {
		renders++;
		onFrame(parseFrame(frame, view.size));
	});
	const instance = render(<App view={view}/>, {
		stdout,
		stdin: new PassThrough() as unknown as NodeJS.ReadStream,
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
		interactive: false,
	});

	return {
		draw(next) {
			view = next;
			instance.rerender(<App view={view}/>);
		},
		renders: () => renders,
		close() {
			instance.unmount();
		},
	};
}

/** Ink asks a stream for its size and writes one frame a chunk in its debug mode. */
function createVirtualScreen(view: () => View, onFrame: (frame: string) => void): NodeJS.WriteStream {
	const stream = new Writable({
		decodeStrings: false,
		write(chunk: string, _encoding, done) {
			if (chunk !== '' && chunk !== '\n') {
				onFrame(chunk);
			}

			done();
		},
	});
	Object.defineProperties(stream, {
		columns: {get: () => view().size.cols},
		rows: {get: () => view().size.rows},
	});
	return stream as unknown as NodeJS.WriteStream;
}
