import {maskValue} from '../core/config/secrets.js';
import {ClutchError} from '../core/error.js';
import type {CrashFacts, Service} from '../core/service/service.js';
import type {Check, Probe, ServiceSpec} from '../core/service/spec.js';
import {figureText, serviceLines, serviceSaid, wrappedWords} from '../core/view/text/service-lines.js';
import {systemClock} from '../io/clock.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {noService, servicesKnown} from './services-known.js';

/** `clutch service show NAME`: what a service is, as the config has it, how it is, and how it ended last. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [, id, ...others] = parsed.words;
	if (id === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'service show takes the name of one service.', next: 'clutch service list names them.'});
	}

	const known = await servicesKnown(context);
	const problems = known.problems.filter(problem => problem.id === id);
	const spec = known.specs.find(each => each.id === id);
	const service = known.services.find(each => each.id === id);
	if (problems.length === 0 && service === undefined) {
		throw noService(id, known.specs.map(each => each.id));
	}

	const shown = spec === undefined ? undefined : maskValue(['services', id], spec) as ServiceSpec;
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({service: service ?? null, spec: shown ?? null, problems})}\n`);
		return problems.length === 0 ? 0 : 1;
	}

	const now = systemClock.now();
	const lines = [
		...(service === undefined ? [] : headLines(service, now)),
		...(service === undefined || serviceSaid(service, now).word !== 'off' ? [] : [`  it is off: clutch service enable ${id}`]),
		...(shown === undefined ? [] : specLines(shown).map(([name, text]) => `  ${name.padEnd(14)}${text}`)),
		...crashLines(service?.facts?.crash),
		...problems.flatMap(({text, next}) => [text, `  ${next}`]),
	];
	context.stdout.write(lines.map(line => `${line}\n`).join(''));
	return problems.length === 0 ? 0 : 1;
}

/** How it is, and each of its figures with what it means. */
function headLines(service: Service, now: number): readonly string[] {
	const {facts} = service;
	const head = serviceLines([{...service, demo: false, facts: facts === undefined ? undefined : {...facts, enabled: true, figures: []}}], now);
	return [...head, ...(facts?.figures ?? []).flatMap(figure => [`  ${figureText(figure)}`, ...wrappedWords(figure.meaning, 96).map(line => `    ${line}`)])];
}

function specLines(spec: ServiceSpec): ReadonlyArray<readonly [string, string]> {
	const {argv, env, cwd, port, dependsOn, probes, restart, stop, log, onlyWhenInstalled, mode} = spec;
	return [
		['command', argv.join(' ')],
		...Object.entries(env).map(([name, value]) => ['with', `${name}=${value}`] as const),
		['folder', cwd ?? 'one of its own below the state directory'],
		...(port === undefined ? [] : [['port', `${port.number === 0 ? 'a free one' : port.number}${port.variable === undefined ? '' : ` (in ${port.variable})`}`] as const]),
		...dependsOn.map(({id, condition}) => ['waits for', `${id} to be ${condition}`] as const),
		...(['startup', 'readiness', 'liveness'] as const).flatMap(name => probes[name] === undefined ? [] : [[name, probeText(probes[name])] as const]),
		['when it ends', {always: 'it is started again', 'on-failure': 'it is started again unless it ended with code 0', never: 'it is left alone'}[restart]],
		['stop', stop.map(({signal, waitMs}) => `${signal}, ${waitMs / 1000} s`).join(', then ')],
		['log', `${log.bytes / 1024 / 1024} MB a file, ${log.files} older ones kept`],
		...(mode === undefined ? [] : [['mode', mode] as const]),
		...(onlyWhenInstalled ? [['installed', 'left out where its program is not there'] as const] : []),
	];
}

function probeText({check, everyMs, failures, ...probe}: Probe & {readonly graceMs?: number}): string {
	return `${checkText(check)}, every ${everyMs / 1000} s${probe.graceMs === undefined ? `, ${failures} in a row count` : `, at most ${probe.graceMs / 1000} s`}`;
}

function checkText(check: Check): string {
	switch (check.type) {
		case 'http': {
			return `${check.path} is answered${check.member === undefined ? '' : ` with ${check.member.name} ${check.member.value}`}`;
		}

		case 'tcp': {
			return 'its port takes connections';
		}

		case 'exec': {
			return `${check.argv.join(' ')} ends with code 0`;
		}

		case 'log': {
			return `it has printed ${check.pattern}`;
		}

		case 'told': {
			return 'it has said where it listens';
		}
	}
}

function crashLines(crash: CrashFacts | undefined): readonly string[] {
	return crash === undefined ? [] : [
		`  ended last    ${crash.text}`,
		...crash.lines.slice(-10).map(line => `    ${line}`),
		...(crash.changed.length === 0 ? [] : [`  changed since it last started well: ${crash.changed.join(', ')}`]),
	];
}
