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
export function createFigures({context, lives}: {readonly context: Pick<SupervisorContext, 'clock' | 'paths' | 'env' | 'bus' | 'signal'>; readonly lives: () => Iterable<ServiceLife>}): ComponentFigures {
	const {clock, paths, signal} = context;
	const passive = createPassive(context);
	const asked = new Map<string, number>();

	const askOne = async (life: ServiceLife, address: string) => {
		const figures: readonly ServiceFigure[] = await figuresOf[life.service().id]?.(address, {paths, signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])}) ?? [];
		if (!signal.aborted) {
			life.figures(figures);
		}
	};

	return {
		ask() {
			void passive.look();
			for (const life of lives()) {
				const {id, state} = life.service();
				const now = clock.monotonic();
				const isDue = now - (asked.get(id) ?? -Infinity) >= shortestGapMs;
				if (figuresOf[id] !== undefined && state.status === 'ready' && state.address !== undefined && isDue) {
					asked.set(id, now);
					void askOne(life, state.address);
				}
			}
		},
	};
}
