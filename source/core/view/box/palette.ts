import {noOptions, type LaunchOptions, type OptionName} from './options.js';

/** The form under the code line. `found` are completions of the text that stands in the field, `at` the one under the cursor. */
export type OptionForm = {
	readonly field: OptionName;
	readonly found: readonly string[];
	readonly at: number | undefined;
};

/** What belongs to the code line besides its letters. */
export type Palette = {
	readonly options: LaunchOptions;
	readonly form: OptionForm | undefined;
	/** All variables of the preview are shown, not the first alone. */
	readonly wholeEnvironment: boolean;
};

export const startPalette: Palette = {options: noOptions, form: undefined, wholeEnvironment: false};

/** What the code line asks for. */
export type Asked = {readonly line: string; readonly options: LaunchOptions};
