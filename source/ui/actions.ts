import type {LaunchChoice} from '../core/launch/problem.js';
import type {LaunchAnswer, LaunchPlan} from '../core/launch/plan.js';
import type {Size} from '../core/view/work/layout.js';
import type {NavigationEffect} from '../core/view/navigation/navigation.js';
import type {Preview} from '../core/view/box/preview.js';
import type {Launcher} from './launcher.js';
import type {Link} from './link.js';
import {createRestoring} from './restoring.js';
import {createServing, ParkedError} from './serving.js';
import type {Store} from './store.js';

/** Effects that need clutchd or the launcher. */
export type WorkEffect = Exclude<NavigationEffect, {readonly type: 'wait' | 'send-chord' | 'remember-sidebar' | 'quit'}>;

/** What the user asked for, done by clutchd. */
export type Actions = {
	/** `line` is what stands in the code line now. */
	readonly perform: (effect: WorkEffect, line: string) => void;
	/** The cursor may have moved. */
	readonly look: () => void;
};

export function isWork(effect: NavigationEffect): effect is WorkEffect {
	return !['wait', 'send-chord', 'remember-sidebar', 'quit'].includes(effect.type);
}

type Options = {
	readonly store: Store;
	readonly link: Link;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly launcher: Promise<Launcher>;
	readonly planDemo: () => LaunchPlan;
	/** Makes what the launch needs on disk. */
	readonly prepare: (plan: LaunchPlan) => void;
	readonly paneSize: () => Size;
	readonly signal: AbortSignal;
};

/** What a program is given to end by itself after TERM. */
const grace = 3000;

export function createActions({store, link, env, launcher, planDemo, prepare, paneSize, signal}: Options): Actions {
	const serving = createServing({store, link, signal});
	const {ensure: ensureService} = serving;
	const restoring = createRestoring({store, link, env, paneSize});
	const fail = (error: unknown) => {
		const {message, hint} = error as Error & {readonly hint?: string};
		store.navigate({type: 'message', message: {level: 'bad', text: hint === undefined ? message : `${message} ${hint}`, ...(error instanceof ParkedError ? {choices: error.choices} : {})}});
	};

	const open = async (plan: LaunchPlan, demo: boolean) => {
		const {session: id, name, title, recipe, launch} = plan;
		const {cols, rows} = paneSize();
		prepare(plan);
		await link.call({type: 'session.open', id, name, title, demo, recipe, launch, cols, rows});
		return id;
	};

	const planned = (answer: LaunchAnswer | undefined): LaunchPlan => {
		if (answer?.type === 'plan') {
			return answer.plan;
		}

		throw new Error(answer === undefined ? 'How this was started is not known any more.' : [answer.problem.sentence, ...answer.problem.choices.map((choice, index) => `${index + 1} ${choice.text}`)].join('   '));
	};

	const lookUp = async (line: string) => {
		const {preview} = await launcher;
		store.navigate({type: 'preview', preview: safely(() => preview(line), line)});
	};

	const startDemo = async () => {
		await ensureService('demo', 'The demo upstream');
		await ensureService('gateway', 'The gateway');
		store.navigate({type: 'opened', id: await open(planDemo(), true)});
	};

	const start = async (line: string) => {
		const {planShown} = await launcher;
		const first = planned(planShown(line));
		if (first.needsGateway) {
			await ensureService('gateway', 'The gateway');
		}

		store.navigate({type: 'opened', id: await open(planned(planShown(line)), false)});
	};

	const choose = async (choice: LaunchChoice, line: string) => {
		switch (choice.action) {
			case 'demo': {
				await startDemo();
				return;
			}

			case 'start': {
				await ensureService('gateway', 'The gateway');
				await lookUp(line);
				return;
			}

			case 'ask': {
				const {keepApprovals} = await launcher;
				keepApprovals(line);
				await lookUp(line);
				return;
			}

			case 'add-key':
			case 'log-in':
			case 'install':
			case 'none': {
				store.navigate({type: 'message', message: {level: 'note', text: `To do in a shell: ${choice.text}`}});
			}
		}
	};

	const work = async (effect: WorkEffect, line: string): Promise<unknown> => {
		switch (effect.type) {
			case 'look-up': {
				return lookUp(effect.line);
			}

			case 'start': {
				return start(effect.line);
			}

			case 'restore': {
				return restoring.restore(effect.ids);
			}

			case 'restore-as': {
				return restoring.restoreAs(effect.id, effect.choice);
			}

			case 'stop': {
				return link.call({type: 'session.stop', id: effect.id, graceMs: grace});
			}

			case 'close': {
				return link.call({type: 'session.close', id: effect.id});
			}

			case 'choose': {
				return choose(effect.choice, line);
			}

			case 'serve': {
				return serving.choose(effect.choice);
			}

			case 'demo': {
				return startDemo();
			}
		}
	};

	return {
		look: restoring.look,
		perform(effect, line) {
			work(effect, line).catch((error: unknown) => {
				fail(error);
			});
		},
	};
}

/** A configuration or folder that cannot be read is a problem to be shown, with nothing started. */
function safely(make: () => Preview, line: string): Preview {
	try {
		return make();
	} catch (error) {
		return {status: 'problem', line, decoded: [], sentence: (error as Error).message, choices: []};
	}
}
