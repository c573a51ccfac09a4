import type {ServiceChoice} from '../core/service/choice.js';
import {exitText} from '../core/service/exits.js';
import type {Service, ServiceId, ServiceState} from '../core/service/service.js';
import type {Message} from '../core/view/notices/notices.js';
import {readyWhere, sentenceName} from '../core/view/text/service-lines.js';
import type {ServiceOrder} from '../core/view/watch/watch.js';
import type {Link} from './link.js';
import type {Store} from './store.js';

export type Serving = {
	/** Resolves once it is ready. */
	readonly ensure: (id: string, title: string) => Promise<void>;
	/** Does what a service offers while it rests. */
	readonly choose: (id: ServiceId, choice: ServiceChoice) => Promise<void>;
	/** What comes of it is seen where services are. */
	readonly order: (order: ServiceOrder) => Promise<void>;
};

/** A service that rests: what it says, and what can be chosen. */
export class ParkedError extends Error {
	readonly service: ServiceId;
	readonly choices: readonly string[];

	constructor(service: ServiceId, {reason, choices}: Extract<ServiceState, {status: 'parked'}>) {
		super([reason, ...choices.map((choice, index) => `${index + 1} ${choice}`)].join('   '));
		this.name = 'ParkedError';
		this.service = service;
		this.choices = choices;
	}
}

/** `ends`: what it is said to be then. */
type Reached = {readonly title: string; readonly ends: ReadonlyArray<ServiceState['status']>; readonly ask: () => Promise<unknown>};

/** A gateway that is well is there within two seconds; a busy machine gets more. */
const deadlineMs = 60_000;

/** The services that the dashboard needs, asked of clutchd and waited for. */
export function createServing({store, link, signal}: {readonly store: Store; readonly link: Link; readonly signal: AbortSignal}): Serving {
	const stateOf = (id: string) => store.get().client?.services.find(service => service.id === id)?.state;

	const serviceOf = (id: ServiceId) => store.get().client?.services.find(each => each.id === id);

	const titleOf = (id: ServiceId) => {
		const service = serviceOf(id);
		return service === undefined ? id : sentenceName(service);
	};

	const reach = async (id: string, {title, ends, ask}: Reached) => {
		const before = stateOf(id);
		await ask();
		// One that was parked before is no answer yet.
		const isSettled = () => stateOf(id) !== before && ends.includes(stateOf(id)?.status ?? 'starting');
		const reached = await store.until(isSettled, AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]));
		if (reached === undefined) {
			throw new Error(`${title} did not get ready within ${deadlineMs / 1000} s; its log: clutch logs ${id}.`);
		}

		// As it was then: it may be something else already.
		const service = reached.client?.services.find(each => each.id === id);
		if (service?.state.status === 'parked') {
			throw new ParkedError(id, service.state);
		}

		return service;
	};

	return {
		async ensure(id, title) {
			if (stateOf(id)?.status !== 'ready') {
				await reach(id, {title, ends: ['ready', 'parked'], ask: async () => link.call({type: 'service.start', id})});
			}
		},
		async choose(id, choice) {
			const title = titleOf(id);
			const service = await reach(id, {title, ends: ['ready', 'parked', 'completed', 'backing-off'], ask: async () => link.call(choice.type === 'use-port' ? {type: 'service.start', id, port: choice.port} : {type: 'service.restart', id})});
			store.navigate({type: 'message', message: service && outcomeOf(service)});
		},
		async order({verb, id}) {
			const isSeen = store.get().navigation.overlays.some(({type}) => type === 'watch');
			if (!isSeen && verb !== 'hurry') {
				store.navigate({type: 'message', message: {level: 'note', text: `${titleOf(id)} is being ${{start: 'started', stop: 'stopped', restart: 'restarted'}[verb]}.`}});
			}

			await link.call({type: `service.${verb}`, id});
		},
	};
}

/** What became of what was chosen. */
function outcomeOf(service: Service): Message | undefined {
	const {id, state, facts} = service;
	const title = sentenceName(service);
	switch (state.status) {
		case 'ready': {
			return {level: 'note', text: `${title} is ready${readyWhere(service, 'on')}.`};
		}

		case 'backing-off': {
			return {level: 'bad', text: `${title} has ended again: ${facts?.crash?.text ?? exitText(state.last)}. It is tried again by itself; l shows what it said, clutch down ${id} ends the tries.`};
		}

		case 'completed': {
			return {level: 'note', text: `${title} has done its work and ended.`};
		}

		case 'stopped':
		case 'waiting':
		case 'starting':
		case 'unhealthy':
		case 'stopping':
		case 'parked': {
			return undefined;
		}
	}
}
