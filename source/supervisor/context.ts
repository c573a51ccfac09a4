import type {HolderSpec} from '../core/ipc/holder.js';
import type {Clock} from '../io/clock.js';
import type {Log} from '../io/log.js';
import type {Paths} from '../io/paths.js';
import type {Bus} from './bus.js';
import type {Loop} from './loop.js';

/** What every part of clutchd is given. */
export type SupervisorContext = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Clock;
	readonly log: Log;
	readonly bus: Bus;
	readonly loop: Loop;
	/** Aborts when clutchd ends. */
	readonly signal: AbortSignal;
	/** The machine has started anew since an earlier clutchd wrote down what lived. */
	readonly rebooted?: boolean;
	/** How a holder starts clutchd again. */
	readonly revive: HolderSpec['revive'];
};
