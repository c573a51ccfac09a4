import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import type {Service, ServiceId} from '../core/service/service.js';
import {changedLines, changedSince, sentenceName} from '../core/view/text/service-lines.js';
import {connectClutchd} from '../io/clutchd-client.js';
import {isClutchdThere} from '../io/clutchd-silent.js';
import {loadConfig} from '../io/config-file.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {leadingBack} from './leading-back.js';
import {configTrouble, configuredSpecs, graceOf} from './service-specs.js';
import {refuseUnknown} from './services-known.js';
import {createUpProgress} from './up-progress.js';
import {whenUp, type BroughtUp} from './when-up.js';

/** Starts clutchd where it does not run, and the services: all that are enabled, or those that are named and what they depend on. Exit 0: all are there; 3: some failed; 4: none came. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {paths, env, signal, stdout, stderr} = context;
	const json = parsed.flags.json === true;
	const waitMs = waitOf(parsed);
	const say = (text: string) => {
		if (!json) {
			stderr.write(`${text}\n`);
		}
	};

	const trouble = configTrouble(context);
	if (trouble !== undefined) {
		say(`${trouble.text}\n${trouble.next}`);
	}

	const remarks = leadingBack(loadConfig(context).config, context).map(({text}) => text);
	for (const text of remarks) {
		say(text);
	}

	if (!isClutchdThere(paths)) {
		refuseUnknown(parsed.words, context);
	}

	say('clutchd …');
	const client = await connectClutchd({paths, client: 'up', signal, start: true, env});
	try {
		say(`clutchd   ● pid ${client.welcome.pid}`);
		const started = await client.call({type: 'service.up', ...(parsed.words.length === 0 ? {} : {ids: parsed.words})}) as readonly ServiceId[];
		// One that was named and is not installed was not started, and has to be said.
		const ids = [...new Set([...started, ...parsed.words])];
		if (parsed.flags['no-wait'] === true) {
			stdout.write(json ? `${JSON.stringify({clutchd: client.welcome.pid, started})}\n` : `${started.length === 0 ? 'Nothing was started' : `Started: ${started.join(', ')}`}. clutch status says how they are.\n`);
			return 0;
		}

		const progress = createUpProgress(stderr);
		const results = await whenUp(client, {
			ids, signal, waitMs, grace: graceOf(context),
			onLook(services) {
				if (!json) {
					progress.show(services);
				}
			},
		});
		progress.end();
		// What is wrong with the row of one that runs on stands among what should be known of it.
		const problems = leftOut(parsed.words, context).filter(({id}) => !results.some(({service, outcome}) => service.id === id && outcome === 'up'));
		const {sessions} = await client.call({type: 'status'}) as ClientState;
		if (json) {
			const gateway = results.find(({service}) => service.id === 'gateway');
			stdout.write(`${JSON.stringify({clutchd: client.welcome.pid, ...(gateway === undefined ? {} : {gateway: addressOf(gateway.service)}), services: results.map(result => resultObject(result)), problems, sessions: sessions.length, ...(trouble === undefined ? {} : {config: trouble}), ...(remarks.length === 0 ? {} : {remarks})})}\n`);
		} else {
			report(results, {named: parsed.words, problems, context});
		}

		return exitOf(results, {named: parsed.words, problems});
	} finally {
		client.close();
	}
}

/** Undefined: each service has the time that its row gives it. */
function waitOf({flags}: ParsedArguments): number | undefined {
	const {wait} = flags;
	if (wait === undefined) {
		return undefined;
	}

	const seconds = Number(wait);
	if (flags['no-wait'] === true || !(seconds > 0) || seconds > 86_400) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: flags['no-wait'] === true ? '--wait and --no-wait contradict each other.' : `--wait takes seconds, but got "${String(wait)}".`, next: flags['no-wait'] === true ? 'Leave one of them out.' : 'clutch up --wait 60'});
	}

	return seconds * 1000;
}

function isFailure({outcome, service}: BroughtUp, named: readonly ServiceId[]): boolean {
	return outcome === 'failed' || (outcome === 'missing' && named.includes(service.id));
}

/** Rows of the config that cannot be services as they are; the others hold. */
export function leftOut(named: readonly ServiceId[], context: CommandContext): readonly SpecProblem[] {
	const {specs, problems} = configuredSpecs(context);
	return problems.filter(({id}) => specs.every(spec => spec.id !== id) && (named.length === 0 || named.includes(id)));
}

type Judged = {readonly named: readonly ServiceId[]; readonly problems?: readonly SpecProblem[]};

/** Those that are left out say so themselves. */
function failuresOf(results: readonly BroughtUp[], {named, problems = []}: Judged): readonly BroughtUp[] {
	return results.filter(result => isFailure(result, named) && problems.every(({id}) => id !== result.service.id));
}

export function exitOf(results: readonly BroughtUp[], {named, problems = []}: Judged): number {
	const failures = failuresOf(results, {named, problems}).length + problems.length;
	return failures === 0 ? 0 : (results.some(({outcome}) => outcome === 'up') ? 3 : 4);
}

/** What failed on standard error, each with its reason and choices, and what should be known of the others; then one sentence. */
export function report(results: readonly BroughtUp[], {named, problems = [], context: {stdout, stderr}}: Judged & {readonly context: CommandContext}): void {
	const failures = failuresOf(results, {named, problems});
	for (const {service, problem, choices} of failures) {
		const {message, hint} = new ClutchError('ERR_CLUTCH_SERVICE', {title: sentenceName(service), problem, next: choices.map((choice, index) => `${index + 1} ${choice}`).join('   ')});
		stderr.write(`${[message, ...changedLines(service).map(line => sentenceOf(line)), hint].join('\n')}\n`);
	}

	for (const {service: {id, facts}} of results.filter(({outcome, service}) => outcome === 'up' && service.facts?.note !== undefined)) {
		stderr.write(`${id}: ${facts?.note ?? ''}.\n`);
	}

	for (const {text, next} of problems) {
		stderr.write(`${text}\n${next}\n`);
	}

	const concerned = new Set([...results.map(({service}) => service.id), ...problems.map(({id}) => id)]);
	const [failed, all] = [failures.length + new Set(problems.map(({id}) => id)).size, concerned.size];
	if (failed === 0) {
		stdout.write('Ready.\n');
	} else if (failed < all) {
		stdout.write(`${failed} of ${all} services did not start; the others run.\n`);
	}
}

function sentenceOf(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function resultObject({service, outcome, problem, choices}: BroughtUp) {
	const {id, state, facts} = service;
	const changed = changedSince(service);
	return {id, outcome, status: state.status, ...(state.status === 'ready' ? {address: state.address ?? null, ...(facts?.unasked === true ? {unasked: true} : {})} : {}), ...(problem === '' ? {} : {problem, choices}), ...(changed.length === 0 ? {} : {changed}), ...(facts?.note === undefined ? {} : {note: facts.note})};
}

function addressOf({state}: Service): string | null {
	return state.status === 'ready' ? state.address ?? null : null;
}
