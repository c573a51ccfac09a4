import type {Paths} from '../io/paths.js';

export type ProgramName = 'clutch' | 'xx' | 'proxies' | 'cg_run';

/** What a command is given; it touches the outside only through this and `io/`. */
export type CommandContext = {
	readonly program: ProgramName;
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	/** The rows of the command table that a program offers. */
	readonly commands: (program: ProgramName) => readonly CommandRow[];
	/** Aborts at SIGINT and SIGTERM. */
	readonly signal: AbortSignal;
	/** Ctrl+C is the handler's and ends nothing, until the answer is called. */
	readonly takeInterrupts: (handler: () => void) => () => void;
};

export type CommandOption = {
	/** Without dashes, such as `dry-run`: also the name under which `ParsedArguments.flags` has it. */
	readonly flag: string;
	/** The value's name in help, such as `NAME`; undefined for a switch. */
	readonly value?: string;
	/** One letter, without its dash. */
	readonly short?: string;
	/** May come several times: all its values are in `ParsedArguments.lists`, none in `flags`. */
	readonly repeatable?: boolean;
	readonly summary: string;
};

/** One row of the command table: help, completions, suggestions and the parser are made from it. */
export type CommandRow = {
	readonly name: string;
	readonly summary: string;
	/** Words after the name, such as `[show|check|path]`. */
	readonly words: string;
	readonly options: readonly CommandOption[];
	/** Where arguments after the first word belong to a child and are not parsed. */
	readonly passThrough?: boolean;
	/** Where the page made from the row says too little. */
	readonly loadHelp?: () => Promise<HelpModule>;
	readonly load: () => Promise<CommandModule>;
};

export type ParsedArguments = {
	readonly words: readonly string[];
	readonly flags: Readonly<Record<string, string | true>>;
	/** The values of repeatable options, in their order. */
	readonly lists: Readonly<Record<string, readonly string[]>>;
	/** What stood after `--`. */
	readonly rest: readonly string[];
};

/** `run` answers with the exit code; a `ClutchError` it throws is shown as message and hint. */
export type CommandModule = {readonly run: (parsed: ParsedArguments, context: CommandContext) => Promise<number>};

export type HelpModule = {readonly help: (row: CommandRow, context: CommandContext) => string};
