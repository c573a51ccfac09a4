import type {ClientState} from '../core/client/state.js';
import {connectClutchd} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {startService} from './start-service.js';

const deadlineMs = 15_000;

/** Starts clutchd and the gateway where they do not run, and waits until both are ready. */
export async function run(parsed: ParsedArguments, {paths, env, signal, stdout, stderr}: CommandContext): Promise<number> {
	const json = parsed.flags.json === true;
	const progress = (text: string) => {
		if (!json) {
			stderr.write(`${text}\n`);
		}
	};

	progress('clutchd …');
	const client = await connectClutchd({paths, client: 'up', signal, start: true, deadlineMs, env});
	try {
		progress(`clutchd   ● pid ${client.welcome.pid}`);
		progress('gateway …');
		const gateway = await startService(client, {id: 'gateway', signal});
		const address = gateway.state.status === 'ready' ? gateway.state.address : undefined;
		progress(`gateway   ● ${address ?? 'ready'}`);
		const {sessions} = await client.call({type: 'status'}) as ClientState;
		stdout.write(json ? `${JSON.stringify({clutchd: client.welcome.pid, gateway: address, sessions: sessions.length})}\n` : 'Ready.\n');
		return 0;
	} finally {
		client.close();
	}
}
