/** A program that calls for its user: by a bell, or in words (OSC 9, OSC 777). */
export type Ring = {readonly kind: 'bell' | 'notification'; readonly text?: string | undefined};

export const bell: Ring = {kind: 'bell'};

const longest = 200;

/** OSC 9 as iTerm2 has it: all of it is the text. ConEmu's commands, such as the progress of `4;1;50`, have a number there and call for nobody. */
export function readNotification9(text: string): Ring | undefined {
	return /^\d{1,2}(?:;|$)/.test(text) ? undefined : ringOf(text);
}

/** OSC 777: `notify;title;body`. */
export function readNotification777(text: string): Ring | undefined {
	const [command, title = '', ...body] = text.split(';');
	return command === 'notify' ? ringOf([title, body.join(';')].filter(part => part.trim() !== '').join(': ')) : undefined;
}

/** Nothing in it may steer a terminal: it is shown, and sent to another one. */
function ringOf(text: string): Ring {
	const words = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, longest);
	return words === '' ? bell : {kind: 'notification', text: words};
}
