import type {LaunchPlan} from '../core/launch/plan.js';
import type {Size} from '../core/view/work/layout.js';
import type {Placing} from '../core/view/panes/arrange.js';
import type {NavigationEffect, ProgramBeside} from '../core/view/navigation/navigation.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import {createCompleting} from './completing.js';
import type {Launcher} from './launcher.js';
import {createLaunching} from './launching.js';
import type {Link} from './link.js';
import {preferring} from './preferring.js';
import {createRestoring} from './restoring.js';
import {createServing, ParkedError} from './serving.js';
import type {Store} from './store.js';
import type {WorkEffect} from './work-effect.js';

/** What the user asked for, done by clutchd. */
export type Actions = {
	readonly perform: (effect: WorkEffect) => void;
	/** The cursor may have moved. */
	readonly look: () => void;
};

type Options = {
	readonly paths: Paths;
	readonly clock: Clock;
	readonly cwd: string;
	readonly store: Store;
	readonly link: Link;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly launcher: Promise<Launcher>;
	readonly openBeside: (program: ProgramBeside, placing: Placing | undefined) => Promise<void>;
	readonly planDemo: () => LaunchPlan;
	/** Makes what the launch needs on disk. */
	readonly prepare: (plan: LaunchPlan) => void;
	readonly paneSize: () => Size;
	readonly signal: AbortSignal;
};

/** What a program is given to end by itself after TERM. */
const grace = 3000;

export function createActions({paths, clock, cwd, store, link, env, launcher, openBeside, planDemo, prepare, paneSize, signal}: Options): Actions {
	const serving = createServing({store, link, signal});
	const {ensure: ensureService} = serving;
	const restoring = createRestoring({store, link, env, paneSize});
	const fail = (error: unknown) => {
		const {message, hint} = error as Error & {readonly hint?: string};
		store.navigate({type: 'message', message: {level: 'bad', text: hint === undefined ? message : `${message} ${hint}`, ...(error instanceof ParkedError ? {choices: error.choices, service: error.service} : {})}});
	};

	const open = async (plan: LaunchPlan, demo: boolean) => {
		const {session: id, name, suggested, title, recipe, launch} = plan;
		const {cols, rows} = paneSize();
		prepare(plan);
		await link.call({type: 'session.open', id, name, suggested: demo || suggested, title, demo, recipe, launch, cols, rows});
		return id;
	};

	const startDemo = async () => {
		const since = store.get().navigation;
		await ensureService('demo', 'The demo upstream');
		await ensureService('gateway', 'The gateway');
		store.navigate({type: 'opened', id: await open(planDemo(), true), since});
	};

	const launching = createLaunching({paths, clock, store, link, launcher, serving, open, startDemo, signal});

	const complete = async (effect: Extract<NavigationEffect, {type: 'complete'}>) => createCompleting({store, launcher: await launcher, cwd, env, signal})(effect);

	const choose = async ({choice, beside}: Extract<NavigationEffect, {type: 'choose'}>) => {
		if (beside === undefined || (choice.action !== 'end' && choice.action !== 'free')) {
			return launching.choose(choice);
		}

		await launching.makeRoom(choice);
		return openBeside(beside.program, beside.placing);
	};

	const work = async (effect: WorkEffect): Promise<unknown> => {
		switch (effect.type) {
			case 'look-up': {
				return launching.lookUp(effect.line);
			}

			case 'start': {
				return launching.start(effect.line);
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

			case 'rename': {
				return link.call({type: 'session.rename', id: effect.id, name: effect.name});
			}

			case 'open-beside': {
				return openBeside(effect.program, effect.placing);
			}

			case 'close': {
				return link.call({type: 'session.close', id: effect.id});
			}

			case 'choose': {
				return choose(effect);
			}

			case 'complete': {
				return complete(effect);
			}

			case 'prefer': {
				return preferring(effect, {paths, store});
			}

			case 'serve': {
				return serving.choose(effect.id, effect.choice);
			}

			case 'service': {
				return serving.order(effect);
			}

			case 'demo': {
				return startDemo();
			}
		}
	};

	return {
		look: restoring.look,
		perform(effect) {
			work(effect).catch((error: unknown) => {
				fail(error);
			});
		},
	};
}
