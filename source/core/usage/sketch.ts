import {DDSketch} from '@datadog/sketches-js';

export type Quantiles = {readonly p50: number | undefined; readonly p95: number | undefined};

/** How values are spread, in a few hundred numbers however many values there were. Two can be put together, so that a window slides by leaving out its oldest minute. */
export type Sketch = {
	readonly add: (value: number) => void;
	readonly merge: (other: Sketch) => void;
	/** Within 1 % of the true ones; undefined before the first value. */
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
		quantiles: () => sketch.count === 0 ? {p50: undefined, p95: undefined} : {p50: sketch.getValueAtQuantile(0.5), p95: sketch.getValueAtQuantile(0.95)},
		inner: () => sketch,
	};
}
