export type RowCells = {
	readonly index: number;
	readonly text: readonly string[];
	readonly width: Uint8Array;
	readonly foreground: Uint32Array;
	readonly background: Uint32Array;
	readonly style: Uint16Array;
};

const repeatBit = 0x8000;
const runHeadSize = 12;
const decoder = new TextDecoder();

/** Undefined unless `bytes` are exactly the rows that `shape` announces. */
export function readRows(bytes: Uint8Array, shape: {readonly cols: number; readonly rowIndexes: readonly number[]}): readonly RowCells[] | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const rows: RowCells[] = [];
	let position = 0;
	for (const index of shape.rowIndexes) {
		if (position + 2 > bytes.length || view.getUint16(position) !== index) {
			return undefined;
		}

		const read = readRow(view, {position: position + 2, cols: shape.cols, index});
		if (!read) {
			return undefined;
		}

		rows.push(read.row);
		position = read.position;
	}

	return position === bytes.length ? rows : undefined;
}

function readRow(view: DataView, start: {readonly position: number; readonly cols: number; readonly index: number}): {readonly row: RowCells; readonly position: number} | undefined {
	const {cols} = start;
	const text: string[] = [];
	const width = new Uint8Array(cols);
	const foreground = new Uint32Array(cols);
	const background = new Uint32Array(cols);
	const style = new Uint16Array(cols);
	let {position} = start;
	while (text.length < cols) {
		if (position + runHeadSize > view.byteLength) {
			return undefined;
		}

		const head = view.getUint16(position);
		const count = head & ~repeatBit;
		const {length: from} = text;
		if (count === 0 || from + count > cols) {
			return undefined;
		}

		foreground.fill(view.getUint32(position + 2), from, from + count);
		background.fill(view.getUint32(position + 6), from, from + count);
		style.fill(view.getUint16(position + 10), from, from + count);
		position += runHeadSize;
		const repeated = (head & repeatBit) !== 0;
		for (let cell = 0; cell < (repeated ? 1 : count); cell++) {
			const read = readCell(view, position);
			if (!read) {
				return undefined;
			}

			position = read.position;
			const times = repeated ? count : 1;
			width.fill(read.width, text.length, text.length + times);
			for (let time = 0; time < times; time++) {
				text.push(read.text);
			}
		}
	}

	return {row: {index: start.index, text, width, foreground, background, style}, position};
}

function readCell(view: DataView, start: number): {readonly text: string; readonly width: number; readonly position: number} | undefined {
	if (start >= view.byteLength) {
		return undefined;
	}

	const head = view.getUint8(start);
	let position = start + 1;
	let length = head & 63;
	if (length === 63) {
		if (position + 2 > view.byteLength) {
			return undefined;
		}

		length = view.getUint16(position);
		position += 2;
	}

	if (position + length > view.byteLength) {
		return undefined;
	}

	const text = length === 1 ? String.fromCodePoint(view.getUint8(position)) : decoder.decode(new Uint8Array(view.buffer, view.byteOffset + position, length));
	return {text, width: head >> 6, position: position + length};
}
