import {decideFlow, flowDeadline, isPaused, rebaseFlow, type FlowDaemon, type FlowLimits, type FlowState} from '../core/holder/flow.js';
import type {Ring} from '../core/holder/ring.js';
import type {Clock} from '../io/clock.js';

/** Makes the child wait while the daemon does not keep up; `core/holder/flow` says when, and how long at most. */
export type Brake = {
	/** To be called whenever the ring has grown. */
	readonly settle: () => void;
	/** A daemon takes part from this offset on. */
	readonly attach: (offset: number, daemon: FlowDaemon) => void;
	readonly acknowledge: (offset: number) => void;
	readonly detach: () => void;
	/** The furthest that any daemon has acknowledged: what a later one parses again before it was answered already. */
	readonly acknowledged: () => number;
	readonly close: () => void;
};

type Options = {
	readonly ring: Ring;
	readonly clock: Clock;
	readonly limits: FlowLimits;
	readonly pause: () => void;
	readonly resume: () => void;
};

export function createBrake({ring, clock, limits, pause, resume}: Options): Brake {
	let daemon: FlowDaemon | undefined;
	let parsed = 0;
	let acknowledged = 0;
	let flow: FlowState = {status: 'open'};
	let cancel: (() => void) | undefined;
	let closed = false;

	const settle = () => {
		if (closed) {
			return;
		}

		const wasPaused = isPaused(flow);
		flow = decideFlow(flow, {next: ring.next(), parsed, daemon, now: clock.monotonic()}, limits);
		if (isPaused(flow)) {
			pause();
		} else if (wasPaused) {
			resume();
		}

		cancel?.();
		const deadline = flowDeadline(flow, daemon, limits);
		cancel = deadline === undefined ? undefined : clock.after(Math.max(1, Math.ceil(deadline - clock.monotonic())), settle);
	};

	return {
		settle,
		attach(offset, {credit}) {
			daemon = {credit};
			parsed = offset;
			flow = rebaseFlow(flow, parsed);
			settle();
		},
		acknowledge(offset) {
			parsed = Math.max(parsed, Math.min(offset, ring.next()));
			acknowledged = Math.max(acknowledged, parsed);
			settle();
		},
		detach() {
			daemon = undefined;
			settle();
		},
		acknowledged: () => acknowledged,
		close() {
			closed = true;
			cancel?.();
		},
	};
}
