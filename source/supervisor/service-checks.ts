import type {Check, Probe} from '../core/service/spec.js';
import {listenerBelow, ownerName} from '../io/port-owner.js';
import {probeExec, probeHttp, probeTcp, type ProbeAnswer} from '../io/probe.js';

/** One run of a service, as its probes see it. */
export type CheckedRun = {
	readonly pid: number;
	/** Where it listens, as far as it is known. */
	readonly address: () => string | undefined;
	/** Whether it has written down itself where it listens. */
	readonly hasTold: () => boolean;
	readonly hasPrinted: (pattern: string) => boolean;
	/** Whether its port has to be its own: not of one that says itself where it listens, nor of somebody else's program that stands in for it. */
	readonly ownsPort: boolean;
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
};

export type Checks = {
	readonly ask: (probe: Probe, run: CheckedRun) => Promise<ProbeAnswer>;
};

/** Each probe gets up to so much more time, so that many that began together do not all end together. */
const jitter = 0.2;
/** Whose a port is takes a look at many processes: a wrong owner is believed for so long. */
const otherForMs = 2000;

type Options = {readonly signal: AbortSignal; readonly monotonic: () => number; readonly random: () => number};

/** Asks whether a service is well. What answers on its port counts only when it is the service itself or what it started. */
export function createChecks({signal, monotonic, random}: Options): Checks {
	/** Whose port it is, where that was seen in this run. */
	let seen: {readonly run: CheckedRun; readonly port: number; readonly at: number; readonly problem: string | undefined} | undefined;

	const problemOfOwner = (run: CheckedRun, port: number): string | undefined => {
		if (!run.ownsPort) {
			return undefined;
		}

		const isFresh = seen?.run === run && seen.port === port && (seen.problem === undefined || monotonic() - seen.at < otherForMs);
		if (!isFresh) {
			const listener = listenerBelow(port, run.pid);
			seen = {run, port, at: monotonic(), problem: listener.status === 'other' ? `port ${port} belongs to ${ownerName(listener.owner)}` : undefined};
		}

		return seen?.problem;
	};

	const check = async (wanted: Check, run: CheckedRun, deadlineMs: number): Promise<ProbeAnswer> => {
		switch (wanted.type) {
			case 'told': {
				return run.hasTold() ? {ok: true} : {ok: false, problem: 'it has not said where it listens'};
			}

			case 'log': {
				return run.hasPrinted(wanted.pattern) ? {ok: true} : {ok: false, problem: `it has printed no line that matches ${wanted.pattern}`};
			}

			case 'exec': {
				return probeExec(wanted.argv, {env: run.env, cwd: run.cwd, signal, deadlineMs});
			}

			case 'http':
			case 'tcp': {
				const address = run.address();
				const port = portOf(address);
				if (address === undefined || port === undefined) {
					return {ok: false, problem: 'it has not said where it listens'};
				}

				const answer = wanted.type === 'tcp' ? await probeTcp(port, {signal, deadlineMs}) : await probeHttp(address + wanted.path, {member: wanted.member, signal, deadlineMs});
				const owner = answer.ok ? problemOfOwner(run, port) : undefined;
				if (!answer.ok) {
					// It may have been closed, and taken by somebody else meanwhile.
					seen = undefined;
				}

				return owner === undefined ? answer : {ok: false, problem: owner};
			}
		}
	};

	return {
		ask: async (probe, run) => check(probe.check, run, Math.round(probe.deadlineMs * (1 + (random() * jitter)))),
	};
}

export function portOf(address: string | undefined): number | undefined {
	const port = Number(/:(\d+)\/?$/.exec(address ?? '')?.[1]);
	return port > 0 ? port : undefined;
}
