export type SplitWords = {readonly status: 'words'; readonly words: readonly string[]} | {readonly status: 'wrong'; readonly problem: string};

/**
A command line as one types it, into the words of its program: blanks part them, quotes and backslashes keep them together. No shell has a part in it, so nothing else means anything, but for the one sign of a shell that people type without a thought: a `~` before a slash, at the beginning of a word and not in quotes, is the user's home folder where it is known. Who wants `|` or `$HOME` runs `sh -c '…'`.
*/
export function splitWords(text: string, home?: string): SplitWords {
	const words: string[] = [];
	let word: string | undefined;
	let quote: '"' | '\'' | undefined;
	for (let index = 0; index < text.length; index++) {
		const character = text[index] ?? '';
		if (character === '\\' && quote !== '\'') {
			const next = text[index + 1];
			if (next === undefined) {
				return {status: 'wrong', problem: 'Nothing stands behind the last backslash.'};
			}

			// Between double quotes it only keeps these from meaning something.
			word = (word ?? '') + (quote === '"' && next !== '"' && next !== '\\' ? `\\${next}` : next);
			index++;
		} else if (quote !== undefined && character === quote) {
			quote = undefined;
		} else if (quote === undefined && (character === '"' || character === '\'')) {
			quote = character;
			word ??= '';
		} else if (quote === undefined && /\s/.test(character)) {
			if (word !== undefined) {
				words.push(word);
			}

			word = undefined;
		} else {
			word = isHome(text, {index, word, quote}) ? home ?? character : (word ?? '') + character;
		}
	}

	return quote === undefined
		? {status: 'words', words: word === undefined ? words : [...words, word]}
		: {status: 'wrong', problem: `The quote ${quote} is not closed.`};
}

type Reached = {readonly index: number; readonly word: string | undefined; readonly quote: string | undefined};

function isHome(text: string, {index, word, quote}: Reached): boolean {
	return word === undefined && quote === undefined && /^~(?:\/|\s|$)/.test(text.slice(index));
}
