import type {ServiceId} from './service.js';

/**
What a service is, as data: shipped rows and the rows of the config's `services` have the same shape. Nothing here says how it is now; that is `service.ts`.

In `argv`, `env`, `cwd` and the addresses of probes these placeholders stand for what is known when it starts: `{port}`, `{address}` (its own), `{gateway}` (the gateway's address), `{state}` (a folder of its own below the state directory), `{home}`.
*/
export type ServiceSpec = {
	readonly id: ServiceId;
	readonly title: string;
	/** `own`: a program of Clutch. `component`: one that Clutch knows and others wrote. `user`: a row of the config. */
	readonly kind: 'own' | 'component' | 'user';
	readonly demo: boolean;
	/** Started by `up` without being named. */
	readonly enabled: boolean;
	/** Of one of our own programs: its name, and its arguments; whoever starts it knows how that is run. */
	readonly argv: readonly [file: string, ...args: string[]];
	readonly env: Readonly<Record<string, string>>;
	/** Undefined for its folder below the state directory. */
	readonly cwd: string | undefined;
	readonly port: PortSpec | undefined;
	readonly dependsOn: readonly Dependency[];
	readonly probes: Probes;
	readonly restart: RestartPolicy;
	/** One after the other while it lives; after the last one's time it is killed. */
	readonly stop: readonly [StopStep, ...StopStep[]];
	readonly log: LogPolicy;
	/** Where its program is not there, that is no failure: it is left out, and said to be not installed. */
	readonly onlyWhenInstalled: boolean;
	readonly version: VersionProbe | undefined;
	/** What its exit codes mean, and whether another start can help. */
	readonly exits: readonly ExitMeaning[];
	/** Of Headroom: whether the gateway asks it, or it stands between the gateway and the providers. */
	readonly mode: 'sidecar' | 'chain' | undefined;
	/** How one that listens on its port already is known for the same program; without one nobody's is. */
	readonly identity: IdentityProbe | undefined;
};

export type PortSpec = {
	/** 0 for a free one. */
	readonly number: number;
	/** The variable of its environment that names it, besides `{port}`. */
	readonly variable?: string | undefined;
	/** It writes down itself where it listens (`addresses/<id>.json`), as our own programs do; else clutchd does when it is ready. */
	readonly told?: boolean | undefined;
};

/** `started`: its process is there. `healthy`: it is ready. `completed`: it ended with exit code 0. */
export type Dependency = {readonly id: ServiceId; readonly condition: 'started' | 'healthy' | 'completed'};

export type Check =
	/** Below its address; `member` of the JSON answer has to be this. */
	| {readonly type: 'http'; readonly path: string; readonly member?: {readonly name: string; readonly value: string} | undefined}
	| {readonly type: 'tcp'}
	| {readonly type: 'exec'; readonly argv: readonly [string, ...string[]]}
	/** It has printed a line that matches this regular expression since it was started. */
	| {readonly type: 'log'; readonly pattern: string}
	/** It has written down where it listens. */
	| {readonly type: 'told'};

export type Probe = {readonly check: Check; readonly everyMs: number; readonly deadlineMs: number; /** So many in a row count. */ readonly failures: number};

export type Probes = {
	/** Until it succeeds the service is starting, at most `graceMs` long. Without one, readiness is asked, at most a minute long; without that either, it is ready as soon as its process is there. */
	readonly startup: (Probe & {readonly graceMs: number}) | undefined;
	/** While it fails the service is unhealthy, and is left alone. */
	readonly readiness: Probe | undefined;
	/** When it fails the service is ended and started again, but not within its first 30 s nor because the machine slept. */
	readonly liveness: Probe | undefined;
};

export type RestartPolicy = 'always' | 'on-failure' | 'never';

export type StopStep = {readonly signal: 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP'; readonly waitMs: number};

export type LogPolicy = {/** Of one file. */ readonly bytes: number; /** Rotated and compressed ones kept beside it. */ readonly files: number};

/** The first group of `pattern` in what it prints is the version. */
export type VersionProbe = {readonly argv: readonly [string, ...string[]]; readonly pattern: string; readonly deadlineMs: number};

/** `code` for an exit code or the name of a signal. */
export type ExitMeaning = {readonly code: number | string; /** Only where one of these stands in what it said last. */ readonly said?: readonly string[] | undefined; readonly text: string; readonly restart: boolean; /** What to do, for people. */ readonly next?: string | undefined};

/** `member` of its JSON answer is this, or its answer has `text` in it. */
export type IdentityProbe = {readonly path: string; readonly member?: {readonly name: string; readonly value: string} | undefined; readonly text?: string | undefined};
