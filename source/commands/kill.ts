import {ClutchError} from '../core/error.js';
import type {Session} from '../core/session/session.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {sessionNamed} from './session-named.js';
import {withClutchd} from './with-clutchd.js';

const graceMs = 3000;

/** Ends a session's program, politely first, and waits until it is gone. The session stays in the list. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	return withClutchd(context, async client => {
		const session = await sessionNamed(parsed, {client, verb: 'kill'});
		if (session.state.status !== 'live') {
			throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id: session.name});
		}

		const [after] = await Promise.all([
			ended(client, {id: session.id, signal: AbortSignal.any([context.signal, AbortSignal.timeout(graceMs * 3)])}),
			client.call({type: 'session.stop', id: session.id, graceMs}),
		]);
		context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({session: after})}\n` : `${session.name} (${session.id}) is ended; clutch close ${session.id} forgets it.\n`);
		return 0;
	});
}

async function ended(client: ClutchdClient, {id, signal}: {readonly id: string; readonly signal: AbortSignal}): Promise<Session> {
	return new Promise((resolve, reject) => {
		const look = (session: Session | undefined) => {
			if (session?.id === id && session.state.status !== 'live') {
				resolve(session);
			}
		};

		signal.addEventListener('abort', () => {
			reject(new ClutchError('ERR_CLUTCH_STILL_RUNNING', {id}));
		}, {once: true});
		client.onClose(reason => {
			reject(new ClutchError('ERR_CLUTCH_CONNECTION', {problem: reason ?? 'it left'}));
		});
		client.subscribe({
			onSnapshot(state) {
				look(state.sessions.find(session => session.id === id));
			},
			onEvent(event) {
				look(event.type === 'session.changed' ? event.session : undefined);
			},
		});
	});
}
