import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import type {ServiceId} from '../core/service/service.js';
import {sentenceName} from '../core/view/text/service-lines.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {connectStarted} from './connect.js';
import {configTrouble, graceOf} from './service-specs.js';
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

	const client = await connectStarted(context);
	try {
		const named = flags.all === true ? await running(client) : (words.length > 0 ? words : ['gateway']);
		const problems = leftOut(named, context).filter(({id}) => named.includes(id));
		// One whose row is wrong would not come back: where it runs, it goes on.
		const ended = named.filter(id => problems.every(problem => problem.id !== id));
		if (ended.length > 0) {
			await stopServices(client, {ids: ended, context, quiet: json});
		}

		const started = ended.length === 0 ? [] : await client.call({type: 'service.up', ids: ended}) as readonly ServiceId[];
		// One that was named and is not installed was not started, and has to be said.
		const ids = [...new Set([...started, ...ended])];
		const results = await comeBack(client, {ids, json, context});
		print(results.filter(({service, outcome}) => named.includes(service.id) || outcome === 'failed'), {named, problems, trouble: json ? trouble : undefined, json, context});
		return exitOf(results, {named, problems});
	} finally {
		client.close();
	}
}

async function running(client: ClutchdClient): Promise<readonly ServiceId[]> {
	const {services} = await client.call({type: 'status'}) as ClientState;
	return services.filter(({state: {status}}) => status !== 'stopped' && status !== 'completed').map(({id}) => id);
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

type Printing = {readonly named: readonly ServiceId[]; readonly problems: readonly SpecProblem[]; readonly trouble: ReturnType<typeof configTrouble>; readonly json: boolean; readonly context: CommandContext};

function print(results: readonly BroughtUp[], {named, problems, trouble, json, context}: Printing): void {
	const {stdout} = context;
	const [only] = results;
	if (json) {
		// One that is restarted says so as it always did.
		const others = trouble === undefined ? {} : {config: trouble};
		stdout.write(`${JSON.stringify(results.length === 1 && problems.length === 0 && only?.service.state.status === 'ready' ? {restarted: only.service.id, address: only.service.state.address ?? null, ...others} : {restarted: results.filter(({outcome}) => outcome === 'up').map(({service}) => service.id), services: results.map(result => resultObject(result)), ...(problems.length === 0 ? {} : {problems}), ...others})}\n`);
		return;
	}

	if (exitOf(results, {named, problems}) !== 0) {
		report(results, {named, problems, context});
		return;
	}

	if (results.length === 0) {
		stdout.write('No service runs; clutch up starts them.\n');
	}

	for (const {service} of results.filter(({outcome}) => outcome === 'up')) {
		const address = service.state.status === 'ready' ? service.state.address : undefined;
		stdout.write(`${sentenceName(service)} is ready${address === undefined ? '' : ` at ${address}`}.\n`);
	}
}
