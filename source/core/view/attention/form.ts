import type {LookChoice} from '../looks/looks.js';
import type {Notification} from './attention.js';

/** How the terminal can be told: a bell, iTerm2's notification, urxvt's, or not at all. */
export type NotificationForm = 'bell' | 'osc9' | 'osc777' | 'off';

type Environment = Readonly<Record<string, string | undefined>>;

/** The user's word counts. Else what the terminal calls itself; one that nobody knows gets a bell, which each has. Inside tmux only what tmux lets through would arrive, and a bell it passes on itself. */
export function notificationForm(setting: LookChoice<'notify'>, env: Environment): NotificationForm {
	if (setting !== 'auto') {
		return setting;
	}

	const {TMUX: tmux, STY: screen, TERM_PROGRAM: program = '', TERM: term = ''} = env;
	if ((tmux !== undefined && tmux !== '') || (screen !== undefined && screen !== '')) {
		return 'bell';
	}

	if (['iTerm.app', 'WezTerm'].includes(program) || term === 'xterm-kitty') {
		return 'osc9';
	}

	return program === 'ghostty' || /^(?:xterm-ghostty|foot|rxvt-unicode)/.test(term) ? 'osc777' : 'bell';
}

/** Longer ones are cut by whoever shows them, in the middle of a word. */
const longest = 160;

/** The bytes for the terminal around. Words of a program are in it, so that nothing but words may be. `passed`: through tmux, which has to allow it. */
export function notificationBytes(form: NotificationForm, {title, text}: Notification, {passed}: {readonly passed: boolean}): string {
	switch (form) {
		case 'off': {
			return '';
		}

		case 'bell': {
			return '\u0007';
		}

		case 'osc9': {
			return wrapped(`\u001B]9;${plain(`${title} ${text}`)}\u001B\\`, passed);
		}

		case 'osc777': {
			return wrapped(`\u001B]777;notify;${plain(title).replaceAll(';', ',')};${plain(text)}\u001B\\`, passed);
		}
	}
}

/** Sets the title of the window. */
export function titleBytes(title: string): string {
	return `\u001B]2;${plain(title)}\u001B\\`;
}

function wrapped(sequence: string, passed: boolean): string {
	return passed ? `\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}\u001B\\` : sequence;
}

function plain(text: string): string {
	const words = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
	return words.length <= longest ? words : `${[...words].slice(0, longest - 1).join('')}…`;
}
