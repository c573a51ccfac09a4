import type {ClientState, SessionUsage} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import type {LaunchRecord} from '../core/launch/record.js';
import type {Session} from '../core/session/session.js';
import {stateDetail, stateWord} from '../core/session/state-words.js';
import {sessionLines, terminalLines} from '../core/view/status-text.js';
import {systemClock} from '../io/clock.js';
import {isRunning, launchRecords} from '../io/launch-record.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {withClutchd} from './with-clutchd.js';

/** Sessions that live or ended without their user; `--all` also those that ended in order. What `xx` runs in its users' own terminals is known without clutchd too. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const terminals = launchRecords(context.paths).filter(record => isRunning(record));
	const state = await stateOf(context, terminals.length > 0);
	const sessions = state?.sessions.filter(session => parsed.flags.all === true || session.state.status !== 'exited') ?? [];
	const usage = state?.meter.sessions ?? {};
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({sessions: sessions.map(session => sessionObject(session)), terminals: terminals.map(record => terminalObject(record, usage[record.session]))})}\n`);
		return 0;
	}

	const seen = {now: systemClock.now(), home: context.env.HOME ?? ''};
	const lines = [
		...(state === undefined ? [] : sessionLines(sessions, {state, ...seen})),
		...terminalLines(terminals, {usage, ...seen}),
	];
	context.stdout.write(lines.length === 0 ? 'No sessions.\n' : `${lines.join('\n')}\n`);
	return 0;
}

/** Without clutchd only what runs in terminals can be told; where that is nothing, the reason is. */
async function stateOf(context: CommandContext, isEnough: boolean): Promise<ClientState | undefined> {
	try {
		return await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState);
	} catch (error) {
		if (isEnough && error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_RUNNING') {
			return undefined;
		}

		throw error;
	}
}

/** What scripts may rely on: `word` does not change with what is known beyond it. What a session was started with stays with the programs. */
function sessionObject({recipe: {args: _, environment: __, ...recipe}, ...session}: Session) {
	return {...session, recipe, word: stateWord(session), why: stateDetail(session) ?? null};
}

function terminalObject({session, name, title, recipe, cwd, process: owner, at}: LaunchRecord, usage: SessionUsage | undefined) {
	return {id: session, name, title, code: recipe.code ?? null, cwd, where: 'terminal', pid: owner?.pid ?? null, since: at, usage: usage ?? null};
}
