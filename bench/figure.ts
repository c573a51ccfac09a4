export type Figure = {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** The value may not be larger. */
	readonly target?: number;
	/** The value may not be smaller. */
	readonly least?: number;
	readonly ok?: boolean;
	/** How many runs the value is the median of. */
	readonly samples?: number;
};

export type Bench = {
	readonly name: string;
	/** `full`: as often as takes long. `only`: this part, where a bench has parts. */
	readonly run: (options: {readonly full: boolean; readonly only: string | undefined}) => Promise<{readonly figures: readonly Figure[]}>;
};

export function median(values: readonly number[]): number {
	return percentile(values, 50);
}

/** By nearest rank; the values need no order. */
export function percentile(values: readonly number[], percent: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
