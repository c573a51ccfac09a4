import type {Command} from '../../core/command.js';
import type {LogReply} from '../../core/service/log.js';
import {addCommand, verbsOf} from '../../core/service/verbs.js';
import type {Service} from '../../core/service/service.js';
import {throughGateway} from '../../core/view/navigation/order-service.js';
import type {PlainLine} from '../../core/view/plain/plain-line.js';
import {sentenceName} from '../../core/view/text/service-lines.js';
import {plainServices} from '../../core/view/watch/plain-service.js';
import type {Clock} from '../../io/clock.js';
import type {State} from '../store.js';
import type {WorkEffect} from '../work-effect.js';

type ServiceLine = Extract<PlainLine, {type: 'service'}>;

export type Services = {
	readonly list: () => void;
	readonly perform: (line: ServiceLine) => Promise<void>;
	/** Whether the typed text answered what was asked. */
	readonly confirmed: (typed: string) => Promise<boolean>;
};

type Options = {
	readonly state: () => State;
	readonly say: (line: string) => void;
	readonly ask: (effect: WorkEffect) => Promise<void>;
	readonly call: (command: Command) => Promise<unknown>;
	readonly clock: Pick<Clock, 'now'>;
};

/** So much is read to somebody; `logs` has more. */
const mostLines = 20;

/** What is typed about services. What takes the gateway from sessions is asked about once. */
export function createServices({state, say, ask, call, clock}: Options): Services {
	let confirming: WorkEffect | undefined;
	const services = () => state().client?.services ?? [];

	const log = async ({id}: Service) => {
		const {lines} = await call({type: 'service.log', id, most: mostLines}) as LogReply;
		for (const {text} of lines) {
			say(text);
		}

		if (lines.length === 0) {
			say(`${id} has written nothing.`);
		}
	};

	const order = async (service: Service, verb: Exclude<ServiceLine['verb'], 'log'>) => {
		const {id, state: {status}} = service;
		const command = addCommand(service);
		const effect: WorkEffect = {type: 'service', verb, id};
		if (command !== undefined && status === 'stopped') {
			say(`${sentenceName(service)} is not installed. To add it: ${command}`);
		} else if (!verbsOf(service).includes(verb)) {
			say(verb === 'start' ? `${sentenceName(service)} runs already.` : `${sentenceName(service)} does not run.`);
		} else if (verb === 'stop' && id === 'gateway' && throughGateway(state().client?.sessions ?? []).length > 0) {
			confirming = effect;
			const count = throughGateway(state().client?.sessions ?? []).length;
			say(`Stop the gateway? ${count === 1 ? '1 session gets' : `${count} sessions get`} no answers without it. Type y for yes, anything else for no.`);
		} else {
			await ask(effect);
		}
	};

	return {
		list() {
			const lines = plainServices(services(), clock.now());
			for (const line of lines) {
				say(line.replace(/^service +/, ''));
			}
		},
		async perform({verb, id}) {
			const service = services().find(each => each.id === id);
			if (service === undefined) {
				say(`There is no service ${id}; services names them.`);
				return;
			}

			await (verb === 'log' ? log(service) : order(service, verb));
		},
		async confirmed(typed) {
			const effect = confirming;
			confirming = undefined;
			if (effect === undefined) {
				return false;
			}

			if (/^y(?:es)?$/i.test(typed.trim())) {
				await ask(effect);
			} else {
				say('It goes on.');
			}

			return true;
		},
	};
}
