import {createByteBuffer, takeText} from '../../source/core/view/cells/byte-buffer.js';
import type {Pen} from '../../source/core/view/cells/pen.js';
import {createPenWriter} from '../../source/core/view/cells/pen-writer.js';

const known = new Map<string, string>();

/** The bytes with which a terminal of all colours is brought from one pen to the other. */
export function penChange(from: Pen, to: Pen): string {
	const key = [from, to].map(({foreground, background, style}) => `${foreground} ${background} ${style}`).join(' ');
	const change = known.get(key) ?? writeChange(from, to);
	known.set(key, change);
	return change;
}

function writeChange(from: Pen, to: Pen): string {
	const output = createByteBuffer();
	const pen = createPenWriter(output, 'truecolor');
	pen.set(from.foreground, from.background, from.style);
	takeText(output);
	pen.set(to.foreground, to.background, to.style);
	return takeText(output);
}
