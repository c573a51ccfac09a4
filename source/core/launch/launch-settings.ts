import type {RoleName} from '../config/config.js';

/** What holds for one launch only: said by `--set`, or later by `-m` to a session that lives. The gateway reads it with every request of the session. */
export type LaunchSettings = {
	readonly roles?: Readonly<Partial<Record<RoleName | 'FALLBACK', string>>> | undefined;
	/** Serves model ids that name no provider. */
	readonly provider?: string | undefined;
	/** Tried after the first model of every role, or nothing at all. */
	readonly cascade?: readonly string[] | 'off' | undefined;
	readonly compression?: 'off' | undefined;
	/** The main model from the next request on, whatever the agent asks for. */
	readonly model?: string | undefined;
};
