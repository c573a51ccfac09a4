import {ClutchError} from '../core/error.js';
import {agentOf} from '../core/launch/catalogue.js';
import {switchModel} from '../core/launch/live.js';
import type {LaunchRequest} from '../core/launch/plan.js';
import type {LaunchRecord} from '../core/launch/record.js';
import type {SessionId} from '../core/session/session.js';
import {changeLaunch, isRunning, launchRecords} from '../io/launch-record.js';
import type {CommandContext} from './command.js';
import {usage} from './launch-request.js';
import {sessionsNow} from './with-clutchd.js';

type Wanted = {readonly request: LaunchRequest & {readonly model: string}; readonly dryRun: boolean; readonly json: boolean};

/** `-m` for a session that lives: it asks for that model from its next request on, and nothing is started. Answers whether there was such a session. */
export async function switchLiving({request, dryRun, json}: Wanted, context: CommandContext): Promise<boolean> {
	const {code, model, name, conversation, prompt, settings} = request;
	const agent = agentOf(code.agent);
	const records = launchRecords(context.paths).filter(record => record.recipe.agent === agent?.id || record.name === name);
	if (agent === undefined || records.length === 0) {
		return false;
	}

	const living = await livingOf(records, context);
	const answer = switchModel(model, {meant: {agent, name, conversation}, living});
	if (answer.type === 'none') {
		return false;
	}

	if (answer.type === 'refused') {
		throw new ClutchError('ERR_CLUTCH_LAUNCH', {sentence: answer.sentence, choices: answer.next});
	}

	const {record} = answer;
	if (prompt !== undefined || Object.keys(settings ?? {}).length > 0) {
		throw usage(`${record.name} lives, and -m only changes its model, so ${prompt === undefined ? '--set' : '-p'} would be lost.`, 'Leave it out, or start another session under another --name.');
	}

	if (!dryRun) {
		changeLaunch(context.paths, record);
	}

	context.stdout.write(json
		? `${JSON.stringify({session: record.session, name: record.name, model, switched: !dryRun})}\n`
		: `${record.name} ${dryRun ? 'would ask' : 'asks'} ${model} from its next request on.\n`);
	return true;
}

/** Those in their users' terminals by their process, those under guard by what clutchd says, if it runs. */
async function livingOf(records: readonly LaunchRecord[], context: CommandContext): Promise<readonly LaunchRecord[]> {
	const guarded = records.some(record => record.process === undefined) ? await guardedSessions(context) : new Set<SessionId>();
	return records.filter(record => record.process === undefined ? guarded.has(record.session) : isRunning(record));
}

async function guardedSessions(context: CommandContext): Promise<ReadonlySet<SessionId>> {
	const sessions = await sessionsNow(context);
	return new Set(sessions.filter(({state}) => state.status === 'live' || state.status === 'starting').map(({id}) => id));
}
