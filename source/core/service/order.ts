import type {ServiceId, ServiceState} from './service.js';
import type {Dependency, ServiceSpec} from './spec.js';

type Row = Pick<ServiceSpec, 'id' | 'dependsOn'>;

/** Services in groups: those of a group need nothing of each other, and all of theirs is in earlier groups. What is in a circle, or needs what is, is in none. */
export function startOrder(specs: readonly Row[]): ReadonlyArray<readonly ServiceId[]> {
	const groups: Array<readonly ServiceId[]> = [];
	const known = new Set(specs.map(({id}) => id));
	const placed = new Set<ServiceId>();
	for (;;) {
		const group = specs.filter(({id, dependsOn}) => !placed.has(id) && dependsOn.every(dependency => placed.has(dependency.id) || !known.has(dependency.id))).map(({id}) => id);
		if (group.length === 0) {
			return groups;
		}

		groups.push(group);
		for (const id of group) {
			placed.add(id);
		}
	}
}

/** The other way round: dependents first. What is in a circle is stopped with the first. */
export function stopOrder(specs: readonly Row[]): ReadonlyArray<readonly ServiceId[]> {
	const groups = startOrder(specs).toReversed();
	const placed = new Set(groups.flat());
	const rest = specs.map(({id}) => id).filter(id => !placed.has(id));
	return rest.length === 0 ? groups : [rest, ...groups];
}

/** These and all they depend on, directly or not. */
export function withDependencies(specs: readonly Row[], ids: readonly ServiceId[]): readonly ServiceId[] {
	const wanted = new Set(ids);
	// A set that grows while it is gone through comes to what is added too.
	for (const id of wanted) {
		for (const dependency of specs.find(spec => spec.id === id)?.dependsOn ?? []) {
			wanted.add(dependency.id);
		}
	}

	return specs.map(({id}) => id).filter(id => wanted.has(id));
}

/** Each circle once, beginning with the service that stands first in the list: `['a', 'b']` for a → b → a. */
export function circlesOf(specs: readonly Row[]): ReadonlyArray<readonly ServiceId[]> {
	const next = (id: ServiceId) => (specs.find(spec => spec.id === id)?.dependsOn ?? []).map(dependency => dependency.id);
	const found: Array<readonly ServiceId[]> = [];
	for (const {id} of specs) {
		const circle = found.some(known => known.includes(id)) ? undefined : wayBack(id, next);
		if (circle !== undefined) {
			found.push(circle);
		}
	}

	return found;
}

export function circleText(circle: readonly ServiceId[]): string {
	return [...circle, ...circle.slice(0, 1)].join(' → ');
}

/** The shortest way from a service to itself. */
function wayBack(id: ServiceId, next: (id: ServiceId) => readonly ServiceId[]): readonly ServiceId[] | undefined {
	const seen = new Set<ServiceId>();
	let ways: ReadonlyArray<readonly ServiceId[]> = [[id]];
	while (ways.length > 0) {
		const longer: Array<readonly ServiceId[]> = [];
		for (const way of ways) {
			for (const step of next(way.at(-1) ?? id)) {
				if (step === id) {
					return way;
				}

				if (!seen.has(step)) {
					seen.add(step);
					longer.push([...way, step]);
				}
			}
		}

		ways = longer;
	}

	return undefined;
}

/** What it has to wait for before it may start. */
export function unmetOf({dependsOn}: Row, stateOf: (id: ServiceId) => ServiceState | undefined): readonly ServiceId[] {
	return dependsOn.filter(dependency => !isMet(dependency, stateOf(dependency.id))).map(({id}) => id);
}

function isMet({condition}: Dependency, state: ServiceState | undefined): boolean {
	switch (condition) {
		case 'started': {
			return state?.status === 'ready' || state?.status === 'unhealthy' || state?.status === 'completed' || (state?.status === 'starting' && state.pid !== undefined);
		}

		// What has done its work in order is as good as it gets.
		case 'healthy': {
			return state?.status === 'ready' || state?.status === 'completed';
		}

		case 'completed': {
			return state?.status === 'completed';
		}
	}
}
