import {readRecipeCode} from '../core/launch/code.js';
import type {LaunchAnswer, LaunchPlan} from '../core/launch/plan.js';
import {withLaunch} from '../core/view/box/library.js';
import type {LaunchOptions} from '../core/view/box/options.js';
import {emptyPreview, type Preview} from '../core/view/box/preview.js';
import type {ScreenChoice} from '../core/view/box/screen-choice.js';
import {startProblem} from '../core/view/box/start-problem.js';
import type {RoomChoice} from '../core/view/panes/refused-command.js';
import type {SessionId} from '../core/session/session.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import {rememberPreferences} from '../io/preferences.js';
import type {Launcher} from './launcher.js';
import type {Link} from './link.js';
import {ParkedError, type Serving} from './serving.js';
import type {Store} from './store.js';

export type Launching = {
	readonly lookUp: (line: string) => Promise<void>;
	readonly start: (line: string) => Promise<void>;
	/** Does what a numbered choice under the code line says. */
	readonly choose: (choice: ScreenChoice) => Promise<void>;
	/** Ends or forgets what the choice names. */
	readonly makeRoom: (choice: RoomChoice) => Promise<void>;
};

type Options = {
	readonly paths: Paths;
	readonly clock: Clock;
	readonly store: Store;
	readonly link: Link;
	readonly launcher: Promise<Launcher>;
	readonly serving: Serving;
	readonly open: (plan: LaunchPlan, demo: boolean) => Promise<SessionId>;
	readonly startDemo: () => Promise<void>;
	readonly signal: AbortSignal;
};

/** What is given to a session that is ended for another one. */
const graceMs = 3000;
const endDeadline = 60_000;

/** The code line, looked up and started: what clutchd and the machine say to it comes back as its preview. */
export function createLaunching({paths, clock, store, link, launcher, serving, open, startDemo, signal}: Options): Launching {
	const optionsNow = () => store.get().navigation.palette.options;

	const lookUpAs = async (line: string, options: LaunchOptions): Promise<void> => {
		const {preview: look} = await launcher;
		const {preview, more} = safely(() => look({line, options}), line);
		store.navigate({type: 'preview', preview, options});
		void more?.then(async () => isStill(line, options) ? lookUpAs(line, options) : undefined);
	};

	/** The same text stands there: what is found out about it is still wanted. */
	const isStill = (line: string, options: LaunchOptions) => !signal.aborted && store.get().navigation.line === line && optionsNow() === options;

	const remember = ({code, launch: {cwd}, recipe: {conversation}}: LaunchPlan, {session}: LaunchOptions) => {
		// Any other one is new, or whichever is the newest then.
		const isChosen = session !== undefined || readRecipeCode(code)?.mode === 's';
		const recents = withLaunch(store.get().library.recents, {code, cwd, at: clock.now(), ...(isChosen ? {conversation} : {})});
		store.setLibrary({recents});
		void rememberPreferences(paths, {recents}).catch(() => {
			// A disk on which nothing can be written now: the list is as long as this dashboard.
		});
	};

	const start = async (line: string) => {
		let recipe: LaunchPlan['recipe'] | undefined;
		const since = store.get().navigation;
		const options = optionsNow();
		const {planShown} = await launcher;
		try {
			const first = planned(planShown({line, options}));
			if (first.needsGateway) {
				await serving.ensure('gateway', 'The gateway');
			}

			const plan = planned(planShown({line, options}));
			({recipe} = plan);
			const id = await open(plan, false);
			remember(plan, options);
			store.navigate({type: 'opened', id, since});
		} catch (error) {
			refuse(error, {line, options, recipe});
		}
	};

	/** What kept it from starting stands under the code, with what can be done. */
	const refuse = (error: unknown, {line, options, recipe}: {readonly line: string; readonly options: LaunchOptions; readonly recipe: LaunchPlan['recipe'] | undefined}) => {
		if (error instanceof ParkedError || !isStill(line, options)) {
			throw error;
		}

		const {code, message, hint} = error as Error & {readonly code?: string; readonly hint?: string};
		const {sentence, choices} = startProblem({code, message, hint, recipe}, store.get().client?.sessions ?? []);
		store.navigate({type: 'preview', preview: {status: 'problem', line, decoded: [], sentence, choices}, options});
	};

	const again = async () => {
		const {line} = store.get().navigation;
		const options = optionsNow();
		await lookUpAs(line, options);
		if (store.get().navigation.preview.status === 'ready') {
			await start(line);
		}
	};

	const gone = async (id: SessionId) => store.until(({client}) => client?.sessions.every(session => session.id !== id || (session.state.status !== 'live' && session.state.status !== 'starting')) === true, AbortSignal.any([signal, AbortSignal.timeout(endDeadline)]));

	const makeRoom = async (choice: RoomChoice) => {
		if (choice.action === 'end') {
			await link.call({type: 'session.stop', id: choice.session, graceMs});
			await gone(choice.session);
			return;
		}

		for (const id of choice.sessions) {
			await link.call({type: 'session.close', id});
		}
	};

	return {
		makeRoom,
		lookUp: async line => lookUpAs(line, optionsNow()),
		start,
		async choose(choice) {
			const {line} = store.get().navigation;
			switch (choice.action) {
				case 'demo': {
					return startDemo();
				}

				case 'start': {
					await serving.ensure('gateway', 'The gateway');
					return lookUpAs(line, optionsNow());
				}

				case 'ask': {
					const {keepApprovals} = await launcher;
					keepApprovals(line);
					return lookUpAs(line, optionsNow());
				}

				case 'end':
				case 'free': {
					await makeRoom(choice);
					return again();
				}

				case 'retry': {
					return again();
				}

				case 'folder':
				case 'home':
				case 'not-now':
				case 'go-to':
				case 'code': {
					// Navigation does these itself.
					return;
				}

				case 'add-key':
				case 'log-in':
				case 'install':
				case 'none': {
					store.navigate({type: 'message', message: {level: 'note', text: `To do in a shell: ${choice.text}`}});
				}
			}
		},
	};
}

function planned(answer: LaunchAnswer | undefined): LaunchPlan {
	if (answer?.type === 'plan') {
		return answer.plan;
	}

	throw new Error(answer === undefined ? 'How this was started is not known any more.' : [answer.problem.sentence, ...answer.problem.choices.map((choice, index) => `${index + 1} ${choice.text}`)].join('   '));
}

type Looked = {readonly preview: Preview; readonly more: Promise<void> | undefined};

/** A configuration or folder that cannot be read is a problem to be shown, with nothing started. */
function safely(make: () => Looked, line: string): Looked {
	try {
		return make();
	} catch (error) {
		return {preview: line === '' ? emptyPreview : {status: 'problem', line, decoded: [], sentence: (error as Error).message, choices: [{text: 'try again', action: 'retry'}]}, more: undefined};
	}
}
