import {planDemo} from '../core/launch/demo.js';
import type {Repository} from '../core/view/home/home.js';
import type {Size} from '../core/view/work/layout.js';
import type {Clock} from '../io/clock.js';
import {countChanges, readBranch} from '../io/git.js';
import {freshIds, gatewayAddress} from '../io/launch-facts.js';
import {prepareLaunch} from '../io/launch-record.js';
import {programArgv, type Paths} from '../io/paths.js';
import {createActions, type Actions} from './actions.js';
import {createBeside} from './beside.js';
import {createLauncher, type MachineSummary} from './launcher.js';
import {lookAround} from './library.js';
import type {Link} from './link.js';
import type {Store} from './store.js';

type WorkOptions = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly clock: Clock;
	readonly store: Store;
	readonly link: Link;
	readonly signal: AbortSignal;
	readonly paneSize: () => Size;
	readonly onSummary: (summary: MachineSummary) => void;
	readonly onRepository: (repository: Repository) => void;
};

export type Work = {
	readonly actions: Actions;
	/** A snapshot has come: clutchd may be a new one. */
	readonly arrived: () => void;
	/** Reads what is not needed for the first screens: what the box finds, and what git says of the folder. */
	readonly lookAround: () => void;
};

/** What the dashboard does besides being looked at: the launcher and the actions. Loaded after the first frame. */
export function startWork({paths, env, cwd, clock, store, link, signal, paneSize, onSummary, onRepository}: WorkOptions): Work {
	const launcher = createLauncher({paths, env, cwd, signal});
	const summary = summaryOf(launcher.summary, store);
	if (summary !== undefined) {
		onSummary(summary);
	}

	/** Where nobody has to ask for it. */
	const startGateway = () => {
		if (summary?.startsGateway === true && store.get().client?.services.some(({id, state}) => id === 'gateway' && state.status === 'stopped') === true) {
			link.call({type: 'service.start', id: 'gateway'}).catch((error: unknown) => {
				store.navigate({type: 'message', message: {level: 'bad', text: (error as Error).message}});
			});
		}
	};

	// The first snapshot may have come while this was loaded.
	startGateway();
	const actions = createActions({
		paths,
		clock,
		cwd,
		store,
		link,
		env,
		launcher: Promise.resolve(launcher),
		openBeside: createBeside({store, link, env, cwd, paneSize, paths, signal}),
		planDemo() {
			const gateway = gatewayAddress(paths);
			if (gateway === undefined) {
				throw new Error('The gateway has not said yet where it listens; try again.');
			}

			return planDemo({argv: programArgv('demo'), gateway, cwd, env, ids: freshIds(), launches: paths.launches, conversation: undefined});
		},
		prepare(plan) {
			prepareLaunch({plan, at: clock.now(), process: undefined});
		},
		paneSize,
		signal,
	});
	return {
		actions,
		arrived: startGateway,
		lookAround() {
			void lookAround({paths, env, store, signal, needsLocal: summary?.hasCredential === false});
			void lookAtRepository({cwd, env, signal, onRepository});
		},
	};
}

/** The branch at once, the count when git has it. */
async function lookAtRepository({cwd, env, signal, onRepository}: Pick<WorkOptions, 'cwd' | 'env' | 'signal' | 'onRepository'>): Promise<void> {
	const branch = readBranch(cwd);
	if (branch === undefined) {
		return;
	}

	onRepository({branch, changes: undefined});
	const changes = await countChanges(cwd, {env, signal});
	if (!signal.aborted && changes !== undefined) {
		onRepository({branch, changes});
	}
}

/** A configuration that cannot be read must not take the screen with it: it is said there. */
function summaryOf(read: () => MachineSummary, store: Store): MachineSummary | undefined {
	try {
		return read();
	} catch (error) {
		store.navigate({type: 'message', message: {level: 'bad', text: (error as Error).message}});
		return undefined;
	}
}
