import type {ServiceSpec} from '../spec.js';
import {shippedDeadlineMs, shippedEveryMs, shippedFailures, shippedLog, shippedStop} from './defaults.js';

const version = {check: {type: 'http', path: '/api/version'}, everyMs: shippedEveryMs, deadlineMs: shippedDeadlineMs, failures: shippedFailures} as const;

export const ollama: ServiceSpec = {
	id: 'ollama',
	title: 'Ollama',
	kind: 'component',
	demo: false,
	enabled: false,
	argv: ['ollama', 'serve'],
	env: {OLLAMA_HOST: '127.0.0.1:{port}'},
	cwd: undefined,
	port: {number: 11_434},
	dependsOn: [],
	probes: {startup: {...version, everyMs: 250, graceMs: 30_000}, readiness: undefined, liveness: {...version, deadlineMs: 5000}},
	restart: 'always',
	stop: shippedStop,
	log: shippedLog,
	onlyWhenInstalled: true,
	version: {argv: ['ollama', '--version'], pattern: String.raw`version is (\S+)`, deadlineMs: 10_000},
	exits: [{code: 1, text: 'its port is taken, or it could not start', restart: false, next: 'Its last lines say which: clutch logs ollama'}],
	identity: {path: '/', text: 'Ollama is running'},
	mode: undefined,
};
