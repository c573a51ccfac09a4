/**
Every error a person can meet: what was wanted and what was got (`message`), and what to do next (`hint`). Parameters are filled in at `{name}`. `docs/errors.md` is checked against this table.
*/
export const errors = {
	ERR_CLUTCH_USAGE: {message: '{problem}', hint: '{next}', exit: 2},
	ERR_CLUTCH_UNKNOWN_COMMAND: {message: 'No command "{name}".', hint: '{next}', exit: 2},
	ERR_CLUTCH_DIRECTORY: {message: 'The directory {folder} cannot be used: {problem}.', hint: 'Make it yours and writable, or set CLUTCH_HOME to another folder.', exit: 1},
	ERR_CLUTCH_LOG: {message: 'The log {file} cannot be read: {problem}.', hint: 'Make it yours and readable, or move it away; a new one is begun.', exit: 1},
	ERR_CLUTCH_FOLDER_GONE: {message: 'This works in the folder you are in, but {folder} was deleted.', hint: 'cd into one that is there, or name one with --cwd.', exit: 1},
	ERR_CLUTCH_HOLDER: {message: 'The holder at {socket} {problem}.', hint: 'Try again; if it stays so, end that session and restore it.', exit: 1},
	ERR_CLUTCH_HOLDER_START: {message: 'The holder of session {id} did not start: {problem}.', hint: 'Run `npm install` and `npm run build` in the folder of clutch, then try again.', exit: 1},
	ERR_CLUTCH_HOLDER_FILES: {message: 'The session was not started: {folder} cannot be written ({problem}).', hint: 'Make room or give it back its permission to write, then try again; what runs goes on.', exit: 1},
	ERR_CLUTCH_HOLDER_PROTOCOL: {message: 'This holder speaks protocol {minimum} to {maximum} and understood no {wanted}.', hint: 'Restart clutch with the version that started the session.', exit: 1},
	ERR_CLUTCH_HOLDER_ROLE: {message: '{action} is not for a client that is a {role}.', hint: 'Take the keyboard first.', exit: 1},
	ERR_CLUTCH_HOLDER_INPUT: {message: '{size} bytes of input were not taken: {problem}.', hint: 'Wait until the program reads again, then send them again.', exit: 1},
	ERR_CLUTCH_START: {message: 'clutchd was started and {problem}.', hint: '{next}', exit: 1},
	ERR_CLUTCH_STATE: {message: 'clutchd cannot run: {folder} cannot be written ({problem}).', hint: 'What lives goes on, and clutch doctor counts it. Nothing new starts until it can be written.', exit: 1},
	ERR_CLUTCH_NOT_RUNNING: {message: 'clutchd is not running.', hint: 'Start it with: clutch up', exit: 4},
	ERR_CLUTCH_SILENT: {message: 'clutchd (pid {pid}) runs and does not answer{why}.', hint: '{next}', exit: 4},
	ERR_CLUTCH_CONNECTION: {message: 'The connection to clutchd ended: {problem}.', hint: 'While sessions or services live it comes back by itself, unless somebody ended it; clutch up starts it.', exit: 1},
	ERR_CLUTCH_MESSAGE: {message: 'clutchd was sent something it cannot read: {problem}.', hint: 'Run the same version of clutch everywhere: clutch down, then clutch up.', exit: 1},
	ERR_CLUTCH_NO_SESSION: {message: 'There is no session "{id}".', hint: '{next}', exit: 2},
	ERR_CLUTCH_NO_SCREEN: {message: 'No screen of "{name}" is known: it was lost before one was written down.', hint: 'clutch restore {id} starts it again, clutch close {id} forgets it.', exit: 1},
	ERR_CLUTCH_NO_SERVICE: {message: 'There is no service "{id}".', hint: '{next}', exit: 2},
	ERR_CLUTCH_SESSION_EXISTS: {message: 'There is a session "{id}" already.', hint: 'Close it first, or start another one.', exit: 1},
	ERR_CLUTCH_SESSION_LIMIT: {message: '{count} sessions run, and {most} may (sessions.most in the config).', hint: 'End one first: clutch kill NAME.', exit: 1},
	ERR_CLUTCH_CONVERSATION_OPEN: {message: 'The conversation {conversation} is open in {name}, and is not opened twice.', hint: '{next}', exit: 1},
	ERR_CLUTCH_NOT_LIVE: {message: 'The session "{id}" does not run any more.', hint: 'Close it, or start it again.', exit: 1},
	ERR_CLUTCH_NOT_OVER: {message: 'The session "{name}" runs, or is being started again.', hint: 'clutch attach {id} shows it.', exit: 1},
	ERR_CLUTCH_RESTORE: {message: '{sentence}', hint: '{choices}', exit: 1},
	ERR_CLUTCH_STILL_RUNNING: {message: 'The session "{id}" has not ended in time.', hint: 'clutch close {id} kills it and forgets it.', exit: 1},
	ERR_CLUTCH_SERVICE: {message: '{title} is not running: {problem}', hint: '{next}', exit: 3},
	ERR_CLUTCH_INSTALL: {message: '{title} was not installed: {problem}.', hint: '{next}', exit: 1},
	ERR_CLUTCH_CONFIG: {message: '{problem}.', hint: '{next}', exit: 1},
	ERR_CLUTCH_FILE: {message: 'The file {file} cannot be {doing}: {problem}.', hint: 'Make room, or make its folder yours and writable, or set CLUTCH_HOME to another one.', exit: 1},
	ERR_CLUTCH_RC_FILE: {message: 'The file {file} was left as it is: {problem}.', hint: '{next}', exit: 1},
	ERR_CLUTCH_INTERRUPTED: {message: 'Interrupted.', hint: 'Nothing was changed.', exit: 130},
	ERR_CLUTCH_LAUNCH: {message: '{sentence}', hint: '{choices}', exit: 1},
	ERR_CLUTCH_PORT_TAKEN: {message: '{port} is taken by {owner}.', hint: '{choices}', exit: 3},
	ERR_CLUTCH_LISTEN: {message: 'The gateway cannot listen on {place}: {problem}.', hint: 'Change gateway.host and gateway.port in the config, or say --host and --port.', exit: 1},
	ERR_CLUTCH_GATEWAY_KEY: {message: 'The gateway listens on {host}, beyond this machine, only with a key that clients have to send, and there is none.', hint: 'Set PROXY_AUTH_KEY in the .env beside the config file (clutch keys add PROXY_AUTH_KEY), or let it listen on 127.0.0.1.', exit: 1},
	ERR_CLUTCH_INTERNAL: {message: 'Clutch failed at something that is its own fault: {problem}', hint: 'The log {log} has the details; please report them.', exit: 70},
} as const satisfies Readonly<Record<string, ErrorRow>>;

type ErrorRow = {readonly message: string; readonly hint: string; readonly exit: number};

export type ErrorCode = keyof typeof errors;

export type ErrorWords = {readonly message: string; readonly hint: string};

/** An error as another process of ours told it. A code that this version does not know stays readable by its words. */
export function errorFromWire({code, ...words}: ErrorWords & {readonly code: string}): ClutchError {
	return new ClutchError(Object.hasOwn(errors, code) ? code as ErrorCode : 'ERR_CLUTCH_INTERNAL', {}, {words});
}

export class ClutchError extends Error {
	readonly code: ErrorCode;
	readonly hint: string;
	readonly exit: number;

	/** `words`: message and hint as another process has filled them in. */
	constructor(code: ErrorCode, parameters: Readonly<Record<string, string | number>> = {}, options?: {readonly cause?: unknown; readonly words?: ErrorWords}) {
		const row = errors[code];
		super(options?.words?.message ?? fill(row.message, parameters), options);
		this.name = 'ClutchError';
		this.code = code;
		this.hint = options?.words?.hint ?? fill(row.hint, parameters);
		this.exit = row.exit;
	}
}

function fill(text: string, parameters: Readonly<Record<string, string | number>>): string {
	return text.replaceAll(/{(\w+)}/g, (whole, name: string) => name in parameters ? String(parameters[name]) : whole);
}
