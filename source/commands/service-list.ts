import {ClutchError} from '../core/error.js';
import {installRecipes} from '../core/service/components/install.js';
import type {Service} from '../core/service/service.js';
import {serviceSaid} from '../core/view/text/service-lines.js';
import {systemClock} from '../io/clock.js';
import {findComponent} from '../io/component-folder.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {servicesKnown} from './services-known.js';

type Row = {readonly id: string; readonly kind: string; readonly title: string; readonly said: string; readonly next: string};

/** `clutch service list`: all there are, also those that are off or not installed, with what turns each on. Starts nothing. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	if (parsed.words.length > 1) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'service list takes no further word.', next: `clutch service show ${parsed.words[1] ?? ''}`});
	}

	const {services, problems} = await servicesKnown(context);
	const tool = rtkFile(context);
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({services, components: [{id: 'rtk', installed: tool !== undefined, file: tool ?? null}], problems})}\n`);
		return 0;
	}

	const rows = [...services.filter(({demo}) => !demo).map(service => rowOf(service)), rtkRow(tool)];
	const widths = (['id', 'said'] as const).map(key => Math.max(...rows.map(row => row[key].length)));
	const [id = 0, said = 0] = widths;
	context.stdout.write(rows.map(row => `${`${row.id.padEnd(id)}  ${row.said.padEnd(said)}  ${row.title}${row.kind}${row.next === '' ? '' : `   ${row.next}`}`.trimEnd()}\n`).join(''));
	for (const {text, next} of problems) {
		context.stdout.write(`\n${text}\n  ${next}\n`);
	}

	return 0;
}

function rowOf(service: Service): Row {
	const {id, title, facts, state} = service;
	const {symbol, word} = serviceSaid(service, systemClock.now());
	const isOff = facts?.enabled === false && state.status === 'stopped';
	return {id, title, kind: facts?.kind === 'user' ? ' (yours)' : '', said: `${symbol} ${state.status === 'parked' ? 'parked' : word}`, next: nextOf(service, isOff)};
}

function nextOf({id, facts, state}: Service, isOff: boolean): string {
	if (facts?.installed === false && facts.kind === 'component') {
		return `clutch service add ${id}`;
	}

	if (state.status === 'parked') {
		return `clutch service show ${id}`;
	}

	return isOff ? `clutch service enable ${id}` : (state.status === 'stopped' ? `clutch up ${id}` : '');
}

function rtkRow(file: string | undefined): Row {
	return {id: 'rtk', title: `${installRecipes.rtk.title} (no service: a tool for the shell commands of agents)`, kind: '', said: file === undefined ? '○ not installed' : '● installed', next: file === undefined ? 'clutch service add rtk' : ''};
}

function rtkFile({paths, env}: CommandContext): string | undefined {
	const found = findComponent('rtk', {paths, env});
	return found.status === 'found' ? found.path : undefined;
}
