import type {PaneUpdate} from '../../source/core/ipc/rows.js';

/** An update of a pane whose program has asked for nothing special. */
export function paneUpdate({cols, rows}: {readonly cols: number; readonly rows: number}, {sequence, rowIndexes}: {readonly sequence: number; readonly rowIndexes: readonly number[]}): PaneUpdate {
	return {
		session: 'a',
		sequence,
		cols,
		rows,
		full: rowIndexes.length === rows,
		cursor: {x: 0, y: 0, visible: true, shape: 'block', blink: true},
		modes: {applicationCursor: false, applicationKeypad: false, bracketedPaste: true, focusEvents: false, alternateScreen: false, mouse: 'none', mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized: false},
		title: 'a title of usual length',
		offset: sequence * 1000,
		rowIndexes,
	};
}
