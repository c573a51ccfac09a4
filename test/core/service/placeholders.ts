import test from 'ava';
import {headroom} from '../../../source/core/service/components/headroom.js';
import {fillSpec} from '../../../source/core/service/placeholders.js';
import type {ServiceSpec} from '../../../source/core/service/spec.js';

const spec: ServiceSpec = {
	...headroom,
	argv: ['{home}/bin/serve', '--listen={address}', '--port', '{port}', '{"json": {"kept": 1}}', '{unknown}'],
	env: {UPSTREAM: '{gateway}/v1', DATA: '{state}/data'},
	cwd: '{state}',
	probes: {startup: undefined, readiness: {...headroom.probes.liveness ?? {everyMs: 1, deadlineMs: 1, failures: 1}, check: {type: 'exec', argv: ['ask', '{port}']}}, liveness: undefined},
};

test('puts what is known in the place of placeholders, and leaves other braces alone', t => {
	const {spec: filled, missing} = fillSpec(spec, {port: 8081, address: 'http://127.0.0.1:8081', gateway: 'http://127.0.0.1:8082', state: '/state/{port}', home: '/home/me'});
	t.deepEqual(missing, []);
	t.deepEqual(filled.argv, ['/home/me/bin/serve', '--listen=http://127.0.0.1:8081', '--port', '8081', '{"json": {"kept": 1}}', '{unknown}']);
	t.deepEqual(filled.env, {UPSTREAM: 'http://127.0.0.1:8082/v1', DATA: '/state/{port}/data'});
	t.is(filled.cwd, '/state/{port}');
	t.deepEqual(filled.probes.readiness?.check, {type: 'exec', argv: ['ask', '8081']});
});

test('names what it knows nothing of', t => {
	const {missing, spec: filled} = fillSpec(spec, {port: undefined, address: undefined, gateway: undefined, state: '/state', home: '/home/me'});
	t.deepEqual(new Set(missing), new Set(['address', 'port', 'gateway']));
	t.is(filled.argv[3], '{port}');
});
