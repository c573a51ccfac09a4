import type {Exit, Instant} from '../session/session.js';

export type ServiceId = string;

/** Holders whose ids begin so belong to services, which are not sessions. */
export const servicePrefix = 'svc-';

export type ServiceState =
	| {readonly status: 'stopped'}
	/** `runs`: it was there before this clutchd was, since then; whether it is well is asked. */
	| {readonly status: 'starting'; readonly pid: number | undefined; readonly since: Instant; readonly attempt: number; readonly runs?: Instant | undefined}
	| {readonly status: 'ready'; readonly pid: number; readonly since: Instant; readonly address: string | undefined}
	| {readonly status: 'unhealthy'; readonly pid: number; readonly since: Instant; readonly failures: number}
	| {readonly status: 'stopping'; readonly pid: number; readonly deadline: Instant}
	| {readonly status: 'backing-off'; readonly until: Instant; readonly attempt: number; readonly last: Exit}
	/** It kept dying, or cannot start: `reason` says why, in a sentence; it rests until somebody asks for it. `port` is where it listened last, or was to listen. */
	| {readonly status: 'parked'; readonly last: Exit | undefined; readonly reason: string; readonly choices: readonly string[]; readonly port?: number | undefined};

export type Service = {
	readonly id: ServiceId;
	readonly title: string;
	readonly demo: boolean;
	readonly state: ServiceState;
};
