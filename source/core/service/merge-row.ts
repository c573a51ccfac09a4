import {nearest} from '../nearest.js';
import {shippedDeadlineMs, shippedFailures, shippedGraceMs, shippedLog, shippedStop} from './components/defaults.js';
import type {ProbeRow, ServiceRow} from './schema.js';
import type {ServiceId} from './service.js';
import {shippedServices} from './shipped.js';
import type {Check, Dependency, LogPolicy, PortSpec, Probe, Probes, ServiceSpec, StopStep} from './spec.js';

/** What is wrong with a row of the config, what is in force instead, and what to do about it. */
export type SpecProblem = {readonly id: ServiceId; readonly text: string; readonly next: string};

export type MergedRow = {readonly spec: ServiceSpec | undefined; readonly problems: readonly SpecProblem[]};

type Given = {readonly spec: ServiceSpec | undefined; readonly row: ServiceRow};

const startingEveryMs = 250;
/** Many rows of the user's are to cost nothing while they are well. */
const rowEveryMs = 10_000;
/** Asked once in a run, while nobody waits for the answer: a machine that is busy with its start gets the time. */
const versionMs = 10_000;

/** A row of the config over the shipped one of the same id, or a service of the user's own. A shipped service is never lost over a row. */
export function mergeRow(id: ServiceId, {spec, row}: Given): MergedRow {
	const problems = refusals(id, {spec, row});
	const argv = asArgv(row.argv) ?? spec?.argv;
	if (argv === undefined || problems.length > 0) {
		return {spec, problems};
	}

	return {spec: merged(spec ?? blank({id, argv}), {argv, row}), problems};
}

function merged(spec: ServiceSpec, {argv, row}: {readonly argv: ServiceSpec['argv']; readonly row: ServiceRow}): ServiceSpec {
	return {
		...spec,
		title: row.title ?? spec.title,
		enabled: row.enabled ?? spec.enabled,
		argv: [...argv, ...row.args ?? []],
		env: {...spec.env, ...row.env},
		cwd: row.cwd ?? spec.cwd,
		port: mergePort(row, spec.port),
		dependsOn: row.depends_on === undefined ? spec.dependsOn : Object.entries(row.depends_on).map(([id, condition]): Dependency => ({id, condition})),
		probes: mergeProbes(row, spec.probes),
		restart: row.restart ?? spec.restart,
		stop: mergeStop(row.stop) ?? spec.stop,
		log: mergeLog(row.log, spec.log),
		onlyWhenInstalled: row.only_when_installed ?? spec.onlyWhenInstalled,
		version: mergeVersion(row.version) ?? spec.version,
		mode: row.mode ?? spec.mode,
	};
}

/** A program nobody knows: it is there as soon as its process is, and what it does when it ends in order is its own business. */
function blank({id, argv}: {readonly id: ServiceId; readonly argv: ServiceSpec['argv']}): ServiceSpec {
	return {
		id,
		title: id,
		kind: 'user',
		demo: false,
		enabled: true,
		argv,
		env: {},
		cwd: undefined,
		port: undefined,
		dependsOn: [],
		probes: {startup: undefined, readiness: undefined, liveness: undefined},
		restart: 'on-failure',
		stop: shippedStop,
		log: shippedLog,
		onlyWhenInstalled: false,
		version: undefined,
		exits: [],
		identity: undefined,
		mode: undefined,
	};
}

function refusals(id: ServiceId, {spec, row}: Given): readonly SpecProblem[] {
	const instead = spec === undefined ? 'it is left out' : 'it stays as it is shipped';
	const problem = (text: string, next: string): readonly SpecProblem[] => [{id, text: `The service "${id}" ${text}; ${instead}.`, next}];
	if (spec?.kind === 'own' && (row.argv ?? row.args) !== undefined) {
		return problem('is a program of Clutch and takes no argv of the config', `Take argv and args out of services.${id}.`);
	}

	if (id === 'gateway' && row.port !== undefined) {
		return problem('has its port in gateway.port', 'Move services.gateway.port there.');
	}

	if (row.mode !== undefined && id !== 'headroom') {
		return problem('has a mode, which only headroom has', `Take mode out of services.${id}.`);
	}

	const argv = row.argv ?? spec?.argv;
	if (argv === undefined) {
		const near = nearest(id, [...shippedServices]);
		return problem('is none that Clutch knows, and has no argv', near === undefined ? `Say what starts it: services.${id}.argv.` : `Did you mean services.${near}? Else say what starts it: services.${id}.argv.`);
	}

	return row.port === undefined && spec?.port === undefined ? portless({argv: [...argv, ...row.args ?? [], ...Object.values(row.env ?? {})], row}, problem) : [];
}

/** Wants to be asked at an address and has none. */
function portless({argv, row}: {readonly argv: readonly string[]; readonly row: ServiceRow}, problem: (text: string, next: string) => readonly SpecProblem[]): readonly SpecProblem[] {
	const asked = (['startup', 'readiness', 'liveness'] as const).find(name => row[name]?.http !== undefined || row[name]?.tcp !== undefined);
	if (asked !== undefined) {
		return problem(`is to be asked (${asked}) at a port and has none`, 'Say its port.');
	}

	const text = argv.find(part => /{(?:port|address)}/.test(part));
	if (text !== undefined || row.port_variable !== undefined) {
		return problem(`is to be told a port (${text ?? row.port_variable ?? ''}) and has none`, 'Say its port; 0 picks a free one.');
	}

	return [];
}

function mergePort(row: ServiceRow, port: PortSpec | undefined): PortSpec | undefined {
	const number = row.port ?? port?.number;
	return number === undefined ? undefined : {...port, number, variable: row.port_variable ?? port?.variable};
}

function mergeProbes(row: ServiceRow, probes: Probes): Probes {
	const startup = mergeProbe(row.startup, {probe: probes.startup, everyMs: startingEveryMs});
	return {
		startup: startup === undefined ? undefined : {...startup, graceMs: milliseconds(row.startup?.grace_seconds) ?? probes.startup?.graceMs ?? shippedGraceMs},
		readiness: mergeProbe(row.readiness, {probe: probes.readiness, everyMs: rowEveryMs}),
		liveness: mergeProbe(row.liveness, {probe: probes.liveness, everyMs: rowEveryMs}),
	};
}

function mergeProbe(row: ProbeRow | undefined, {probe, everyMs}: {readonly probe: Probe | undefined; readonly everyMs: number}): Probe | undefined {
	const check = row === undefined ? undefined : checkOf(row);
	return row === undefined || check === undefined ? probe : {
		check,
		everyMs: milliseconds(row.every_seconds) ?? probe?.everyMs ?? everyMs,
		deadlineMs: milliseconds(row.deadline_seconds) ?? probe?.deadlineMs ?? shippedDeadlineMs,
		failures: row.failures ?? probe?.failures ?? shippedFailures,
	};
}

function checkOf({http, tcp, exec, log}: ProbeRow): Check | undefined {
	if (http !== undefined) {
		return {type: 'http', path: http};
	}

	const argv = asArgv(exec);
	if (argv !== undefined) {
		return {type: 'exec', argv};
	}

	if (log !== undefined) {
		return {type: 'log', pattern: log};
	}

	return tcp === undefined ? undefined : {type: 'tcp'};
}

function mergeStop(steps: ServiceRow['stop']): ServiceSpec['stop'] | undefined {
	const [first, ...others] = (steps ?? []).map(({signal, wait_seconds: wait}): StopStep => ({signal, waitMs: milliseconds(wait) ?? shippedStop[0].waitMs}));
	return first === undefined ? undefined : [first, ...others];
}

function mergeLog(row: ServiceRow['log'], log: LogPolicy): LogPolicy {
	return {bytes: row?.megabytes === undefined ? log.bytes : Math.round(row.megabytes * 1024 * 1024), files: row?.files ?? log.files};
}

function mergeVersion(row: ServiceRow['version']): ServiceSpec['version'] {
	const argv = asArgv(row?.argv);
	return row === undefined || argv === undefined ? undefined : {argv, pattern: row.pattern, deadlineMs: versionMs};
}

function asArgv(list: readonly string[] | undefined): ServiceSpec['argv'] | undefined {
	const [file, ...args] = list ?? [];
	return file === undefined ? undefined : [file, ...args];
}

function milliseconds(seconds: number | undefined): number | undefined {
	return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
