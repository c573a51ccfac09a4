import type {SessionUsage} from '../core/client/state.js';
import type {LaunchRecord} from '../core/launch/record.js';
import type {Session} from '../core/session/session.js';
import {stateDetail, stateWord} from '../core/session/state-words.js';
import {sessionLines, terminalLines, withoutClutchdLine} from '../core/view/text/status-text.js';
import {systemClock} from '../io/clock.js';
import {isRunning, launchRecords} from '../io/launch-record.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {sessionsKnown} from './sessions-known.js';

/** Sessions that live or ended without their user; `--all` also those that ended in order. All of it is known without clutchd too. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const known = await sessionsKnown(context);
	const terminals = launchRecords(context.paths).filter(record => isRunning(record));
	const all = known.status === 'running' ? known.state.sessions : known.sessions;
	const sessions = all.filter(session => parsed.flags.all === true || session.state.status !== 'exited');
	const usage = known.status === 'running' ? known.state.meter.sessions : {};
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({sessions: sessions.map(session => sessionObject(session)), terminals: terminals.map(record => terminalObject(record, usage[record.session]))})}\n`);
		return 0;
	}

	const seen = {now: systemClock.now(), home: context.env.HOME ?? ''};
	const lines = [...sessionLines(sessions, {usage, ...seen}), ...terminalLines(terminals, {usage, ...seen})];
	context.stdout.write(lines.length === 0 ? 'No sessions.\n' : `${lines.join('\n')}\n`);
	if (known.status === 'without') {
		context.stderr.write(`${[withoutClutchdLine(sessions, known.waiting), ...(known.problem === undefined ? [] : [`Not all may be listed: ${known.problem}.`])].join('\n')}\n`);
	}

	return 0;
}

/** What scripts may rely on: `word` does not change with what is known beyond it. What a session was started with stays with the programs. */
export function sessionObject({recipe: {args: _, environment: __, ...recipe}, ...session}: Session) {
	return {...session, recipe, word: stateWord(session), why: stateDetail(session) ?? null};
}

function terminalObject({session, name, title, recipe, cwd, process: owner, at}: LaunchRecord, usage: SessionUsage | undefined) {
	return {id: session, name, title, code: recipe.code ?? null, cwd, where: 'terminal', pid: owner?.pid ?? null, since: at, usage: usage ?? null};
}
