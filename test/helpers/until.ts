type Options = {
	/** @default 45_000, for a machine that is busy with other tests */
	readonly timeoutMs?: number;
	/** What to do before giving up. */
	readonly otherwise?: () => void;
};

/** Waits for a condition that nothing announces. */
export async function until(name: string, condition: () => boolean | Promise<boolean>, {timeoutMs = 45_000, otherwise}: Options = {}): Promise<void> {
	const deadline = performance.now() + timeoutMs;
	while (!await condition()) {
		if (performance.now() > deadline) {
			otherwise?.();
			throw new Error(`waited ${timeoutMs} ms until ${name}`);
		}

		await new Promise(resolve => {
			setTimeout(resolve, 10);
		});
	}
}
