/** One line of `npm run faults`: how often something was broken on purpose, what was lost by it, and how long it took to be well again. */
export type FaultRow = {
	readonly name: string;
	readonly runs: number;
	/** Bytes, keys or requests, whatever the fault is about. */
	readonly lost: number;
	readonly recovered_ms: number | undefined;
	readonly ok: boolean;
};
