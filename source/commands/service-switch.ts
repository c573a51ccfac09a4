import {ClutchError} from '../core/error.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {planChange, writeNow} from './change-config.js';
import {noService, servicesKnown} from './services-known.js';

/** `clutch service enable|disable NAME`: whether `up` starts it without being told its name. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [verb = '', id, ...others] = parsed.words;
	if (id === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `service ${verb} takes the name of one service.`, next: 'clutch service list names them.'});
	}

	const {specs, problems, services} = await servicesKnown(context);
	// One that is left out can be put aside until its row is right.
	if ([...specs, ...problems].every(known => known.id !== id)) {
		throw noService(id, specs.map(spec => spec.id));
	}

	return switchService(id, {enabled: verb === 'enable', runs: services.some(service => service.id === id && service.state.status !== 'stopped'), parsed, context});
}

type Switching = {readonly enabled: boolean; readonly runs: boolean; readonly parsed: ParsedArguments; readonly context: CommandContext};

/** Writes it at once: that is all that was asked for. */
export function switchService(id: string, {enabled, runs, parsed, context}: Switching): number {
	const next = enabled ? (runs ? [] : [`Start it: clutch up ${id}`]) : (runs ? [`It still runs. Stop it: clutch down ${id}`] : []);
	return writeNow(planChange([{path: ['services', id, 'enabled'], value: enabled}], context), {parsed, context, done: next, facts: {id, enabled}});
}
