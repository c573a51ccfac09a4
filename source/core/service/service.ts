import type {Exit, Instant} from '../session/session.js';

export type ServiceId = string;

/** Holders whose ids begin so belong to services, which are not sessions. */
export const servicePrefix = 'svc-';

export type ServiceState =
	| {readonly status: 'stopped'}
	/** For what it depends on. */
	| {readonly status: 'waiting'; readonly on: readonly ServiceId[]}
	/** `runs`: it was there before this clutchd was, since then; whether it is well is asked. */
	| {readonly status: 'starting'; readonly pid: number | undefined; readonly since: Instant; readonly attempt: number; readonly runs?: Instant | undefined; /** Why it was not well when it was asked last, for people. */ readonly trouble?: string | undefined}
	| {readonly status: 'ready'; readonly pid: number; readonly since: Instant; readonly address: string | undefined}
	| {readonly status: 'unhealthy'; readonly pid: number; readonly since: Instant; readonly failures: number; readonly trouble?: string | undefined}
	/** `signal` was sent last; at `deadline` the next one is, at the end SIGKILL. */
	| {readonly status: 'stopping'; readonly pid: number; readonly deadline: Instant; readonly signal?: string | undefined}
	/** It has done what it was there for. */
	| {readonly status: 'completed'; readonly at: Instant}
	| {readonly status: 'backing-off'; readonly until: Instant; readonly attempt: number; readonly last: Exit}
	/** It kept dying, or cannot start: `reason` says why, in a sentence; it rests until somebody asks for it. `port` is where it listened last, or was to listen. */
	| {readonly status: 'parked'; readonly last: Exit | undefined; readonly reason: string; readonly choices: readonly string[]; readonly port?: number | undefined};

export type Service = {
	readonly id: ServiceId;
	readonly title: string;
	readonly demo: boolean;
	readonly state: ServiceState;
	readonly facts?: ServiceFacts | undefined;
};

/** What is known of a service beyond its state. */
export type ServiceFacts = {
	/** `tool`: a component without a process, which agents run themselves. */
	readonly kind: 'own' | 'component' | 'user' | 'tool';
	/** Started by `up` without being named. */
	readonly enabled: boolean;
	/** Its program was found. */
	readonly installed: boolean;
	/** Where it is to listen; 0 for a free port. */
	readonly port: number | undefined;
	readonly version: string | undefined;
	readonly dependsOn: readonly ServiceId[];
	/** What it says of itself, such as savings. */
	readonly figures: readonly ServiceFigure[];
	/** How it ended last without being asked to. */
	readonly crash: CrashFacts | undefined;
	/** It is to listen somewhere and has no probe: that it runs is known, that it answers is not. */
	readonly unasked?: true | undefined;
	/** Somebody else started it, and it is used as it is: who, for people. */
	readonly foreign?: string | undefined;
	/** What its user should know of it besides, in a sentence without its end. */
	readonly note?: string | undefined;
	/** Of what it waits for, what does not come by itself. */
	readonly lacking?: Lacking | undefined;
};

/** Of what a service waits for, one that does not come by itself: why, behind "is", and the command that helps. */
export type Lacking = {readonly id: ServiceId; readonly why: string; readonly next: string};

/** `meaning` says what the number includes, in words for people. */
export type ServiceFigure = {readonly name: string; readonly text: string; readonly meaning: string; readonly value: number};

export type CrashFacts = {
	readonly at: Instant;
	readonly exit: Exit;
	/** The exit in words: what its code means, which signal, whether memory ran out. */
	readonly text: string;
	/** What it printed last. */
	readonly lines: readonly string[];
	/** Names of variables and arguments that are others than at its last good start. */
	readonly changed: readonly string[];
};
