import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import type {ServiceId} from '../core/service/service.js';
import {readyWhere, sentenceName} from '../core/view/text/service-lines.js';
import {isClutchdThere} from '../io/clutchd-silent.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {connectStarted} from './connect.js';
import {configTrouble, configuredSpecs, graceOf} from './service-specs.js';
import {noService, refuseUnknown} from './services-known.js';
import {stopServices} from './stop-services.js';
import {exitOf, leftOut, report, resultObject} from './up.js';
import {createUpProgress} from './up-progress.js';
import {whenUp, type BroughtUp} from './when-up.js';

/** `restart [SERVICE …]`: ends services and starts them again, the gateway where none is named, every one that runs with `--all`; sessions do not notice beyond a retry. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {words, flags} = parsed;
	const json = flags.json === true;
	if (flags.all === true && words.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'restart --all is for every service that runs, so it takes no name.', next: `Leave --all away: clutch restart ${words.join(' ')}`});
	}

	const trouble = configTrouble(context);
	if (trouble !== undefined && !json) {
		context.stderr.write(`${trouble.text}\n${trouble.next}\n`);
	}

	if (!isClutchdThere(context.paths)) {
		refuseUnknown(words, context);
	}

	const client = await connectStarted(context);
	try {
		const named = flags.all === true ? await running(client) : (words.length > 0 ? words : ['gateway']);
		const wrong = leftOut(named, context).filter(({id}) => named.includes(id));
		const rowless = await withoutRow(client, {named, context});
		// One whose row is wrong or gone would not come back: where it runs, it goes on.
		const ended = named.filter(id => [...wrong, ...rowless].every(problem => problem.id !== id));
		if (ended.length > 0) {
			await stopServices(client, {ids: ended, context, quiet: json});
		}

		const started = ended.length === 0 ? [] : await client.call({type: 'service.up', ids: ended}) as readonly ServiceId[];
		// One that was named and is not installed was not started, and has to be said.
		const ids = [...new Set([...started, ...ended])];
		const results = await comeBack(client, {ids, json, context});
		print(results.filter(({service, outcome}) => named.includes(service.id) || outcome === 'failed'), {named, problems: wrong, rowless, trouble: json ? trouble : undefined, json, context});
		return Math.max(exitOf(results, {named, problems: wrong}), rowless.length === 0 ? 0 : 3);
	} finally {
		client.close();
	}
}

async function running(client: ClutchdClient): Promise<readonly ServiceId[]> {
	const {services} = await client.call({type: 'status'}) as ClientState;
	return services.filter(({state: {status}, facts}) => facts?.kind !== 'tool' && status !== 'stopped' && status !== 'completed').map(({id}) => id);
}

/** Those that run and that the config knows nothing of any more. Who is named and is none at all is refused before anybody is stopped. */
async function withoutRow(client: ClutchdClient, {named, context}: {readonly named: readonly ServiceId[]; readonly context: CommandContext}): Promise<readonly SpecProblem[]> {
	const {specs, problems} = configuredSpecs(context);
	const rows = new Set([...specs, ...problems].map(({id}) => id));
	const all = await running(client);
	const lives = all.filter(id => !rows.has(id));
	const unknown = named.find(id => !rows.has(id) && !lives.includes(id));
	if (unknown !== undefined) {
		throw noService(unknown, specs.map(({id}) => id));
	}

	return lives.filter(id => named.includes(id)).map(id => ({
		id,
		text: `${id} was not restarted: its row is gone from the config, so it would not come back. It goes on as it is.`,
		next: `clutch down ${id} ends it; with services.${id} in the config again it can be restarted.`,
	}));
}

async function comeBack(client: ClutchdClient, {ids, json, context}: {readonly ids: readonly ServiceId[]; readonly json: boolean; readonly context: CommandContext}): Promise<readonly BroughtUp[]> {
	const progress = createUpProgress(context.stderr);
	return whenUp(client, {
		ids, signal: context.signal, waitMs: undefined, grace: graceOf(context),
		onLook(services) {
			if (!json) {
				progress.show(services);
			}
		},
	});
}

type Printing = {readonly named: readonly ServiceId[]; readonly problems: readonly SpecProblem[]; readonly rowless: readonly SpecProblem[]; readonly trouble: ReturnType<typeof configTrouble>; readonly json: boolean; readonly context: CommandContext};

function print(results: readonly BroughtUp[], {named, problems, rowless, trouble, json, context}: Printing): void {
	const {stdout, stderr} = context;
	if (json) {
		const restarted = results.filter(({outcome}) => outcome === 'up').map(({service}) => service.id);
		stdout.write(`${JSON.stringify({restarted, services: results.map(result => resultObject(result)), problems: [...problems, ...rowless], ...(trouble === undefined ? {} : {config: trouble})})}\n`);
		return;
	}

	for (const {text, next} of rowless) {
		stderr.write(`${text}\n${next}\n`);
	}

	if (exitOf(results, {named, problems}) !== 0) {
		report(results, {named, problems, context});
		return;
	}

	if (results.length === 0 && rowless.length === 0) {
		stdout.write('No service runs; clutch up starts them.\n');
	}

	for (const {service} of results.filter(({outcome}) => outcome === 'up')) {
		stdout.write(`${sentenceName(service)} is ready${readyWhere(service)}.\n`);
	}
}
