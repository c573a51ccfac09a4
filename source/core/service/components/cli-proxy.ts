import type {ServiceSpec} from '../spec.js';
import {shippedDeadlineMs, shippedFailures, shippedGraceMs, shippedLog, shippedStop} from './defaults.js';

// Each question is a line in its log.
const health = {check: {type: 'http', path: '/healthz'}, everyMs: 15_000, deadlineMs: shippedDeadlineMs, failures: shippedFailures} as const;

export const cliProxy: ServiceSpec = {
	id: 'cli-proxy',
	title: 'CLI proxy',
	kind: 'component',
	demo: false,
	enabled: false,
	argv: ['cliproxyapi', '-config', '{state}/config.yaml', '-local-model'],
	env: {},
	cwd: undefined,
	port: {number: 8317},
	dependsOn: [],
	probes: {startup: {...health, everyMs: 100, graceMs: shippedGraceMs}, readiness: undefined, liveness: health},
	restart: 'always',
	stop: shippedStop,
	log: shippedLog,
	onlyWhenInstalled: true,
	version: {argv: ['cliproxyapi', '-h'], pattern: String.raw`CLIProxyAPI Version: ([^,\s]+)`, deadlineMs: 10_000},
	exits: [
		{code: 0, text: 'it could not read its configuration or take its port, which it says in its last lines only', restart: false, next: 'Read them: clutch logs cli-proxy'},
		{code: 2, text: 'this version does not know an argument it was given', restart: false, next: 'Its last lines name it: clutch logs cli-proxy'},
	],
	identity: {path: '/', member: {name: 'message', value: 'CLI Proxy API Server'}},
	mode: undefined,
};
