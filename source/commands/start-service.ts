import {ClutchError} from '../core/error.js';
import type {Service, ServiceId} from '../core/service/service.js';
import {sentenceName} from '../core/view/text/service-lines.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import {notReady} from './not-ready.js';

/** A cold start of a service of our own takes well under a second, and where everything else runs too as many seconds as that takes. */
const deadlineMs = 60_000;

/** Starts a service and waits until it is ready. One that is parked fails at once with its reason: it would not come by waiting. */
export async function startService(client: ClutchdClient, {id, signal}: {readonly id: ServiceId; readonly signal: AbortSignal}): Promise<Service> {
	const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
	let seen: Service | undefined;
	let ends = 0;
	const note = (service: Service) => {
		ends += service.state.status === 'backing-off' && seen?.state.status !== 'backing-off' ? 1 : 0;
		seen = service;
	};

	try {
		const service = await settled(client, {id, deadline, note});
		if (service.state.status === 'ready') {
			return service;
		}

		throw failed(service);
	} catch (error) {
		signal.throwIfAborted();
		if (deadline.aborted) {
			throw late(seen, {id, ends, cause: error});
		}

		throw error;
	}
}

type Late = {readonly id: ServiceId; readonly ends: number; readonly cause: unknown};

function late(service: Service | undefined, {id, ends, cause}: Late): ClutchError {
	const {problem, choices} = notReady(service ?? {id, title: id, demo: false, state: {status: 'starting', pid: undefined, since: 0, attempt: 1}}, {waitedMs: deadlineMs, ends});
	return new ClutchError('ERR_CLUTCH_SERVICE', {title: service === undefined ? `The service "${id}"` : sentenceName(service), problem, next: choices[0]}, {cause});
}

type Settling = {readonly id: ServiceId; readonly deadline: AbortSignal; readonly note: (service: Service) => void};

async function settled(client: ClutchdClient, {id, deadline, note}: Settling): Promise<Service> {
	return new Promise((resolve, reject) => {
		const look = (service: Service | undefined) => {
			if (service?.id !== id) {
				return;
			}

			note(service);
			if (service.state.status === 'ready' || service.state.status === 'parked') {
				resolve(service);
			}
		};

		deadline.addEventListener('abort', () => {
			reject(deadline.reason as Error);
		}, {once: true});
		client.onClose(reason => {
			reject(new ClutchError('ERR_CLUTCH_CONNECTION', {problem: reason ?? 'it left'}));
		});
		// Asked for first: one that was parked earlier must not be taken for the answer.
		client.call({type: 'service.start', id}).then(() => {
			client.subscribe({
				onSnapshot(state) {
					look(state.services.find(service => service.id === id));
				},
				onEvent(event) {
					look(event.type === 'service.changed' ? event.service : undefined);
				},
			});
		}, reject);
	});
}

function failed(service: Service): ClutchError {
	const {id, state} = service;
	const parked = state.status === 'parked' ? state : undefined;
	return new ClutchError('ERR_CLUTCH_SERVICE', {
		title: sentenceName(service),
		problem: parked?.reason ?? 'nobody knows why.',
		next: (parked?.choices ?? [`clutch logs ${id}`]).map((choice, index) => `${index + 1} ${choice}`).join('   '),
	});
}
