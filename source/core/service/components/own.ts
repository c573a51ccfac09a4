import type {Config} from '../../config/config.js';
import type {Probe, ServiceSpec} from '../spec.js';
import {shippedDeadlineMs, shippedEveryMs, shippedFailures, shippedGraceMs, shippedLog, shippedStop} from './defaults.js';

/** It is asked often while it starts, so that it counts as ready soon. */
const startingEveryMs = 40;

const told = {check: {type: 'told'}, everyMs: startingEveryMs, deadlineMs: shippedDeadlineMs, failures: 1} as const satisfies Probe;

const health = {check: {type: 'http', path: '/health'}, everyMs: shippedEveryMs, deadlineMs: shippedDeadlineMs, failures: shippedFailures} as const satisfies Probe;

/** Our own programs write down where they listen, and say themselves why they cannot run. */
export function ownServices({gateway}: Config): readonly ServiceSpec[] {
	const own = {
		kind: 'own',
		env: {},
		cwd: undefined,
		dependsOn: [],
		restart: 'always',
		stop: shippedStop,
		log: shippedLog,
		onlyWhenInstalled: false,
		version: undefined,
		exits: [],
		identity: undefined,
		mode: undefined,
	} as const;
	return [
		{
			...own,
			id: 'gateway',
			title: 'Gateway',
			demo: false,
			enabled: true,
			argv: ['gateway'],
			port: {number: gateway.port, variable: 'PORT', told: true},
			probes: {startup: {...health, everyMs: startingEveryMs, graceMs: shippedGraceMs}, readiness: undefined, liveness: health},
		},
		{
			...own,
			id: 'demo',
			title: 'Demo upstream',
			demo: true,
			enabled: false,
			argv: ['demo', 'upstream'],
			port: {number: 0, told: true},
			probes: {startup: {...told, graceMs: shippedGraceMs}, readiness: undefined, liveness: {...told, everyMs: shippedEveryMs, failures: shippedFailures}},
		},
	];
}
