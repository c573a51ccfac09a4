import type {Config} from '../../core/config/config.js';
import type {ServiceSpec} from '../../core/service/spec.js';
import type {Paths} from '../../io/paths.js';

/** What is known when a service is about to start. */
export type PrepareContext = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Its own folder below the state directory, which is there. */
	readonly state: string;
	/** Where it is to listen. */
	readonly address: string;
	/** Where the gateway listens, when it does. */
	readonly gateway: string | undefined;
	readonly config: Config;
	readonly signal: AbortSignal;
};

/** `env` is added to what the service gets anyway; `note` is what its user should know of it, in a sentence without its end. A problem is a sentence, with what to do about it. */
export type Prepared =
	| {readonly argv: readonly [string, ...string[]]; readonly env: Readonly<Record<string, string>>; readonly cwd?: string | undefined; readonly note?: string | undefined}
	| {readonly problem: string; readonly next: string};

/** What has to be done before each start of a service that is more than filling in its row: asking the program which flags it has, writing its configuration, making its key. `spec` has its placeholders filled in. */
export type Prepare = (spec: ServiceSpec, context: PrepareContext) => Promise<Prepared>;
