import type {LoadedConfig} from '../core/config/config.js';
import type {AgentRow} from '../core/launch/agent.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {withoutNpm} from '../core/launch/environment.js';
import {restoredEnvironment} from '../core/session/environment.js';
import type {RestoreFacts} from '../core/session/plan-restore.js';
import type {Session} from '../core/session/session.js';
import {foundConversations, savedConversation} from './conversation-files.js';
import {findExecutable} from './executable.js';
import {freshIds, gatherLaunchFacts} from './launch-facts.js';
import {launchRecord} from './launch-record.js';
import {openIn} from './open-conversation.js';
import {programRoot, type Paths} from './paths.js';
import {isScrollbackGone} from './scrollback-file.js';

type Wanted = {
	readonly paths: Paths;
	/** Of the terminal that asks. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly loaded: LoadedConfig;
	/** Every session, to tell whose a conversation is. */
	readonly sessions: readonly Session[];
	readonly parked: RestoreFacts['parked'];
	readonly signal: AbortSignal;
};

/** What the restore of a session is decided by: files that are looked at, nothing started. */
export async function gatherRestoreFacts(session: Session, {paths, env: asking, loaded, sessions, parked, signal}: Wanted): Promise<RestoreFacts> {
	const {recipe, cwd} = session;
	const agent = agentCatalogue.find(row => row.id === recipe.agent);
	const env = withoutNpm(restoredEnvironment(asking, recipe), programRoot());
	const kept = await keptBy(agent, {session, sessions, env, signal});
	return {
		launch: gatherLaunchFacts({paths, env, cwd, loaded, only: agent?.letter ?? ''}),
		...kept,
		runnable: findExecutable(recipe.file, {searchPath: env.PATH, cwd}).status === 'found',
		linesGone: isScrollbackGone(paths, {id: session.id, args: recipe.args}),
		settings: launchRecord(paths, session.id)?.settings,
		parked,
		openIn: conversation => openIn({agent: recipe.agent, conversation}, {paths, sessions, except: session.id})?.name,
		fresh: freshIds().conversation,
	};
}

/** An agent's files may be on a disk that is far away. Who could not look in time does not know. */
const keptDeadline = 20_000;

/** What the agent itself keeps of the session's conversation, and of others that it might be. */
async function keptBy(agent: AgentRow | undefined, {session, sessions, env, signal}: {readonly session: Session} & Pick<Wanted, 'sessions' | 'env' | 'signal'>): Promise<Pick<RestoreFacts, 'saved' | 'found'>> {
	const {cwd, createdAt: since, recipe: {conversation: id}} = session;
	if (agent === undefined) {
		return {saved: 'unknown', found: undefined};
	}

	const place = {env, cwd, signal: AbortSignal.any([signal, AbortSignal.timeout(keptDeadline)])};
	const [saved, found] = await Promise.all([
		id === undefined ? 'unknown' as const : savedConversation(agent, {...place, id}),
		foundConversations(agent, {...place, since}),
	]);
	const others = new Set(sessions.flatMap(({id: other, recipe}) => other !== session.id && recipe.agent === agent.id && recipe.conversation !== undefined ? [recipe.conversation] : []));
	return {saved, found: found?.filter(({id: each}) => !others.has(each))};
}
