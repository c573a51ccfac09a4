import {Buffer} from 'node:buffer';
import process from 'node:process';
import {createPlainTerminal} from '../io/plain-terminal.js';
import {chordInForce} from './chord-in-force.js';
import type {CommandContext} from './command.js';

export type LogPaneKeys = {
	/** Aborts with the command, or when a key ends it. */
	readonly signal: AbortSignal;
	/** What moves up what stands on the screen. */
	readonly printed: (text: string) => void;
	/** The terminal is as it was. */
	readonly close: () => void;
};

/** Where they have gone out of view they are said again. */
const linesOfWords = 3;

/** Keys in a pane with a log: they end it or set a mark, and none is shown among its lines as if it were one. */
export function takeLogPaneKeys({stdout, paths, env, signal}: Pick<CommandContext, 'stdout' | 'paths' | 'env' | 'signal'>): LogPaneKeys {
	const terminal = createPlainTerminal({stdin: process.stdin, stdout});
	const ending = new AbortController();
	/** Lines since the keys were said. */
	let since = Number.POSITIVE_INFINITY;

	terminal.onInput(bytes => {
		const keys = Buffer.from(bytes).toString();
		if (/^[qQ]$|[\u0003\u0004]/.test(keys)) { // eslint-disable-line no-control-regex -- Ctrl+C and Ctrl+D, which no terminal makes signals of meanwhile
			ending.abort();
			return;
		}

		const others = keys.replaceAll('\r', '');
		if (others !== '' && since > terminal.size().rows - linesOfWords) {
			since = 0;
			const {label} = chordInForce({paths, env});
			stdout.write(`\n  q ends this log, Enter leaves a gap; ${label} and then [ scrolls in it.\n  In Watch (${label} and then w) the log of a service has more keys.\n`);
		}

		const gap = keys.length - others.length;
		since += gap;
		stdout.write('\n'.repeat(gap));
	});
	terminal.open();

	return {
		signal: AbortSignal.any([signal, ending.signal]),
		printed(text) {
			since += text.split('\n').length - 1;
		},
		close() {
			terminal.close({alternate: false});
		},
	};
}
