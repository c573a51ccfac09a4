import {constants} from 'node:os';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import type {Session} from '../core/session/session.js';
import {secondsOf} from '../core/session/until.js';
import {isAlive} from '../core/view/text/session-state.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {sessionHolder} from './session-holder.js';
import {sessionsNamed} from './session-named.js';
import {withStarted} from './with-clutchd.js';

const defaultGraceMs = 3000;
const longestGraceMs = 60_000;

/** Beyond the grace: what was killed has to be seen as gone. */
const patienceMs = 30_000;

/** Ends the programs of sessions, politely first, and waits until they are gone; with `--signal` it only passes that on. The sessions stay in the list. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const signal = readSignal(parsed);
	const graceMs = readGrace(parsed);
	return withStarted(context, async client => {
		const sessions = await sessionsNamed(parsed, {client, verb: 'kill'});
		const over = sessions.find(session => !isAlive(session));
		if (over !== undefined) {
			throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id: over.name});
		}

		const json = parsed.flags.json === true;
		if (signal !== undefined) {
			await Promise.all(sessions.map(async session => pass(session, {signal, context})));
			context.stdout.write(json ? `${JSON.stringify({sessions, signal})}\n` : sessions.map(({id, name}) => `${name} (${id}) was sent ${signal}.\n`).join(''));
			return 0;
		}

		const after = ended(client, {ids: sessions.map(({id}) => id), signal: AbortSignal.any([context.signal, AbortSignal.timeout(graceMs + patienceMs)])});
		const [ends] = await Promise.all([after, ...sessions.map(async ({id}) => client.call({type: 'session.stop', id, graceMs}))]);
		context.stdout.write(json ? `${JSON.stringify({sessions: ends})}\n` : ends.map(({id, name}) => `${name} (${id}) is ended; clutch close ${id} forgets it.\n`).join(''));
		return 0;
	});
}

/** Only the holder signals its child, and the child's group. */
async function pass(session: Session, {signal, context}: {readonly signal: string; readonly context: CommandContext}): Promise<void> {
	const holder = await sessionHolder(session, 'sender', {context, client: 'kill'});
	holder.signal(signal);
	holder.end();
}

async function ended(client: ClutchdClient, {ids, signal}: {readonly ids: readonly string[]; readonly signal: AbortSignal}): Promise<readonly Session[]> {
	return new Promise((resolve, reject) => {
		const over = new Map<string, Session>();
		const look = (sessions: readonly Session[]) => {
			for (const session of sessions) {
				if (ids.includes(session.id) && !isAlive(session)) {
					over.set(session.id, session);
				}
			}

			if (over.size === ids.length) {
				resolve([...over.values()]);
			}
		};

		signal.addEventListener('abort', () => {
			reject(new ClutchError('ERR_CLUTCH_STILL_RUNNING', {id: ids.filter(id => !over.has(id)).join(' ')}));
		}, {once: true});
		client.onClose(reason => {
			reject(new ClutchError('ERR_CLUTCH_CONNECTION', {problem: reason ?? 'it left'}));
		});
		client.subscribe({
			onSnapshot(state) {
				look(state.sessions);
			},
			onEvent(event) {
				look(event.type === 'session.changed' ? [event.session] : []);
			},
		});
	});
}

function readSignal({flags}: ParsedArguments): string | undefined {
	const given = typeof flags.signal === 'string' ? flags.signal : undefined;
	if (given === undefined) {
		return undefined;
	}

	const names = Object.keys(constants.signals);
	const name = [`SIG${given.toUpperCase()}`, given.toUpperCase()].find(each => names.includes(each));
	if (name === undefined) {
		const near = nearest(given.toUpperCase(), names.map(each => each.slice(3)));
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no signal "${given}".`, next: near === undefined ? 'Such as --signal INT, --signal HUP or --signal USR1.' : `Did you mean ${near}?`});
	}

	if (flags.grace !== undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: '--signal sends one signal and waits for nothing, so there is no grace.', next: 'Leave one of them out.'});
	}

	return name;
}

function readGrace({flags}: ParsedArguments): number {
	const given = typeof flags.grace === 'string' ? flags.grace : undefined;
	const ms = given === undefined ? defaultGraceMs : (given === '0' ? 0 : secondsOf(given));
	if (ms === undefined || ms > longestGraceMs) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `--grace takes seconds, at most ${longestGraceMs / 1000}, but got "${given ?? ''}".`, next: 'clutch kill ID --grace 10'});
	}

	return ms;
}
