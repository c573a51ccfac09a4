import {redact} from '../log/redact.js';

const longest = 200;
/** Of a prompt that may be a whole file: where secrets are looked for. */
const mostRead = 4000;

/** The first prompt of a conversation as it may be shown: one line, cut, without secrets, and nothing in it that steers a terminal. Undefined where nothing is left. */
export function shownPrompt(prompt: string): string | undefined {
	const line = redact(prompt.slice(0, mostRead).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim());
	// Half a pair is no character.
	const text = line.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
	return text === '' ? undefined : text;
}
