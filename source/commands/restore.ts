import {ClutchError} from '../core/error.js';
import type {RestoreChoice, RestoreOffer} from '../core/session/restore.js';
import type {Session} from '../core/session/session.js';
import {answerLines, offerLines} from '../core/view/text/restore-text.js';
import {endedWithoutYou, isAlive} from '../core/view/text/session-state.js';
import {systemClock} from '../io/clock.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {textOf, usage} from './launch-request.js';
import {knownSessions, sessionMeant} from './session-named.js';
import {withStarted} from './with-clutchd.js';

/** More at once would start no sooner, on a machine that may just have come up. */
const atOnce = 2;

type Failed = {readonly id: string; readonly name: string; readonly lines: readonly string[]};

/** Starts sessions again that are over; without any named, or with `--dry-run`, it says what would happen and starts nothing. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {flags, words} = parsed;
	const choice = choiceOf(parsed);
	const all = flags.all === true;
	if (all && words.length > 0) {
		throw usage('--all means every session, so no other is named with it.', 'clutch restore --all, or clutch restore ID…');
	}

	return withStarted(context, async client => {
		const sessions = await knownSessions(client);
		const env = definedOnly(context.env);
		const named = [...new Set(words.map(word => sessionMeant(word, sessions)))];
		const alive = named.find(session => isAlive(session));
		if (alive !== undefined) {
			throw new ClutchError('ERR_CLUTCH_NOT_OVER', {id: alive.id, name: alive.name});
		}

		const wanted = words.length > 0 ? named : sessions.filter(session => all ? endedWithoutYou(session) : !isAlive(session));
		const listed = wanted.length === 0 ? [] : await client.call({type: 'session.restorable', ids: wanted.map(({id}) => id), env}) as readonly RestoreOffer[];
		const offers = inOrder(listed, sessions);
		if (flags['dry-run'] === true || (words.length === 0 && !all)) {
			say(offers, {parsed, context});
			return 0;
		}

		return restore(offers, {client, choice, env, parsed, context});
	});
}

type Restoring = {readonly client: ClutchdClient; readonly choice: RestoreChoice | undefined; readonly env: Readonly<Record<string, string>>; readonly parsed: ParsedArguments; readonly context: CommandContext};

async function restore(offers: readonly RestoreOffer[], {client, choice, env, parsed, context}: Restoring): Promise<number> {
	const {stdout, stderr} = context;
	const json = parsed.flags.json === true;
	const size = stdout.isTTY ? {cols: stdout.columns, rows: stdout.rows} : {};
	const restored: Session[] = [];
	/** What somebody else started since it was listed. That is no failure: it runs. */
	const elsewhere: RestoreOffer[] = [];
	const failed: Failed[] = [];
	const one = async (offer: RestoreOffer) => {
		const {id, name, answer} = offer;
		const fail = (lines: readonly string[]) => {
			failed.push({id, name, lines});
			if (!json) {
				stderr.write(`${name} (${id}) was not started.\n${lines.map(line => `    ${line}\n`).join('')}`);
			}
		};

		if (choice === undefined && answer.type !== 'resume' && answer.type !== 'again') {
			fail(answerLines(answer, {id, now: systemClock.now()}));
			return;
		}

		try {
			restored.push(await client.call({type: 'session.restore', id, choice, env, ...size}) as Session);
			if (!json) {
				stdout.write(`${name} (${id}) ${answer.type === 'again' || choice?.type === 'new' ? 'is started again' : 'goes on'}; clutch attach ${id} shows it.\n`);
			}
		} catch (error) {
			context.signal.throwIfAborted();
			// What its user chose here may be something else than what was started there.
			if (choice === undefined && error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_OVER') {
				elsewhere.push(offer);
				if (!json) {
					stdout.write(`${name} (${id}) was started by somebody else; clutch attach ${id} shows it.\n`);
				}

				return;
			}

			const {message, hint} = error as Error & {readonly hint?: string};
			fail([message, ...(hint === undefined || hint === '' ? [] : [hint])]);
		}
	};

	const waiting = [...offers];
	await Promise.all(Array.from({length: atOnce}, async () => {
		for (let offer = waiting.shift(); offer !== undefined; offer = waiting.shift()) {
			await one(offer);
		}
	}));
	if (json) {
		stdout.write(`${JSON.stringify({restored: restored.map(({id, name}) => ({id, name})), elsewhere: elsewhere.map(({id, name}) => ({id, name})), failed})}\n`);
	} else if (offers.length === 0) {
		stdout.write('Nothing to restore: no session ended without you.\n');
	} else if (offers.length > 1) {
		stdout.write(`${restored.length} of ${offers.length} started${elsewhere.length === 0 ? '' : `, ${elsewhere.length} by somebody else`}.\n`);
	}

	return failed.length === 0 ? 0 : 1;
}

function say(offers: readonly RestoreOffer[], {parsed, context: {stdout, env}}: Pick<Restoring, 'parsed' | 'context'>): void {
	if (parsed.flags.json === true) {
		stdout.write(`${JSON.stringify({offers})}\n`);
		return;
	}

	const seen = {now: systemClock.now(), home: env.HOME ?? ''};
	stdout.write(offers.length === 0
		? 'Nothing to restore: every session lives, or was closed.\n'
		: `${offers.map(offer => offerLines(offer, seen).join('\n')).join('\n\n')}\n\nNothing was started. clutch restore ID… or --all (what ended without you) does it.\n`);
}

/** What ended without its user first. */
function inOrder(offers: readonly RestoreOffer[], sessions: readonly Session[]): readonly RestoreOffer[] {
	const lost = new Set(sessions.filter(session => endedWithoutYou(session)).map(({id}) => id));
	return [...offers.filter(({id}) => lost.has(id)), ...offers.filter(({id}) => !lost.has(id))];
}

function choiceOf(parsed: ParsedArguments): RestoreChoice | undefined {
	const conversation = textOf(parsed, 'conversation');
	const isNew = parsed.flags.new === true;
	if (conversation === undefined && !isNew) {
		return undefined;
	}

	if (parsed.words.length !== 1 || (conversation !== undefined && isNew)) {
		throw usage('--conversation and --new say how one session goes on, so they go with one id and not with each other.', 'clutch restore lists what each session could go on with.');
	}

	return conversation === undefined ? {type: 'new'} : {type: 'conversation', id: conversation};
}

function definedOnly(env: CommandContext['env']): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}
