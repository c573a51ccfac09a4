import type {ServiceSpec} from '../spec.js';
import {shippedDeadlineMs, shippedEveryMs, shippedFailures, shippedLog, shippedStop} from './defaults.js';

const page = (path: string) => ({check: {type: 'http', path}, everyMs: shippedEveryMs, deadlineMs: shippedDeadlineMs, failures: shippedFailures}) as const;

/** `/livez` is answered once it has loaded; of a program with another name it is another program. */
const identity = {name: 'service', value: 'headroom-proxy'};

export const headroom: ServiceSpec = {
	id: 'headroom',
	title: 'Headroom',
	kind: 'component',
	demo: false,
	enabled: true,
	// The rest of them depends on its version: `supervisor/components/headroom` adds it.
	argv: ['headroom', 'proxy', '--host', '127.0.0.1', '--port', '{port}'],
	env: {
		HEADROOM_OFFLINE: '1',
		HEADROOM_BEACON: 'off',
		DO_NOT_TRACK: '1',
		HEADROOM_UPDATE_CHECK: 'off',
		HEADROOM_SKIP_UPSTREAM_CHECK: '1',
		ORT_DISABLE_TELEMETRY: '1',
		LITELLM_LOCAL_MODEL_COST_MAP: 'True',
		// Else a text that was there before becomes a pointer to where it was, and nobody keeps that one there.
		HEADROOM_DEDUPE: '0',
		HEADROOM_WORKSPACE_DIR: '{state}',
	},
	cwd: undefined,
	port: {number: 8787},
	dependsOn: [],
	probes: {
		startup: {...page('/livez'), check: {type: 'http', path: '/livez', member: identity}, everyMs: 250, graceMs: 120_000},
		readiness: page('/readyz'),
		// Under load it answers late, and is well all the same.
		liveness: {...page('/livez'), deadlineMs: 5000},
	},
	restart: 'always',
	stop: shippedStop,
	log: shippedLog,
	onlyWhenInstalled: true,
	version: {argv: ['headroom', '--version'], pattern: String.raw`version (\d\S*)`, deadlineMs: 20_000},
	exits: [
		{code: 78, text: 'its compiled core is missing', restart: false, next: 'Install it again: clutch service add headroom'},
		{code: 1, said: ['Proxy dependencies not installed', 'No module named'], text: 'it is installed without its extra "proxy", which it needs to listen', restart: false, next: 'clutch service add headroom installs it anew.'},
		{code: 1, said: ['address already in use'], text: 'its port is taken', restart: false, next: 'Another one: clutch config set services.headroom.port 8788'},
		{code: 1, text: 'it could not start', restart: false, next: 'Its last lines say why: clutch logs headroom'},
		{code: 2, text: 'this version does not know an argument it was given', restart: false, next: 'Its last lines name it: clutch logs headroom'},
	],
	identity: {path: '/livez', member: identity},
	mode: 'sidecar',
};
