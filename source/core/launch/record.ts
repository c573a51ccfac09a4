import type {Recipe, SessionId} from '../session/session.js';
import type {LaunchSettings} from './launch-settings.js';

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
