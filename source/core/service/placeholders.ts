import type {Check, Probe, ServiceSpec} from './spec.js';

/** What the placeholders of a row stand for when its service starts. One that is undefined stays as it is written. */
export type PlaceholderValues = {
	readonly port: number | undefined;
	readonly address: string | undefined;
	readonly gateway: string | undefined;
	readonly state: string;
	readonly home: string;
};

/** A row with `{port}`, `{address}`, `{gateway}`, `{state}` and `{home}` filled in wherever they may stand. */
export function fillPlaceholders(spec: ServiceSpec, values: PlaceholderValues): ServiceSpec {
	const fill = (text: string) => text.replaceAll(/{(port|address|gateway|state|home)}/g, (whole, name: keyof PlaceholderValues) => String(values[name] ?? whole));
	const fillArgv = ([file, ...args]: readonly [string, ...string[]]): readonly [string, ...string[]] => [fill(file), ...args.map(text => fill(text))];
	const fillCheck = (check: Check): Check => {
		switch (check.type) {
			case 'http': {
				return {...check, path: fill(check.path)};
			}

			case 'exec': {
				return {...check, argv: fillArgv(check.argv)};
			}

			case 'tcp':
			case 'log':
			case 'told': {
				return check;
			}
		}
	};

	const fillProbe = <Some extends Probe>(probe: Some | undefined): Some | undefined => probe && {...probe, check: fillCheck(probe.check)};
	const {argv, cwd, env, probes} = spec;
	return {
		...spec,
		argv: fillArgv(argv),
		env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)])),
		cwd: cwd === undefined ? undefined : fill(cwd),
		probes: {startup: fillProbe(probes.startup), readiness: fillProbe(probes.readiness), liveness: fillProbe(probes.liveness)},
	};
}
