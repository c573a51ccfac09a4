import {DDSketch} from '@datadog/sketches-js';

export type Quantiles = {readonly p50: number | undefined; readonly p95: number | undefined};

/** How values are spread, in a few hundred numbers however many values there were. Two can be put together, so that a window slides by leaving out its oldest minute. */
export type Sketch = {
	readonly add: (value: number) => void;
	readonly merge: (other: Sketch) => void;
	/** By nearest rank: the least value that so many are not above, so that of two the slower one is the p95. Within 1 % of the true ones; undefined before the first value. */
	readonly quantiles: () => Quantiles;
	readonly inner: () => unknown;
};

/** What a person can tell apart; finer costs memory in every minute. */
const relativeAccuracy = 0.01;

export function createSketch(): Sketch {
	const sketch = new DDSketch({relativeAccuracy});
	return {
		add(value) {
			// A clock that was set back makes no time that is less than none.
			sketch.accept(Number.isFinite(value) ? Math.max(0, value) : 0);
		},
		merge(other) {
			sketch.merge(other.inner() as DDSketch);
		},
		quantiles: () => ({p50: nearestRank(sketch, 0.5), p95: nearestRank(sketch, 0.95)}),
		inner: () => sketch,
	};
}

/** The package counts ranks down, from 0 to count - 1; half a rank more keeps a whole one whole whatever floating point makes of it. */
function nearestRank(sketch: DDSketch, share: number): number | undefined {
	const {count} = sketch;
	if (count === 0) {
		return undefined;
	}

	const rank = Math.ceil(share * count) - 0.5;
	return sketch.getValueAtQuantile(count === 1 ? 1 : Math.min(1, rank / (count - 1)));
}
