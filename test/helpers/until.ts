/** How long a test waits for what has to come: a machine that has a tenth of a processor left is given its time, and AVA's five minutes without progress are not used up. */
export const patienceMs = 100_000;

/** For a test of many steps: so long may all of it take before AVA ends it. */
export const storyMs = 900_000;

/** The same for a connection to clutchd or a holder, which ends sooner where nothing is said. */
export function patience(): {readonly signal: AbortSignal; readonly deadlineMs: number} {
	return {signal: AbortSignal.timeout(patienceMs), deadlineMs: patienceMs};
}

type Options = {
	/** @default patienceMs */
	readonly timeoutMs?: number;
	/** What to do before giving up. */
	readonly otherwise?: () => void;
};

/** Waits for a condition that nothing announces. */
export async function until(name: string, condition: () => boolean | Promise<boolean>, {timeoutMs = patienceMs, otherwise}: Options = {}): Promise<void> {
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
