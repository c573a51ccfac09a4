import type {Config} from '../config/config.js';
import {nearest} from '../nearest.js';
import {cliProxy} from './components/cli-proxy.js';
import {headroom} from './components/headroom.js';
import {ollama} from './components/ollama.js';
import {ownServices} from './components/own.js';
import {mergeRow, type MergedRow, type SpecProblem} from './merge-row.js';
import {circlesOf, circleText} from './order.js';
import {reservedServices} from './shipped.js';
import type {ServiceId} from './service.js';
import type {ServiceSpec} from './spec.js';

export type Specs = {readonly specs: readonly ServiceSpec[]; readonly problems: readonly SpecProblem[]};

/**
All services: those Clutch knows, as the config wants them, then the user's own in the order of the file. What is wrong with one leaves out that one; the others hold. `mistakes`: what of the rows was not understood, and is in no row of the config therefore.
*/
export function specsOf(config: Config, mistakes: readonly SpecProblem[] = []): Specs {
	const shipped = shippedSpecs(config);
	const known = new Set(shipped.map(spec => spec.id));
	const rows = [
		...shipped.map(spec => mergeRow(spec.id, {spec, row: config.services[spec.id] ?? {}})),
		...Object.entries(config.services).filter(([id]) => !known.has(id)).map(([id, row]) => reservedServices.has(id) ? reserved(id) : mergeRow(id, {spec: undefined, row})),
	];
	return withoutOrphans(withoutCircles(withoutRivals({specs: rows.flatMap(row => row.spec ?? []), problems: [...mistakes, ...rows.flatMap(row => row.problems)]})));
}

function shippedSpecs({proxy, ...config}: Config): readonly ServiceSpec[] {
	const port = Number(/^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1]):(\d+)(?:\/|$)/i.exec(proxy.headroom_health_url ?? '')?.[1]);
	const row: ServiceSpec = config.services.headroom?.mode === 'chain' ? {...headroom, dependsOn: inChain} : headroom;
	return [...ownServices({proxy, ...config}), port > 0 ? {...row, port: {...row.port, number: port}} : row, cliProxy, ollama];
}

/** Before the gateway it has to know where that listens. */
const inChain: ServiceSpec['dependsOn'] = [{id: 'gateway', condition: 'healthy'}];

function reserved(id: ServiceId): MergedRow {
	return {spec: undefined, problems: [{id, text: `A service cannot be called "${id}": that is something else of Clutch; it is left out.`, next: `Give the row services.${id} another name.`}]};
}

/** Who waits for what there is not would wait for ever; and who waits for that one. */
function withoutOrphans({specs, problems}: Specs): Specs {
	const ids = specs.map(spec => spec.id);
	const orphans = specs.flatMap(({id, kind, dependsOn}) => {
		const missing = dependsOn.find(dependency => !ids.includes(dependency.id))?.id;
		if (missing === undefined) {
			return [];
		}

		const near = nearest(missing, ids.filter(other => other !== id));
		const why = problems.some(problem => problem.id === missing) ? 'which is left out' : 'which there is not';
		const next = near === undefined ? `There are: ${ids.filter(other => other !== id).join(', ')}.` : `Did you mean "${near}"?`;
		return [{id, kind, problem: {id, text: `The service "${id}" depends on "${missing}", ${why}; ${kind === 'own' ? 'it does not wait for it' : 'it is left out'}.`, next}}];
	});
	if (orphans.length === 0) {
		return {specs, problems};
	}

	const left = specs.flatMap(spec => {
		const orphan = orphans.find(({id}) => id === spec.id);
		// Our own programs run whatever the config says.
		return orphan === undefined ? [spec] : (spec.kind === 'own' ? [{...spec, dependsOn: spec.dependsOn.filter(({id}) => ids.includes(id))}] : []);
	});
	return withoutOrphans({specs: left, problems: [...problems, ...orphans.map(({problem}) => problem)]});
}

/** Those in a circle wait for each other for ever. */
function withoutCircles({specs, problems}: Specs): Specs {
	const [circle] = circlesOf(specs);
	if (circle === undefined) {
		return {specs, problems};
	}

	const concerned = specs.filter(({id}) => circle.includes(id));
	const left = specs.flatMap(spec => {
		if (!circle.includes(spec.id)) {
			return [spec];
		}

		// Our own programs run whatever the config says.
		return spec.kind === 'own' ? [{...spec, dependsOn: spec.dependsOn.filter(({id}) => !circle.includes(id))}] : [];
	});
	return withoutCircles({
		specs: left,
		problems: [...problems, ...concerned.map(({id, kind}) => ({
			id,
			text: `The service "${id}" depends on itself: ${circleText(circle)}; ${kind === 'own' ? 'it does not wait for it' : 'it is left out'}.`,
			next: 'Take one of these out of depends_on.',
		}))],
	});
}

/** Of two that are both started with the others, only one can have a port: the first. What may not be installed keeps nobody away. */
function withoutRivals({specs, problems}: Specs): Specs {
	const rivals = specs.flatMap((spec, index) => {
		const number = spec.enabled && spec.port !== undefined && spec.port.number > 0 ? spec.port.number : undefined;
		const owner = number === undefined ? undefined : specs.slice(0, index).find(other => other.enabled && !other.onlyWhenInstalled && other.port?.number === number);
		return owner === undefined ? [] : [{id: spec.id, text: `The service "${spec.id}" is to listen on port ${number ?? 0}, as "${owner.id}" is; it is left out.`, next: `Give services.${spec.id}.port another number; 0 picks a free one.`}];
	});
	return {specs: specs.filter(({id}) => !rivals.some(rival => rival.id === id)), problems: [...problems, ...rivals]};
}
