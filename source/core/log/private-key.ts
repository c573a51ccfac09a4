export type KeySearch = {
	/** How many lines of a key that has begun may follow; 0 outside one. */
	readonly left: number;
	/** The line before was part of it: the last one of a key is short. */
	readonly isBody: boolean;
};

export const outsideKeys: KeySearch = {left: 0, isBody: false};

/** Of the longest keys there are. One that never ends does not hide words for ever. */
const mostLines = 200;

const begin = /-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const runs = /[A-Za-z\d+/=]{20,}/g;
const shortRest = /^[ \t]*[A-Za-z\d+/=]+[ \t\r]*$/;

/**
Takes the lines of private keys (PEM) out of text. They come one by one, so whoever reads a stream hands on where the search stands.
*/
export function hideKeyLines(text: string, {search = outsideKeys, mark}: {readonly search?: KeySearch; readonly mark: string}): {readonly text: string; readonly search: KeySearch} {
	if (search.left === 0 && !text.includes('PRIVATE KEY')) {
		return {text, search};
	}

	let now = search;
	const lines = text.split('\n').map((line, index, all) => {
		// Behind the last end of a line there is no line.
		if (line === '' && index === all.length - 1) {
			return line;
		}

		const read = readLine(line, {search: now, mark});
		now = read.search;
		return read.text;
	});
	return {text: lines.join('\n'), search: now};
}

function readLine(line: string, {search, mark}: {readonly search: KeySearch; readonly mark: string}): {readonly text: string; readonly search: KeySearch} {
	const beginning = line.search(begin);
	const end = line.lastIndexOf('-----END ');
	if (beginning !== -1 && end < beginning) {
		return {text: line, search: {left: mostLines, isBody: true}};
	}

	if (search.left === 0 || end !== -1) {
		return {text: line, search: outsideKeys};
	}

	const isRest = search.isBody && shortRest.test(line);
	const hidden = isRest ? mark : line.replaceAll(runs, mark);
	return {text: hidden, search: {left: search.left - 1, isBody: hidden !== line}};
}
