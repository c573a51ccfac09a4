import {performance} from 'node:perf_hooks';
import type {Terminal} from '@xterm/headless';

export type Updates = {
	/** Milliseconds for which the screen may still be held back, 0 where it may be shown as it is now. */
	readonly heldFor: () => number;
};

const synchronizedOutput = 2026;
/** A program may hold its screen back for this long. */
const heldAtMost = 150;

/** Follows synchronized updates (DEC 2026). `onEnd` is called while the screen is still as the update leaves it: what comes behind it in the same bytes is not parsed yet. */
export function followUpdates(terminal: Terminal, onEnd: () => void): Updates {
	let since: number | undefined;
	const isMeant = (parameters: ReadonlyArray<number | readonly number[]>) => parameters.includes(synchronizedOutput);
	/** A reset ends an update too, without a word. */
	const isInside = () => since !== undefined && terminal.modes.synchronizedOutputMode;

	terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, parameters => {
		if (isMeant(parameters) && !isInside()) {
			since = performance.now();
		}

		return false;
	});
	terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, parameters => {
		if (isMeant(parameters) && isInside()) {
			since = undefined;
			onEnd();
		}

		return false;
	});

	return {
		heldFor: () => since === undefined || !isInside() ? 0 : Math.max(0, since + heldAtMost - performance.now()),
	};
}
