/**
Every error a person can meet: what was wanted and what was got (`message`), and what to do next (`hint`). Parameters are filled in at `{name}`. `docs/errors.md` is checked against this table.
*/
export const errors = {
	ERR_CLUTCH_USAGE: {message: '{problem}', hint: '{next}', exit: 2},
	ERR_CLUTCH_UNKNOWN_COMMAND: {message: 'No command "{name}".', hint: '{next}', exit: 2},
	ERR_CLUTCH_DIRECTORY: {message: 'The directory {folder} cannot be used: {problem}.', hint: 'Make it yours and writable, or set CLUTCH_HOME to another folder.', exit: 1},
	ERR_CLUTCH_INTERNAL: {message: 'Clutch failed at something that is its own fault: {problem}', hint: 'The log {log} has the details; please report them.', exit: 70},
} as const satisfies Readonly<Record<string, ErrorRow>>;

type ErrorRow = {readonly message: string; readonly hint: string; readonly exit: number};

export type ErrorCode = keyof typeof errors;

export class ClutchError extends Error {
	readonly code: ErrorCode;
	readonly hint: string;
	readonly exit: number;

	constructor(code: ErrorCode, parameters: Readonly<Record<string, string | number>> = {}, options?: {readonly cause?: unknown}) {
		const row = errors[code];
		super(fill(row.message, parameters), options);
		this.name = 'ClutchError';
		this.code = code;
		this.hint = fill(row.hint, parameters);
		this.exit = row.exit;
	}
}

function fill(text: string, parameters: Readonly<Record<string, string | number>>): string {
	return text.replaceAll(/{(\w+)}/g, (whole, name: string) => name in parameters ? String(parameters[name]) : whole);
}
