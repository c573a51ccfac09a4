import type {ExecutionContext} from 'ava';
import type {Exit} from '../../source/core/session/session.js';
import {openPty, type Pty} from '../../source/io/pty.js';
import {fixture} from './fixture.js';
import {until} from './until.js';

type Wanted = {
	readonly file?: string;
	readonly script?: string;
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
};

export type OpenedPty = {
	readonly pty: Pty;
	readonly output: () => Buffer;
	readonly text: () => string;
	readonly waitForText: (text: string) => Promise<void>;
	readonly exit: Promise<Exit>;
};

/** A program on one of our ptys, ended with the test. */
export function startOnPty(t: ExecutionContext, {file = process.execPath, script, args = [], env = {PATH: process.env.PATH ?? ''}, cwd = '/'}: Wanted): OpenedPty {
	const parts: Uint8Array[] = [];
	const output = () => Buffer.concat(parts);
	const text = () => output().toString('latin1');
	const {promise: exit, resolve} = Promise.withResolvers<Exit>();
	const pty = openPty({
		file,
		args: script === undefined ? args : [fixture(script), ...args],
		env,
		cwd,
		cols: 80,
		rows: 24,
		onData(bytes) {
			parts.push(Uint8Array.from(bytes));
		},
		onExit: resolve,
	});
	t.teardown(async () => {
		// Closing hangs up on the program, and none of those used here outlives that.
		pty.close();
		await exit;
	});
	return {
		pty,
		output,
		text,
		exit,
		waitForText: async wanted => until(`"${wanted}" is printed`, () => text().includes(wanted)),
	};
}
