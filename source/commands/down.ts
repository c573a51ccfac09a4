import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';

/** Stops the services and clutchd. Sessions live on without them, unless `--all` ends those too. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const json = parsed.flags.json === true;
	const all = parsed.flags.all === true;
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

	const {sessions, services} = await client.call({type: 'status'}) as ClientState;
	const living = sessions.filter(({state}) => state.status === 'live' || state.status === 'starting');
	const gone = new Promise<void>(resolve => {
		client.onClose(() => {
			resolve();
		});
	});
	if (!all) {
		await Promise.all(services.map(async ({id}) => client.call({type: 'service.stop', id})));
	}

	await client.call({type: 'shutdown', everything: all});
	await gone;
	const left = all ? [] : living.map(({id, name, title}) => ({id, name, title}));
	context.stdout.write(json ? `${JSON.stringify({stopped: true, left})}\n` : sentence(left));
	return 0;
}

function sentence(left: ReadonlyArray<{readonly name: string; readonly title: string}>): string {
	if (left.length === 0) {
		return 'Everything is stopped.\n';
	}

	const names = left.map(({name, title}) => `${title} "${name}"`).join(', ');
	return `Gateway and clutchd are stopped. ${left.length === 1 ? '1 session lives' : `${left.length} sessions live`} on: ${names}.\nclutch up finds ${left.length === 1 ? 'it' : 'them'} again; clutch down --all, after clutch up, ends ${left.length === 1 ? 'it' : 'them'}.\n`;
}
