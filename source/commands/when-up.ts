import {ClutchError} from '../core/error.js';
import {waitedFor} from '../core/service/lacking.js';
import type {Service, ServiceId, ServiceState} from '../core/service/service.js';
import {isMissing, missingText} from '../core/view/text/service-lines.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import {systemClock} from '../io/clock.js';
import {notReady} from './not-ready.js';

export type BroughtUp = {
	readonly service: Service;
	/** `missing`: its program is not there, which is no failure of one that nobody named. */
	readonly outcome: 'up' | 'missing' | 'failed';
	/** Of one that failed: a sentence, and what can be done. */
	readonly problem: string;
	readonly choices: readonly string[];
};

type Options = {
	readonly ids: readonly ServiceId[];
	readonly signal: AbortSignal;
	/** How long it may take from the moment on at which it begins, in milliseconds. */
	readonly grace: (id: ServiceId) => number;
	/** How long all of them may take together. */
	readonly waitMs: number | undefined;
	/** Called with all of them whenever one has changed, and a few times a second while somebody waits. */
	readonly onLook: (services: readonly Service[]) => void;
};

/** Beyond its own grace: clutchd ends a start that takes too long, and says so. */
const marginMs = 5000;

const lookEveryMs = 250;

/** One that has ended while somebody looked has to last longer than clutchd wants it to. */
const steadyMs = 1500;

/** Waits until each service is there, has failed for good, or has had its time. Those that were asked for before must have been asked for already. */
export async function whenUp(client: ClutchdClient, {ids, signal, grace, waitMs, onLook}: Options): Promise<readonly BroughtUp[]> {
	const begin = performance.now();
	const begun = new Map<ServiceId, number>();
	/** Since when each waits for what is as far as it comes by itself. */
	const waiting = new Map<ServiceId, number>();
	const known = new Map<ServiceId, Service>();
	const readySince = new Map<ServiceId, number>();
	const starts = new Map<ServiceId, ServiceState>();
	/** How often each has ended since somebody looks. */
	const ends = new Map<ServiceId, number>();
	const settled = new Map<ServiceId, BroughtUp>();

	/** Of one that was there before somebody looked, it is known since when. */
	const isSteady = ({id, state}: Service) => {
		const now = performance.now();
		return state.status !== 'ready' || !ends.has(id) || now - (readySince.get(id) ?? now) >= steadyMs || systemClock.now() - state.since >= steadyMs;
	};

	/** What does not count yet is not said to be ready. */
	const seen = (service: Service): Service => settled.has(service.id) || isSteady(service) || service.state.status !== 'ready'
		? service
		: {...service, state: starts.get(service.id) ?? {status: 'starting', pid: service.state.pid, since: service.state.since, attempt: 1}};

	const settle = () => {
		const now = performance.now();
		for (const id of ids.filter(id => !settled.has(id))) {
			const service = known.get(id);
			if (service === undefined) {
				continue;
			}

			const {status} = service.state;
			if (service.state.status !== 'waiting') {
				waiting.delete(id);
			} else if (!waiting.has(id) && service.state.on.every(other => settled.has(other) || !ids.includes(other))) {
				waiting.set(id, now);
			}

			if (!begun.has(id) && status !== 'stopped' && status !== 'waiting') {
				begun.set(id, now);
			}

			const lateAfter = Math.min((waiting.get(id) ?? begun.get(id) ?? Infinity) + grace(id) + marginMs, begin + (waitMs ?? Infinity));
			const result = isSteady(service) ? judged(service, {settled, ids, isLate: now >= lateAfter, waitedMs: now - (waiting.get(id) ?? begun.get(id) ?? begin), ends: ends.get(id) ?? 0}) : undefined;
			if (result !== undefined) {
				settled.set(id, result);
			}
		}

		return settled.size === ids.length;
	};

	const note = (service: Service) => {
		const {id, state: {status}} = service;
		const before = known.get(id)?.state.status;
		known.set(id, service);
		if (status === 'starting') {
			starts.set(id, service.state);
		}

		if (status !== 'ready') {
			readySince.delete(id);
		} else if (!readySince.has(id)) {
			readySince.set(id, performance.now());
		}

		if (status === 'backing-off' && before !== status) {
			ends.set(id, (ends.get(id) ?? 0) + 1);
		}

		// Who was there and is gone again before the last one came was not up, and what is said of one that failed is how it stands at the end.
		const result = settled.get(id);
		if (result?.outcome === 'up' ? status === 'backing-off' || status === 'parked' : result?.outcome === 'failed' && result.service.state.status !== status) {
			settled.delete(id);
		}
	};

	await new Promise<void>((resolve, reject) => {
		const finish = (error?: Error) => {
			clearInterval(timer);
			signal.removeEventListener('abort', onAbort);
			if (error === undefined) {
				resolve();
			} else {
				reject(error);
			}
		};

		const look = () => {
			// One that failed settles those that wait for it.
			let before: number;
			do {
				before = settled.size;
				settle();
			} while (settled.size > before);

			onLook(ids.flatMap(id => known.get(id) ?? []).map(service => seen(service)));
			if (settled.size === ids.length) {
				finish();
			}
		};

		const onAbort = () => {
			finish(signal.reason as Error);
		};

		const timer = setInterval(look, lookEveryMs);
		signal.addEventListener('abort', onAbort, {once: true});
		client.onClose(reason => {
			finish(new ClutchError('ERR_CLUTCH_CONNECTION', {problem: reason ?? 'it left'}));
		});
		client.subscribe({
			onSnapshot({services}) {
				for (const service of services) {
					note(service);
				}

				look();
			},
			onEvent(event) {
				if (event.type === 'service.changed') {
					note(event.service);
					look();
				}
			},
		});
	});
	return ids.flatMap(id => settled.get(id) ?? []);
}

type Judging = {readonly settled: ReadonlyMap<ServiceId, BroughtUp>; readonly ids: readonly ServiceId[]; readonly isLate: boolean; readonly waitedMs: number; readonly ends: number};

function judged(service: Service, {settled, ids, isLate, ...waited}: Judging): BroughtUp | undefined {
	const {state} = service;
	const failed = (problem: string, choices: readonly string[]): BroughtUp => ({service, outcome: 'failed', problem, choices});
	if (isMissing(service)) {
		return {service, outcome: 'missing', problem: 'It is not installed.', choices: [missingText(service)]};
	}

	switch (state.status) {
		case 'ready':
		case 'completed': {
			return {service, outcome: 'up', problem: '', choices: []};
		}

		case 'parked': {
			return failed(state.reason, state.choices);
		}

		case 'waiting': {
			const {lacking} = service.facts ?? {};
			// Of one that is being brought up too it is awaited what becomes of it.
			if (lacking !== undefined && (!ids.includes(lacking.id) || settled.get(lacking.id)?.outcome === 'missing')) {
				return failed(`It waits for ${waitedFor(state.on, lacking)}.`, [lacking.next]);
			}

			const lost = state.on.find(other => settled.has(other) && settled.get(other)?.outcome !== 'up');
			if (lost !== undefined) {
				return failed(`It waits for ${lost}, which did not start.`, [`clutch up ${lost}`]);
			}

			break;
		}

		case 'stopped':
		case 'starting':
		case 'unhealthy':
		case 'stopping':
		case 'backing-off': {
			break;
		}
	}

	if (!isLate) {
		return undefined;
	}

	const {problem, choices} = notReady(service, waited);
	return failed(problem, choices);
}
