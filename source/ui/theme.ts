import type {Role, Span} from '../core/view/text/role.js';
import {encodeSymbols} from '../core/view/cells/symbols.js';

export type ThemeName = 'dark' | 'light' | 'high-contrast';

/** SGR parameters of each role. No theme paints a background: the terminal's own is kept. */
type Theme = Readonly<Record<Role, string>>;

const themes: Readonly<Record<ThemeName, Theme>> = {
	'dark': {text: '', dim: '38;5;245', accent: '38;5;80', focus: '1', ok: '38;5;114', busy: '38;5;111', ask: '1;38;5;221', warn: '38;5;215', bad: '38;5;210', line: '38;5;240'},
	'light': {text: '', dim: '38;5;243', accent: '38;5;30', focus: '1', ok: '38;5;28', busy: '38;5;25', ask: '1;38;5;130', warn: '38;5;130', bad: '38;5;160', line: '38;5;250'},
	'high-contrast': {text: '', dim: '', accent: '1;36', focus: '1', ok: '1;32', busy: '1;36', ask: '1;33', warn: '1;33', bad: '1;31', line: ''},
};

export type Paint = (spans: readonly Span[]) => string;

/** Styled text for Ink. Colours are written in full here and reduced once, by the compositor. */
export function createPaint(name: ThemeName): Paint {
	const theme = themes[name];
	return spans => spans.map(({text, role}) => {
		const encoded = encodeSymbols(text);
		return theme[role] === '' || text === '' ? encoded : `\u001B[${theme[role]}m${encoded}\u001B[0m`;
	}).join('');
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The user's choice, else what the terminal says of itself without being asked (`COLORFGBG`), else dark. */
export function chooseTheme(setting: string | undefined, environment: Environment): ThemeName {
	if (setting === 'dark' || setting === 'light' || setting === 'high-contrast') {
		return setting;
	}

	const background = Number(environment.COLORFGBG?.split(';').at(-1) ?? 0);
	return background === 7 || background === 15 ? 'light' : 'dark';
}
