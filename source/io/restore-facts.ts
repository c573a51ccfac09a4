import type {LoadedConfig} from '../core/config/config.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {withoutNpm} from '../core/launch/environment.js';
import {restoredEnvironment} from '../core/session/environment.js';
import type {RestoreFacts} from '../core/session/plan-restore.js';
import type {Session} from '../core/session/session.js';
import {findExecutable} from './executable.js';
import {freshIds, gatherLaunchFacts} from './launch-facts.js';
import {isRunning, launchRecord, launchRecords} from './launch-record.js';
import {programRoot, type Paths} from './paths.js';

type Wanted = {
	readonly paths: Paths;
	/** Of the terminal that asks. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly loaded: LoadedConfig;
	/** Every session, to tell whose a conversation is. */
	readonly sessions: readonly Session[];
	readonly parked: RestoreFacts['parked'];
};

/** What the restore of a session is decided by: files that are looked at, nothing started. */
export async function gatherRestoreFacts(session: Session, {paths, env: asking, loaded, sessions, parked}: Wanted): Promise<RestoreFacts> {
	const {recipe, cwd} = session;
	const agent = agentCatalogue.find(row => row.id === recipe.agent);
	const env = withoutNpm(restoredEnvironment(asking, recipe), programRoot());
	return {
		launch: gatherLaunchFacts({paths, env, cwd, loaded, only: agent?.letter ?? ''}),
		saved: 'unknown',
		found: undefined,
		runnable: findExecutable(recipe.file, {searchPath: env.PATH, cwd}).status === 'found',
		settings: launchRecord(paths, session.id)?.settings,
		parked,
		openIn: conversation => sessionWith(conversation, {session, sessions, paths}),
		fresh: freshIds().conversation,
	};
}

/** The name of another session that has a conversation open right now, here or in its user's own terminal. */
function sessionWith(conversation: string, {session, sessions, paths}: {readonly session: Session; readonly sessions: readonly Session[]; readonly paths: Paths}): string | undefined {
	const isIt = ({agent, conversation: other}: Session['recipe']) => agent === session.recipe.agent && other === conversation;
	const here = sessions.find(({id, state, recipe}) => id !== session.id && (state.status === 'live' || state.status === 'starting') && isIt(recipe));
	return here?.name ?? launchRecords(paths).find(record => isIt(record.recipe) && isRunning(record))?.name;
}
