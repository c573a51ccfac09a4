import type {ClutchEvent} from '../core/event.js';
import type {AgentRow} from '../core/launch/agent.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {couldSpeak, isConversationId, lastWords, nearestConversation, weighEvidence, type Evidence} from '../core/session/evidence.js';
import type {Exit, Recipe, Session, SessionId} from '../core/session/session.js';
import {processEnvironment, shownConversations, showsConversation} from '../io/agent-processes.js';
import {savedConversation} from '../io/conversation-files.js';
import {readTombstone} from '../io/tombstone.js';
import type {SupervisorContext} from './context.js';
import type {SessionRecords} from './session-records.js';

export type Conversations = {
	/** The gateway: the session's own agent sent this id with a request of its main conversation. */
	readonly sent: (id: SessionId, conversation: string) => void;
	/** The gateway: a request of these sessions has come. */
	readonly spoke: (ids: ReadonlyArray<SessionId | undefined>) => void;
	readonly close: () => void;
};

type Options = {readonly context: SupervisorContext; readonly records: Pick<SessionRecords, 'look' | 'note' | 'tombstone'>};

/** One life of a session's program, as far as its conversation is looked for. */
type Life = {readonly pid: number; activity: Session['activity']; tries: number; isLooking: boolean; again: boolean; cancel: (() => void) | undefined};

/** An agent takes up to ten seconds to say who it is, on a machine that is busy even longer. Behind these, only something that happens makes us look. */
const pauses = [250, 500, 1000, 2000, 4000, 8000, 16_000] as const;
/** Its files may be on a disk that is far away. */
const lookDeadline = 5000;
/** Of the output, drawn screens and all. */
const lastBytes = 32 * 1024;

/** Joins what is seen of the conversation of each session, and writes down what is proven. Nothing here runs while nothing happens. */
export function createConversations({context, records}: Options): Conversations {
	const {bus, clock, env, log, loop, signal} = context;
	const lives = new Map<SessionId, Life>();

	const prove = (id: SessionId, evidence: Evidence) => {
		const recipe = records.look(id)?.recipe;
		const fact = recipe && weighEvidence(recipe, evidence);
		if (fact) {
			records.note({type: 'conversation', id, ...fact});
			log.write('info', 'the conversation of a session is known', {session: id, ...fact});
		}
	};

	const look = async (id: SessionId, life: Life): Promise<void> => {
		const session = records.look(id);
		const agent = agentOf(session?.recipe);
		if (session === undefined || agent === undefined || lives.get(id) !== life) {
			return;
		}

		life.isLooking = true;
		life.again = false;
		const seen = await seek(session, {agent, pid: life.pid});
		loop.post(() => {
			life.isLooking = false;
			// It may have ended meanwhile, and another one have its pid.
			if (lives.get(id) !== life || !isLive(records.look(id), life.pid)) {
				return;
			}

			if (seen !== undefined) {
				prove(id, {conversation: seen, proof: 'process'});
			}

			if (life.again) {
				void look(id, life);
			} else if (seen === undefined) {
				tryAgain(id, life);
			}
		});
	};

	/** What the agent's own processes show. One in which nothing was said yet is not kept by anybody, so it is no conversation to go on with. */
	const seek = async ({cwd, recipe}: Session, {agent, pid}: {readonly agent: AgentRow; readonly pid: number}): Promise<string | undefined> => {
		const deadline = AbortSignal.any([signal, AbortSignal.timeout(lookDeadline)]);
		const its = {...env, ...recipe.environment, ...await processEnvironment(pid)};
		const depths = await shownConversations(agent, {pid, env: its, signal: deadline});
		const id = depths && nearestConversation(depths, recipe.conversation);
		if (id === undefined || id === recipe.conversation) {
			return id;
		}

		const saved = await savedConversation(agent, {id, env: its, cwd, signal: deadline});
		return saved === 'yes' || saved === 'unknown' ? id : undefined;
	};

	const tryAgain = (id: SessionId, life: Life) => {
		const pause = pauses[life.tries];
		life.cancel?.();
		life.cancel = pause === undefined ? undefined : clock.after(pause, () => {
			life.cancel = undefined;
			life.tries++;
			lookSoon(id, life);
		});
	};

	const lookSoon = (id: SessionId, life: Life) => {
		if (life.isLooking) {
			life.again = true;
			return;
		}

		void look(id, life);
	};

	const forget = (id: SessionId) => {
		lives.get(id)?.cancel?.();
		lives.delete(id);
	};

	const follow = (session: Session) => {
		const {id, state, activity, recipe} = session;
		const agent = agentOf(recipe);
		if (state.status !== 'live') {
			const life = lives.get(id);
			forget(id);
			if (life && agent && state.status !== 'starting') {
				listen(session, agent);
			}

			return;
		}

		const life = lives.get(id);
		if (agent === undefined || (life?.pid === state.pid && life.activity === activity)) {
			return;
		}

		const current = life?.pid === state.pid ? life : {pid: state.pid, activity, tries: 0, isLooking: false, again: false, cancel: undefined};
		current.activity = activity;
		current.tries = 0;
		if (current !== life) {
			forget(id);
			lives.set(id, current);
		}

		if (showsConversation(agent)) {
			lookSoon(id, current);
		}
	};

	/** What it said at its end. */
	const listen = ({id, state}: Session, {traces}: AgentRow) => {
		if (!traces.some(({type}) => type === 'exit-hint') || !couldSpeak('exit' in state ? state.exit : ended)) {
			return;
		}

		try {
			const left = readTombstone(records.tombstone(id));
			const conversation = left && lastWords(traces, Buffer.from(left.tail.subarray(-lastBytes)).toString());
			if (conversation !== undefined) {
				prove(id, {conversation, proof: 'exit-hint'});
			}
		} catch (error) {
			log.write('warn', 'what a session said at its end cannot be read', {session: id, error: error as Error});
		}
	};

	const stop = bus.subscribe({
		onSnapshot({sessions}) {
			for (const session of sessions) {
				follow(session);
			}
		},
		onEvent(event: ClutchEvent) {
			// What this causes is told after everybody has heard the event itself.
			loop.post(() => {
				if (event.type === 'session.opened' || event.type === 'session.changed') {
					const session = records.look(event.session.id);
					if (session) {
						follow(session);
					}
				} else if (event.type === 'session.closed') {
					forget(event.id);
				}
			});
		},
	});

	return {
		sent(id, conversation) {
			const session = records.look(id);
			const life = lives.get(id);
			if (session === undefined || !isConversationId(conversation)) {
				return;
			}

			const isOther = session.recipe.conversation !== conversation;
			prove(id, {conversation, proof: 'header'});
			// Either somebody else speaks, or it has begun another one: its own processes know.
			if (life && isOther && showsConversation(agentOf(session.recipe) ?? {traces: []})) {
				lookSoon(id, life);
			}
		},
		spoke(ids) {
			for (const id of new Set(ids)) {
				const session = id === undefined ? undefined : records.look(id);
				if (session && session.spoke !== true && agentOf(session.recipe)) {
					records.note({type: 'spoke', id: session.id});
				}
			}
		},
		close() {
			stop();
			for (const id of lives.keys()) {
				forget(id);
			}
		},
	};
}

/** A session that ended in order, by itself. */
const ended: Exit = {type: 'code', code: 0};

function agentOf(recipe: Recipe | undefined): AgentRow | undefined {
	return recipe?.agent === undefined ? undefined : agentCatalogue.find(({id}) => id === recipe.agent);
}

function isLive(session: Session | undefined, pid: number): boolean {
	return session?.state.status === 'live' && session.state.pid === pid;
}
