import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import type {CommandContext, CommandModule, ParsedArguments} from './command.js';

const login = async () => import('./service-login.js');
const turn = async () => import('./service-switch.js');

const verbs: Readonly<Record<string, () => Promise<CommandModule>>> = {
	list: async () => import('./service-list.js'),
	show: async () => import('./service-show.js'),
	add: async () => import('./service-add.js'),
	remove: async () => import('./service-remove.js'),
	enable: turn,
	disable: turn,
	install: login,
	uninstall: login,
	status: login,
};

/** `clutch service VERB`: the services and components, and whether the system starts clutchd at login. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [verb = 'list'] = parsed.words;
	const load = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
	if (load === undefined) {
		const near = nearest(verb, Object.keys(verbs));
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `service has no verb "${verb}".`, next: near === undefined ? `It has ${Object.keys(verbs).join(', ')}; clutch up and clutch down start and stop services.` : `Did you mean clutch service ${near}?`});
	}

	const module = await load();
	return module.run(parsed, context);
}
