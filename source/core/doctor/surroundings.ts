import {bad, info, ok, warn, type Finding} from './finding.js';

export type TerminalFacts = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Undefined where the output is no terminal. */
	readonly size: {readonly cols: number; readonly rows: number} | undefined;
};

export type FileFacts = {
	/** `config`, `env`, `state`, `run`. */
	readonly name: string;
	readonly file: string;
	/** Permission bits, and those it should have. */
	readonly mode: number;
	readonly wanted: number;
	/** Whether `--fix` has put it right. */
	readonly fixed: boolean;
};

/** Below this the screen of Clutch leaves things out (`docs/screens.md`). */
const comfortable = {cols: 80, rows: 24} as const;

export function examineTerminal({env, size}: TerminalFacts): readonly Finding[] {
	const {TERM: term = ''} = env;
	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(value => value !== undefined && value !== '') ?? '';
	const colours = env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit';
	return [
		term === '' || term === 'dumb'
			? bad('terminal.type', `TERM is ${term === '' ? 'not set' : '"dumb"'}: the full screen cannot be drawn.`, 'Set TERM to what your terminal is, such as xterm-256color.')
			: ok('terminal.type', `TERM is ${term}.`),
		colours ? ok('terminal.colours', 'The terminal says that it has all colours.') : info('terminal.colours', 'COLORTERM does not say truecolor; 256 colours are used.', 'If your terminal has all colours: export COLORTERM=truecolor.'),
		/utf-?8/i.test(locale) ? ok('terminal.characters', `The locale ${locale} is UTF-8.`) : warn('terminal.characters', `The locale ${locale === '' ? 'is not set' : `${locale} is not UTF-8`}: lines and symbols may come out wrong.`, 'export LC_ALL=C.UTF-8, or another UTF-8 locale.'),
		...(size === undefined ? [] : [size.cols < comfortable.cols || size.rows < comfortable.rows
			? warn('terminal.size', `The window has ${size.cols}×${size.rows}; below ${comfortable.cols}×${comfortable.rows} the screen leaves things out.`, 'Make it larger.')
			: ok('terminal.size', `The window has ${size.cols}×${size.rows}.`)]),
	];
}

export function examineFiles(files: readonly FileFacts[]): readonly Finding[] {
	return files.map(({name, file, mode, wanted, fixed}) => {
		const id = `file.${name}`;
		if (fixed) {
			return ok(id, `${file} was open to others (${octal(mode)}); now it is yours alone (${octal(wanted)}).`);
		}

		return (mode & 0o077) === 0 ? ok(id, `${file} is yours alone (${octal(mode)}).`) : bad(id, `${file} is open to others (${octal(mode)}).`, `clutch doctor --fix, or chmod ${octal(wanted)} ${file}`);
	});
}

function octal(mode: number): string {
	return mode.toString(8).padStart(3, '0');
}
