import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {stopServices} from './stop-services.js';

/** Stops the services that are named; without a name all of them and clutchd. Sessions live on without them, unless `--all` ends those too. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {words, flags} = parsed;
	const json = flags.json === true;
	const all = flags.all === true;
	if (all && words.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: '--all ends everything, so it takes no service.', next: `clutch down ${words.join(' ')} stops ${words.length === 1 ? 'that one' : 'those'}.`});
	}

	let client: ClutchdClient;
	try {
		client = await connectClutchd({paths: context.paths, client: 'down', signal: context.signal, start: false, env: context.env});
	} catch (error) {
		if (error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_RUNNING') {
			context.stdout.write(json ? '{"stopped":false,"left":[]}\n' : 'clutchd does not run; nothing to stop.\n');
			return 0;
		}

		throw error;
	}

	try {
		return await (words.length > 0 ? stopNamed(client, {words, json, context}) : stopAll(client, {all, json, context}));
	} finally {
		client.close();
	}
}

type Stopping = {readonly json: boolean; readonly context: CommandContext};

async function stopNamed(client: ClutchdClient, {words, json, context}: Stopping & {readonly words: readonly string[]}): Promise<number> {
	const stopped = await stopServices(client, {ids: words, context, quiet: json});
	const still = words.filter(id => !stopped.includes(id));
	context.stdout.write(json
		? `${JSON.stringify({stopped})}\n`
		: [...(stopped.length === 0 ? [] : [`Stopped: ${stopped.join(', ')}.\n`]), ...still.map(id => `${id} did not run.\n`)].join(''));
	return 0;
}

async function stopAll(client: ClutchdClient, {all, json, context}: Stopping & {readonly all: boolean}): Promise<number> {
	const {sessions} = await client.call({type: 'status'}) as ClientState;
	const living = sessions.filter(({state}) => state.status === 'live' || state.status === 'starting');
	const gone = new Promise<void>(resolve => {
		client.onClose(() => {
			resolve();
		});
	});
	await stopServices(client, {ids: undefined, context, quiet: json});
	await client.call({type: 'shutdown', everything: all});
	await gone;
	const left = all ? [] : living.map(({id, name, title}) => ({id, name, title}));
	context.stdout.write(json ? `${JSON.stringify({stopped: true, left})}\n` : sentence(left));
	return 0;
}

function sentence(left: ReadonlyArray<{readonly name: string; readonly title: string}>): string {
	if (left.length === 0) {
		return 'The services, the sessions and clutchd are stopped.\n';
	}

	const names = left.map(({name, title}) => `${title} "${name}"`).join(', ');
	return `The services and clutchd are stopped. ${left.length === 1 ? '1 session lives' : `${left.length} sessions live`} on: ${names}.\nclutch up finds ${left.length === 1 ? 'it' : 'them'} again; clutch down --all, after clutch up, ends ${left.length === 1 ? 'it' : 'them'}.\n`;
}
