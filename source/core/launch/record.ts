import type {RoleName} from '../config/config.js';
import type {Recipe, SessionId} from '../session/session.js';

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

/** One launch as it is kept in `launches/<session>/record.json`: who the traffic of this session is. No secret. */
export type LaunchRecord = {
	readonly version: 1;
	readonly session: SessionId;
	readonly name: string;
	/** What it is called on screen, such as `Claude Code`. */
	readonly title: string;
	readonly cwd: string;
	readonly recipe: Recipe;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** The process of a launch in its user's own terminal; undefined where a holder has it. */
	readonly process: {readonly pid: number; readonly startTime: string} | undefined;
	readonly settings: LaunchSettings;
};
