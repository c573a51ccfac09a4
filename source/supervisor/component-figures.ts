import type {ServiceFigure} from '../core/service/service.js';
import {figuresOf} from './components/figures.js';
import {createPassive} from './components/passive.js';
import type {SupervisorContext} from './context.js';
import type {ServiceLife} from './service-life.js';

export type ComponentFigures = {
	/** Asks those whose last answer is old; what they answer is told with their facts. */
	readonly ask: () => void;
};

/** Some count as they are asked, which costs them something. */
const shortestGapMs = 10_000;
const deadlineMs = 5000;

/** What running components say of themselves, asked while somebody looks and at no other time. */
export function createFigures({context, lives}: {readonly context: Pick<SupervisorContext, 'clock' | 'paths' | 'env' | 'bus' | 'log' | 'signal'>; readonly lives: () => Iterable<ServiceLife>}): ComponentFigures {
	const {clock, log, paths, signal} = context;
	const passive = createPassive(context);
	const asked = new Map<string, {readonly pid: number; readonly at: number}>();

	const askOne = async (life: ServiceLife, {pid, address}: {readonly pid: number; readonly address: string}) => {
		const figures: readonly ServiceFigure[] = await figuresOf[life.service().id]?.(address, {paths, signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])}) ?? [];
		if (!signal.aborted) {
			life.figures(figures, pid);
		}
	};

	/** What a component says of itself is nothing that clutchd ends for. */
	const failed = (service: string, error: unknown) => {
		log.write('warn', 'a component could not be asked for its figures', {service, error: error as Error});
	};

	return {
		ask() {
			passive.look().catch((error: unknown) => {
				failed('rtk', error);
			});
			for (const life of lives()) {
				const {id, state} = life.service();
				const now = clock.monotonic();
				if (figuresOf[id] === undefined || state.status !== 'ready' || state.address === undefined) {
					continue;
				}

				const {pid, address} = state;
				const last = asked.get(id);
				if (last?.pid !== pid || now - last.at >= shortestGapMs) {
					asked.set(id, {pid, at: now});
					askOne(life, {pid, address}).catch((error: unknown) => {
						failed(id, error);
					});
				}
			}
		},
	};
}
