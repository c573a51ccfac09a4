export type Loop = {
	/** Runs `input` when everything posted before it has been handled to its end. */
	readonly post: (input: () => void) => void;
};

/**
One input at a time: what an input causes waits until the input itself has been handled, so that nobody sees half of a change.
*/
export function createLoop(onFailure: (error: unknown) => void): Loop {
	const waiting: Array<() => void> = [];
	let running = false;

	const run = () => {
		running = true;
		for (let input = waiting.shift(); input; input = waiting.shift()) {
			try {
				input();
			} catch (error) {
				onFailure(error);
			}
		}

		running = false;
	};

	return {
		post(input) {
			waiting.push(input);
			if (!running) {
				run();
			}
		},
	};
}
