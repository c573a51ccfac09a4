import type {Command} from '../core/command.js';
import {ClutchError} from '../core/error.js';
import {demoAgain, planRestore, type RestorePlan, type RestoreStart} from '../core/session/plan-restore.js';
import type {ServiceId} from '../core/service/service.js';
import type {RestoreAnswer, RestoreChoice, RestoreOffer} from '../core/session/restore.js';
import type {Relaunches, Session, SessionId} from '../core/session/session.js';
import {loadConfig} from '../io/config-file.js';
import {prepareLaunch} from '../io/launch-record.js';
import {programArgv} from '../io/paths.js';
import {gatherRestoreFacts} from '../io/restore-facts.js';
import type {SupervisorContext} from './context.js';
import type {Services} from './services.js';
import type {Sessions} from './sessions.js';
import {whenState} from './wait.js';

export type Restore = {
	/** What would happen to each of these sessions, or to every one that is over. */
	readonly offers: (command: Omit<Extract<Command, {type: 'session.restorable'}>, 'type'>) => Promise<readonly RestoreOffer[]>;
	/** Its user wants it back. */
	readonly restore: (command: Omit<Extract<Command, {type: 'session.restore'}>, 'type'>) => Promise<Session>;
	/** Nobody asked: it starts only if nobody needs to be asked. Answers with why it did not. */
	readonly relaunch: (id: SessionId, how: {readonly relaunches: Relaunches | undefined; readonly kinds: ReadonlyArray<RestoreAnswer['type']>}) => Promise<Session | RestoreAnswer>;
};

type Options = {readonly context: SupervisorContext; readonly sessions: Sessions; readonly services: Services};

type Asking = {readonly env?: Readonly<Record<string, string>> | undefined; readonly choice?: RestoreChoice | undefined};

/** A machine under heavy load may take many seconds. */
const serviceDeadline = 60_000;

/** The one way in which a session that is over starts again, whoever wants it: the dashboard, `clutch restore`, a setting or the crash policy. */
export function createRestore({context, sessions, services}: Options): Restore {
	const {bus, clock, env: own, paths, signal} = context;
	/** Those whose start has not been written down yet. */
	const underway = new Set<SessionId>();

	const plan = async (session: Session, {env, choice}: Asking): Promise<RestorePlan> => {
		const asking = env ?? own;
		const facts = await gatherRestoreFacts(session, {paths, env: asking, loaded: loadConfig({paths, env: asking}), sessions: bus.state().sessions, parked: parkedGateway(), signal});
		return session.demo ? demoAgain({session, facts, argv: programArgv('demo')}) : planRestore({session, facts, choice});
	};

	const parkedGateway = () => {
		const state = bus.state().services.find(({id}) => id === 'gateway')?.state;
		return state?.status === 'parked' ? {reason: state.reason, choices: state.choices} : undefined;
	};

	const ready = async (id: ServiceId) => {
		const find = () => bus.state().services.find(service => service.id === id)?.state;
		if (find()?.status === 'ready') {
			return;
		}

		services.start(id);
		await whenState(bus, {clock, withinMs: serviceDeadline, condition: () => find()?.status === 'ready' || find()?.status === 'parked'});
		const state = find();
		if (state?.status !== 'ready') {
			const why = state?.status === 'parked' ? state : {reason: `it was not ready within ${serviceDeadline / 1000} s.`, choices: [`clutch logs ${id}`]};
			throw new ClutchError('ERR_CLUTCH_SERVICE', {title: `The ${id}`, problem: why.reason, next: numbered(why.choices)});
		}
	};

	/** The plan, with what it needs running; what a gateway's address changes in it is known only then. */
	const planned = async (session: Session, asking: Asking): Promise<RestorePlan> => {
		const first = await plan(session, asking);
		if (first.type !== 'start' || first.start.gateway === 'none') {
			return first;
		}

		if (session.demo) {
			await ready('demo');
		}

		if (first.start.gateway === 'here') {
			await ready('gateway');
		}

		return plan(session, asking);
	};

	const start = async (session: Session, {start: {launch, recipe, kept}, ...how}: {readonly start: RestoreStart} & Pick<Parameters<Sessions['restart']>[1], 'relaunches' | 'size'>) => {
		const {id, name, title} = session;
		if (kept) {
			prepareLaunch({plan: {session: id, name, title, launch, recipe, ...kept}, at: clock.now(), process: undefined});
		}

		return sessions.restart(id, {recipe, launch, ...how});
	};

	/** One at a time for each session: the second finds it under way. */
	const once = async <Value>(id: SessionId, work: (session: Session) => Promise<Value>): Promise<Value> => {
		const session = sessions.wanted(id);
		if (underway.has(id) || !sessions.isOver(id)) {
			throw new ClutchError('ERR_CLUTCH_NOT_OVER', {id, name: session.name});
		}

		underway.add(id);
		try {
			return await work(session);
		} finally {
			underway.delete(id);
		}
	};

	return {
		async offers({ids, env}) {
			const wanted = ids === undefined ? bus.state().sessions.filter(({id}) => sessions.isOver(id)) : ids.map(id => sessions.wanted(id)).filter(({id}) => sessions.isOver(id));
			const offers: RestoreOffer[] = [];
			for (const session of wanted) {
				const {id, name, title, cwd, state, createdAt} = session;
				const {answer} = await plan(session, {env});
				offers.push({id, name, title, cwd, at: 'at' in state ? state.at : createdAt, answer});
			}

			return offers;
		},
		async restore({id, choice, env, cols, rows}) {
			return once(id, async session => {
				const answered = await planned(session, {env, choice});
				if (answered.type === 'not') {
					throw refusal(session, answered.answer);
				}

				const size = cols === undefined || rows === undefined ? undefined : {cols, rows};
				return start(session, {start: answered.start, relaunches: undefined, size});
			});
		},
		async relaunch(id, {relaunches, kinds}) {
			return once(id, async session => {
				const first = await plan(session, {});
				if (first.type === 'not' || !kinds.includes(first.answer.type)) {
					return first.answer;
				}

				const answered = await planned(session, {});
				return answered.type === 'not' ? answered.answer : start(session, {start: answered.start, relaunches, size: undefined});
			});
		},
	};
}

function refusal({id}: Session, answer: Extract<RestorePlan, {type: 'not'}>['answer']): ClutchError {
	return answer.type === 'refused'
		? new ClutchError('ERR_CLUTCH_RESTORE', {sentence: answer.sentence, choices: numbered(answer.choices)})
		: new ClutchError('ERR_CLUTCH_RESTORE', {sentence: answer.sentence, choices: numbered([...answer.conversations.map(({id: conversation}) => `clutch restore ${id} --conversation ${conversation}`), `clutch restore ${id} --new`])});
}

function numbered(choices: readonly string[]): string {
	return choices.map((choice, index) => `${index + 1} ${choice}`).join('   ');
}
