import {ClutchError} from '../core/error.js';
import type {Service} from '../core/service/service.js';
import {serviceSaid} from '../core/view/text/service-lines.js';
import {systemClock} from '../io/clock.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {configTrouble} from './service-specs.js';
import {servicesKnown} from './services-known.js';

type Row = {readonly id: string; readonly kind: string; readonly title: string; readonly said: string; readonly next: string};

/** `clutch service list`: all there are, also those that are off or not installed, with what turns each on. Starts nothing. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	if (parsed.words.length > 1) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'service list takes no further word.', next: `clutch service show ${parsed.words[1] ?? ''}`});
	}

	const {services, problems, isRunning} = await servicesKnown(context);
	const trouble = configTrouble(context);
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({services, problems, ...(trouble === undefined ? {} : {config: trouble})})}\n`);
		return 0;
	}

	const rows = services.filter(({demo}) => !demo).map(service => rowOf(service));
	const widths = (['id', 'said'] as const).map(key => Math.max(...rows.map(row => row[key].length)));
	const [id = 0, said = 0] = widths;
	context.stdout.write(rows.map(row => `${`${row.id.padEnd(id)}  ${row.said.padEnd(said)}  ${row.title}${row.kind}${row.next === '' ? '' : `   ${row.next}`}`.trimEnd()}\n`).join(''));
	if (!isRunning && services.some(({state}) => state.status === 'ready')) {
		context.stdout.write('\nclutchd does not run, so nobody asks how those are that do.\n  clutch up finds them again, clutch down ends them.\n');
	}

	for (const {text, next} of trouble === undefined ? problems : [trouble, ...problems]) {
		context.stdout.write(`\n${text}\n  ${next}\n`);
	}

	return 0;
}

function rowOf(service: Service): Row {
	const {id, title, facts, state} = service;
	const {symbol, word} = serviceSaid(service, systemClock.now());
	const isOff = facts?.enabled === false && state.status === 'stopped';
	return {id, title, kind: facts?.kind === 'user' ? ' (yours)' : (facts?.kind === 'tool' ? ' (a tool of agents, without a process)' : ''), said: `${symbol} ${state.status === 'parked' ? 'parked' : word}`, next: nextOf(service, isOff)};
}

function nextOf({id, facts, state}: Service, isOff: boolean): string {
	if (facts?.installed === false && facts.kind !== 'user') {
		return `clutch service add ${id}`;
	}

	if (state.status === 'parked') {
		return `clutch service show ${id}`;
	}

	if (facts?.kind === 'tool') {
		return '';
	}

	if (state.status === 'waiting') {
		return facts?.lacking?.next ?? '';
	}

	return isOff ? `clutch service enable ${id}` : (state.status === 'stopped' ? `clutch up ${id}` : '');
}
