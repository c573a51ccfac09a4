import type {Command} from '../core/command.js';
import type {ServiceId} from '../core/service/service.js';
import type {Appearance} from '../core/session/appearance.js';
import type {Resources} from '../core/usage/figures.js';
import type {Bus} from './bus.js';
import type {Conversations} from './conversations.js';
import type {Metrics} from './metrics.js';
import type {Prompts} from './prompts.js';
import type {Restore} from './restore.js';
import type {Services} from './services.js';
import type {Sessions} from './sessions.js';

type Parts = {
	readonly bus: Bus;
	readonly sessions: Sessions;
	readonly conversations: Conversations;
	readonly services: Services;
	readonly restore: Restore;
	readonly prompts: Prompts;
	readonly metrics: Metrics;
	readonly resources: () => Resources;
	/** Somebody looks: what components say of themselves is asked, and told when they answer. */
	readonly components: () => void;
	readonly appear: (appearance: Appearance) => void;
	/** Answers with the services that keep it from that: somebody has started them again meanwhile. */
	readonly shutdown: (everything: boolean) => Promise<readonly ServiceId[]>;
};

/** Does what a client asks, and answers with what `core/command` promises. */
export function createPerform({bus, sessions, conversations, services, restore, prompts, metrics, resources, components, appear, shutdown}: Parts): (command: Command) => Promise<unknown> {
	return async command => {
		if (isOfServices(command)) {
			return performService(services, command);
		}

		switch (command.type) {
			case 'status': {
				components();
				return bus.state();
			}

			case 'session.open': {
				return sessions.open(command);
			}

			case 'session.stop': {
				sessions.stop(command.id, command.graceMs);
				return undefined;
			}

			case 'session.close': {
				await sessions.close(command.id);
				metrics.sessionClosed(command.id);
				return undefined;
			}

			case 'session.rename': {
				sessions.rename(command.id, command.name);
				return undefined;
			}

			case 'session.looked': {
				sessions.looked(command.id, command.until);
				return undefined;
			}

			case 'session.screen': {
				return sessions.screen(command);
			}

			case 'session.lines': {
				return sessions.lines(command);
			}

			case 'session.search': {
				return sessions.search(command);
			}

			case 'session.restorable': {
				return restore.offers(command);
			}

			case 'session.prompts': {
				return prompts(command);
			}

			case 'session.restore': {
				return restore.restore(command);
			}

			case 'appearance': {
				appear(command);
				return undefined;
			}

			case 'ping': {
				return undefined;
			}

			case 'usage.started': {
				conversations.spoke([command.session]);
				if (command.session === undefined || command.conversation === undefined) {
					metrics.started(command.id, command.session);
				} else {
					conversations.sent(command.session, command.conversation);
				}

				return undefined;
			}

			case 'usage.record': {
				conversations.spoke(command.records.map(({session}) => session));
				metrics.record(command.records);
				return undefined;
			}

			case 'usage.figures': {
				return metrics.figures(command);
			}

			case 'resources': {
				components();
				return resources();
			}

			case 'shutdown': {
				return shutdown(command.everything);
			}
		}
	};
}

type ServiceCommand = Extract<Command, {readonly type: `service.${string}`}>;

function isOfServices(command: Command): command is ServiceCommand {
	return command.type.startsWith('service.');
}

async function performService(services: Services, command: ServiceCommand): Promise<unknown> {
	switch (command.type) {
		case 'service.start': {
			services.start(command.id, command.port);
			return undefined;
		}

		case 'service.stop': {
			await services.stop(command.id);
			return undefined;
		}

		case 'service.restart': {
			services.restart(command.id);
			return undefined;
		}

		case 'service.hurry': {
			services.hurry(command.id);
			return undefined;
		}

		case 'service.up': {
			return services.up(command.ids);
		}

		case 'service.down': {
			return services.down(command.ids);
		}

		case 'service.log': {
			return services.log(command);
		}
	}
}
