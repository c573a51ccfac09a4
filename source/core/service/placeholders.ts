import type {Check, Probe, Probes, ServiceSpec} from './spec.js';

/** What is known when a service starts. */
export type Known = {
	readonly port: number | undefined;
	/** Where it is to listen, such as `http://127.0.0.1:8081`. */
	readonly address: string | undefined;
	/** Where the gateway listens. */
	readonly gateway: string | undefined;
	/** A folder of its own. */
	readonly state: string;
	readonly home: string;
};

/** A service with what is known in the place of its placeholders. `missing` names those of which nothing is known. */
export function fillSpec(spec: ServiceSpec, known: Known): {readonly spec: ServiceSpec; readonly missing: readonly string[]} {
	const missing = new Set<string>();
	const values: Readonly<Record<string, string | undefined>> = {...known, port: known.port === undefined ? undefined : String(known.port)};
	// One look from left to right: what stands in a folder's name is not filled in again. Other braces are the program's own, such as JSON.
	const fill = (text: string) => text.replaceAll(/{(port|address|gateway|state|home)}/g, (whole, name: string) => {
		const value = values[name];
		if (value === undefined) {
			missing.add(name);
		}

		return value ?? whole;
	});
	const filled = {
		...spec,
		argv: fillArgv(spec.argv, fill),
		env: Object.fromEntries(Object.entries(spec.env).map(([name, value]) => [name, fill(value)])),
		cwd: spec.cwd === undefined ? undefined : fill(spec.cwd),
		probes: fillProbes(spec.probes, fill),
	};
	return {spec: filled, missing: [...missing]};
}

/** A path with what is known of it before anything starts. */
export function fillPlaces(text: string, places: Pick<Known, 'state' | 'home'>): string {
	return text.replaceAll(/{(state|home)}/g, (_whole, name: 'state' | 'home') => places[name]);
}

function fillArgv([file, ...args]: ServiceSpec['argv'], fill: (text: string) => string): ServiceSpec['argv'] {
	return [fill(file), ...args.map(argument => fill(argument))];
}

function fillProbes({startup, readiness, liveness}: Probes, fill: (text: string) => string): Probes {
	const filled = <Kind extends Probe>(probe: Kind | undefined) => probe === undefined ? undefined : {...probe, check: fillCheck(probe.check, fill)};
	return {startup: filled(startup), readiness: filled(readiness), liveness: filled(liveness)};
}

function fillCheck(check: Check, fill: (text: string) => string): Check {
	switch (check.type) {
		case 'http': {
			return {...check, path: fill(check.path)};
		}

		case 'exec': {
			return {...check, argv: fillArgv(check.argv, fill)};
		}

		case 'tcp':
		case 'log':
		case 'told': {
			return check;
		}
	}
}
