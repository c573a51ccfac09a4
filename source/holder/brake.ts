import {decideFlow, flowDeadline, type FlowState} from '../core/holder/flow.js';
import type {Ring} from '../core/holder/ring.js';
import type {Clock} from '../io/clock.js';

/** Makes the child wait while the daemon has not parsed what would be overwritten next; `core/holder/flow` says how long at most. */
export type Brake = {
	/** To be called whenever the ring has grown. */
	readonly settle: () => void;
	/** A daemon takes part from this offset on. */
	readonly attach: (offset: number) => void;
	readonly acknowledge: (offset: number) => void;
	readonly detach: () => void;
	readonly acknowledged: () => number;
	readonly close: () => void;
};

type Options = {
	readonly ring: Ring;
	readonly clock: Clock;
	readonly pause: () => void;
	readonly resume: () => void;
};

export function createBrake({ring, clock, pause, resume}: Options): Brake {
	let daemon = false;
	let acknowledged = 0;
	let flow: FlowState = {status: 'open'};
	let cancel: (() => void) | undefined;
	let closed = false;

	const settle = () => {
		if (closed) {
			return;
		}

		const before = flow.status;
		flow = decideFlow(flow, {next: ring.next(), acknowledged, daemon, now: clock.monotonic()});
		if (flow.status === 'waiting') {
			pause();
		} else if (before === 'waiting') {
			resume();
		}

		cancel?.();
		const deadline = flowDeadline(flow, daemon);
		cancel = deadline === undefined ? undefined : clock.after(Math.max(1, Math.ceil(deadline - clock.monotonic())), settle);
	};

	return {
		settle,
		attach(offset) {
			daemon = true;
			acknowledged = offset;
			settle();
		},
		acknowledge(offset) {
			acknowledged = Math.max(acknowledged, Math.min(offset, ring.next()));
			settle();
		},
		detach() {
			daemon = false;
			settle();
		},
		acknowledged: () => acknowledged,
		close() {
			closed = true;
			cancel?.();
		},
	};
}
