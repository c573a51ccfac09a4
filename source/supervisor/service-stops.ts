import {stopOrder} from '../core/service/order.js';
import type {Service, ServiceId} from '../core/service/service.js';
import type {SupervisorContext} from './context.js';
import type {ServiceLife} from './service-life.js';
import {whenState} from './wait.js';

/** Stops of services that are under way. */
export type ServiceStops = {
	/** Stops these, or all, dependents first. Resolves when they have ended, with those that somebody took back meanwhile and that run for it. */
	readonly down: (ids?: ReadonlySet<ServiceId>) => Promise<readonly ServiceId[]>;
	/** Somebody wants these: whoever is stopping them ends none of them from now on and waits for none. */
	readonly takeBack: (ids: readonly ServiceId[]) => void;
};

type Stop = {readonly ids: ReadonlySet<ServiceId> | undefined; readonly takenBack: Set<ServiceId>; readonly waits: Map<ServiceId, AbortController>};

/** Beyond the steps of its stop sequence: the system may let a killed one die slowly. */
const patienceMs = 15_000;

export function createServiceStops({lives, context: {bus, clock}}: {readonly lives: ReadonlyMap<ServiceId, ServiceLife>; readonly context: SupervisorContext}): ServiceStops {
	const underWay = new Set<Stop>();

	const ended = async (id: ServiceId, {waits}: Stop) => {
		const given = new AbortController();
		waits.set(id, given);
		const withinMs = patienceMs + (lives.get(id)?.row().stop ?? []).reduce((sum, {waitMs}) => sum + waitMs, 0);
		await whenState(bus, {clock, withinMs, signal: given.signal, condition: ({services}) => services.every(service => service.id !== id || isAtRest(service))});
	};

	const stopGroup = async (ids: readonly ServiceId[], stop: Stop) => {
		// What runs takes along what it has started; of what does not, something may be left.
		const resting = ids.flatMap(id => lives.get(id) ?? []).filter(life => !('pid' in life.service().state));
		for (const id of ids) {
			lives.get(id)?.post({type: 'stop'});
		}

		await Promise.all(ids.map(async id => ended(id, stop)));
		await Promise.all(resting.map(async life => life.left.end(life.row().stop, {isOver: () => !('pid' in life.service().state)})));
	};

	return {
		async down(ids) {
			const stop: Stop = {ids, takenBack: new Set(), waits: new Map()};
			underWay.add(stop);
			try {
				for (const group of stopOrder([...lives.values()].map(life => life.row()))) {
					// What others depend on goes on until they have ended.
					await stopGroup(group.filter(id => (ids?.has(id) ?? true) && !stop.takenBack.has(id)), stop);
				}
			} finally {
				underWay.delete(stop);
			}

			return [...stop.takenBack].filter(id => {
				const life = lives.get(id);
				return life !== undefined && !isAtRest(life.service());
			});
		},
		takeBack(taken) {
			for (const {ids, takenBack, waits} of underWay) {
				for (const id of taken.filter(id => ids?.has(id) ?? true)) {
					takenBack.add(id);
					waits.get(id)?.abort();
				}
			}
		},
	};
}

export function isAtRest({state: {status}}: Pick<Service, 'state'>): boolean {
	return status === 'stopped' || status === 'parked' || status === 'completed';
}
