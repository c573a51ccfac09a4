import {appendFileSync, existsSync, readFileSync, renameSync, statSync} from 'node:fs';
import {isSecretName} from '../core/config/secrets.js';
import {redact} from '../core/log/redact.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type Log = {
	readonly write: (level: LogLevel, text: string, details?: Readonly<Record<string, unknown>>) => void;
};

/** A log never fills a disk: at this size the file becomes `.1`, what was `.1` becomes `.2`, what was `.2` is gone. */
const largest = 5 * 1024 * 1024;
const kept = 2;

/** One JSON object a line. No secret gets in, wherever it came from. */
export function createLog(file: string): Log {
	return {
		write(level, text, details = {}) {
			appendToLog(file, `${JSON.stringify({at: new Date().toISOString(), level, text, ...plain(details)}, withoutSecrets)}\n`);
		},
	};
}

export function appendToLog(file: string, text: string): void {
	try {
		if (existsSync(file) && statSync(file).size + text.length > largest) {
			for (let number = kept; number > 1; number--) {
				if (existsSync(`${file}.${number - 1}`)) {
					renameSync(`${file}.${number - 1}`, `${file}.${number}`);
				}
			}

			renameSync(file, `${file}.1`);
		}

		appendFileSync(file, text, {mode: 0o600});
	} catch {
		// A full disk must not stop what the log is about, and there is nowhere else to say it.
	}
}

/** The last lines, from the older file too where the newest has not enough. */
export function readLogEnd(file: string, lines: number): readonly string[] {
	const newest = readLines(file);
	return (newest.length < lines ? [...readLines(`${file}.1`), ...newest] : newest).slice(-lines);
}

function withoutSecrets(name: string, value: unknown): unknown {
	if (typeof value !== 'string') {
		return value;
	}

	return isSecretName(name) ? '••••' : redact(value);
}

function readLines(file: string): readonly string[] {
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(line => line !== '') : [];
}

function plain(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, value instanceof Error ? {message: value.message, stack: value.stack} : value]));
}
