import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {shippedConfig} from '../../../source/core/config/defaults.js';
import {mendConfig} from '../../../source/core/config/mend.js';
import {checkConfig} from '../../../source/core/config/schema.js';
import {isSecretPath} from '../../../source/core/config/secrets.js';
import {specsOf} from '../../../source/core/service/rows.js';
import {shippedServices} from '../../../source/core/service/shipped.js';
import type {ServiceSpec} from '../../../source/core/service/spec.js';

/** As the loader makes it, from the sections of a file. */
function configOf(file: Readonly<Record<string, unknown>>): Config {
	return completeConfig({...shippedConfig, ...file}, {});
}

function rows(services: Readonly<Record<string, unknown>>) {
	const issues = checkConfig({services});
	if (issues.length > 0) {
		throw new Error(JSON.stringify(issues));
	}

	return specsOf(configOf({services}));
}

const specOf = (services: Readonly<Record<string, unknown>>, id: string): ServiceSpec | undefined => rows(services).specs.find(spec => spec.id === id);

test('knows the gateway, the demo and the components, and starts the gateway and Headroom by itself', t => {
	const {specs, problems} = rows({});
	t.deepEqual(problems, []);
	t.deepEqual(specs.map(({id, enabled, onlyWhenInstalled, port}) => [id, enabled, onlyWhenInstalled, port?.number]), [
		['gateway', true, false, 8082],
		['demo', false, false, 0],
		['headroom', true, true, 8787],
		['cli-proxy', false, true, 8317],
		['ollama', false, true, 11_434],
	]);
	t.deepEqual(new Set(specs.map(({id}) => id)), shippedServices);
});

test('the gateway listens where its own section says', t => {
	t.is(specsOf(configOf({gateway: {...shippedConfig.gateway, port: 9000}})).specs[0]?.port?.number, 9000);
});

test('Headroom listens where the original was told to ask it', t => {
	const port = (address: string) => specsOf(configOf({proxy: {auto_start: true, headroom_health_url: address}})).specs.find(({id}) => id === 'headroom')?.port?.number;
	t.deepEqual(['http://127.0.0.1:8790/health', 'http://localhost:8791', 'http://elsewhere.example:8792/health'].map(address => port(address)), [8790, 8791, 8787]);
});

test('a row of the config changes what it names of a shipped one and nothing else', t => {
	const shipped = specOf({}, 'headroom');
	const spec = specOf({headroom: {enabled: false, port: 8790, args: ['--mode', 'cache'], env: {HEADROOM_MODE: 'cache'}, liveness: {http: '/health', failures: 5}, log: {files: 2}, mode: 'chain'}}, 'headroom');
	t.deepEqual(spec, shipped && {
		...shipped,
		enabled: false,
		argv: [...shipped.argv, '--mode', 'cache'],
		env: {...shipped.env, HEADROOM_MODE: 'cache'},
		port: {number: 8790, variable: undefined},
		probes: {...shipped.probes, liveness: {check: {type: 'http', path: '/health'}, everyMs: 5000, deadlineMs: 5000, failures: 5}},
		log: {bytes: 10 * 1024 * 1024, files: 2},
		mode: 'chain',
		// Before the gateway it has to know where that listens.
		dependsOn: [{id: 'gateway', condition: 'healthy'}],
	});
});

test('a row with a program is a service of the user\'s own', t => {
	t.deepEqual(specOf({
		models: {
			title: 'Models',
			argv: ['llama-server', '--port', '{port}'],
			args: ['--threads', '4'],
			env: {MODELS: '/models'},
			cwd: '/models',
			port: 8081,
			port_variable: 'LLAMA_PORT',
			depends_on: {gateway: 'healthy'},
			startup: {http: '/health', every_seconds: 0.5, grace_seconds: 90},
			readiness: {tcp: true},
			liveness: {exec: ['check', '--fast'], deadline_seconds: 1.5},
			restart: 'always',
			stop: [{signal: 'SIGINT', wait_seconds: 3}, {signal: 'SIGTERM'}],
			log: {megabytes: 1, files: 3},
			version: {argv: ['llama-server', '--version'], pattern: String.raw`version: (\d+)`},
		},
	}, 'models'), {
		id: 'models',
		title: 'Models',
		kind: 'user',
		demo: false,
		enabled: true,
		argv: ['llama-server', '--port', '{port}', '--threads', '4'],
		env: {MODELS: '/models'},
		cwd: '/models',
		port: {number: 8081, variable: 'LLAMA_PORT'},
		dependsOn: [{id: 'gateway', condition: 'healthy'}],
		probes: {
			startup: {check: {type: 'http', path: '/health'}, everyMs: 500, deadlineMs: 2000, failures: 3, graceMs: 90_000},
			readiness: {check: {type: 'tcp'}, everyMs: 10_000, deadlineMs: 2000, failures: 3},
			liveness: {check: {type: 'exec', argv: ['check', '--fast']}, everyMs: 10_000, deadlineMs: 1500, failures: 3},
		},
		restart: 'always',
		stop: [{signal: 'SIGINT', waitMs: 3000}, {signal: 'SIGTERM', waitMs: 5000}],
		log: {bytes: 1024 * 1024, files: 3},
		onlyWhenInstalled: false,
		version: {argv: ['llama-server', '--version'], pattern: String.raw`version: (\d+)`, deadlineMs: 10_000},
		exits: [],
		identity: undefined,
		mode: undefined,
	});
});

test('a program alone is enough', t => {
	const spec = specOf({tick: {argv: ['tick'], startup: {log: '^ready'}}}, 'tick');
	t.deepEqual([spec?.title, spec?.restart, spec?.port, spec?.probes.startup?.check, spec?.probes.startup?.graceMs], ['tick', 'on-failure', undefined, {type: 'log', pattern: '^ready'}, 60_000]);
});

const wrong = test.macro({
	exec(t, services: Readonly<Record<string, unknown>>, expected: {readonly text: string; readonly next: string; readonly stays?: boolean}) {
		const {specs, problems} = rows({...services, sound: {argv: ['sound']}});
		const id = Object.keys(services)[0] ?? '';
		t.deepEqual(problems, [{id, text: expected.text, next: expected.next}]);
		t.deepEqual(specs.filter(spec => spec.id === id), expected.stays === true ? rows({}).specs.filter(spec => spec.id === id) : []);
		t.true(specs.some(spec => spec.id === 'sound'));
	},
	title: (_, __, {text}: {readonly text: string}) => `says what is wrong with a row: ${text}`,
});

test(wrong, {models: {port: 8081}}, {text: 'The service "models" is none that Clutch knows, and has no argv; it is left out.', next: 'Say what starts it: services.models.argv.'});
test(wrong, {headrom: {enabled: false}}, {text: 'The service "headrom" is none that Clutch knows, and has no argv; it is left out.', next: 'Did you mean services.headroom? Else say what starts it: services.headrom.argv.'});
test(wrong, {models: {argv: ['serve'], startup: {http: '/health'}}}, {text: 'The service "models" is to be asked (startup) at a port and has none; it is left out.', next: 'Say its port.'});
test(wrong, {models: {argv: ['serve', '--port={port}']}}, {text: 'The service "models" is to be told a port (--port={port}) and has none; it is left out.', next: 'Say its port; 0 picks a free one.'});
test(wrong, {models: {argv: ['serve'], port_variable: 'PORT'}}, {text: 'The service "models" is to be told a port (PORT) and has none; it is left out.', next: 'Say its port; 0 picks a free one.'});
test(wrong, {models: {argv: ['serve'], depends_on: {headrom: 'started'}}}, {text: 'The service "models" depends on "headrom", which there is not; it is left out.', next: 'Did you mean "headroom"?'});
test(wrong, {models: {argv: ['serve'], mode: 'chain'}}, {text: 'The service "models" has a mode, which only headroom has; it is left out.', next: 'Take mode out of services.models.'});
test(wrong, {models: {argv: ['serve'], port: 8082}}, {text: 'The service "models" is to listen on port 8082, as "gateway" is; it is left out.', next: 'Give services.models.port another number; 0 picks a free one.'});
test(wrong, {clutchd: {argv: ['serve']}}, {text: 'A service cannot be called "clutchd": that is something else of Clutch; it is left out.', next: 'Give the row services.clutchd another name.'});
test(wrong, {gateway: {argv: ['other']}}, {text: 'The service "gateway" is a program of Clutch and takes no argv of the config; it stays as it is shipped.', next: 'Take argv and args out of services.gateway.', stays: true});
test(wrong, {gateway: {port: 9000}}, {text: 'The service "gateway" has its port in gateway.port; it stays as it is shipped.', next: 'Move services.gateway.port there.', stays: true});
test(wrong, {gateway: {depends_on: {datenbank: 'started'}}}, {text: 'The service "gateway" depends on "datenbank", which there is not; it does not wait for it.', next: 'There are: demo, headroom, cli-proxy, ollama, sound.', stays: true});

test('who depends on one that is left out is left out with it, whatever their order', t => {
	const {specs, problems} = rows({top: {argv: ['top'], depends_on: {middle: 'started'}}, middle: {argv: ['middle'], depends_on: {bottom: 'healthy'}}, bottom: {enabled: true}});
	t.deepEqual(problems.map(({text}) => text), [
		'The service "bottom" is none that Clutch knows, and has no argv; it is left out.',
		'The service "middle" depends on "bottom", which is left out; it is left out.',
		'The service "top" depends on "middle", which is left out; it is left out.',
	]);
	t.deepEqual(specs.map(({id}) => id), ['gateway', 'demo', 'headroom', 'cli-proxy', 'ollama']);
});

test('those that depend on themselves are named with the whole circle and left out, and who needs them; the others hold', t => {
	const {specs, problems} = rows({
		a: {argv: ['a'], depends_on: {b: 'healthy'}},
		b: {argv: ['b'], depends_on: {c: 'healthy'}},
		c: {argv: ['c'], depends_on: {a: 'healthy'}},
		needs: {argv: ['needs'], depends_on: {a: 'started'}},
		sound: {argv: ['sound'], depends_on: {gateway: 'healthy'}},
	});
	t.deepEqual(problems, [
		...['a', 'b', 'c'].map(id => ({id, text: `The service "${id}" depends on itself: a → b → c → a; it is left out.`, next: 'Take one of these out of depends_on.'})),
		{id: 'needs', text: 'The service "needs" depends on "a", which is left out; it is left out.', next: 'There are: gateway, demo, headroom, cli-proxy, ollama, sound.'},
	]);
	t.deepEqual(specs.map(({id}) => id), ['gateway', 'demo', 'headroom', 'cli-proxy', 'ollama', 'sound']);
});

test('a circle never keeps the gateway away', t => {
	const {specs, problems} = rows({gateway: {depends_on: {models: 'healthy', ollama: 'started'}}, models: {argv: ['models'], depends_on: {gateway: 'healthy'}}});
	t.deepEqual(problems.map(({text}) => text), ['The service "gateway" depends on itself: gateway → models → gateway; it does not wait for it.', 'The service "models" depends on itself: gateway → models → gateway; it is left out.']);
	t.deepEqual(specs.find(({id}) => id === 'gateway')?.dependsOn, [{id: 'ollama', condition: 'started'}]);
});

test('two services may have one port when they are not started together', t => {
	t.deepEqual(rows({one: {argv: ['one'], port: 9000}, other: {argv: ['other'], port: 9000, enabled: false}, third: {argv: ['third'], port: 8787}}).problems, []);
});

const refused = test.macro({
	exec(t, row: unknown, expected: string) {
		const mended = mendConfig({services: {models: row, sound: {argv: ['sound']}}}, {});
		t.deepEqual(mended?.mistakes.map(({text}) => text), [`${expected}; the service models is left out until that is mended`]);
		t.deepEqual(mended?.value, {services: {sound: {argv: ['sound']}}});
	},
	title: (_, __, expected: string) => `leaves out a service of which something is wrong: ${expected}`,
});

test(refused, {argv: []}, 'services.models.argv: wanted a list that is not empty, got an empty list');
test(refused, {argv: ['sleep', 'a\u0000b']}, String.raw`services.models.argv[1]: wanted text without the character \u0000, got "a\u0000b"`);
test(refused, {argv: ['a'], args: ['\u0000']}, String.raw`services.models.args[0]: wanted text without the character \u0000, got "\u0000"`);
test(refused, {argv: ['a'], env: {MODE: '\u0000'}}, String.raw`services.models.env.MODE: wanted text without the character \u0000, got "\u0000"`);
test(refused, {argv: ['a'], cwd: '/tmp\u0000'}, String.raw`services.models.cwd: wanted text without the character \u0000, got "/tmp\u0000"`);
test(refused, {argv: ['a'], readiness: {exec: ['test\u0000']}}, String.raw`services.models.readiness.exec[0]: wanted text without the character \u0000, got "test\u0000"`);
test(refused, {argv: 'llama-server'}, 'services.models.argv: wanted a list, got "llama-server"');
test(refused, {argv: ['a'], liveness: {log: '('}}, 'services.models.liveness.log: wanted a regular expression, got "("');
test(refused, {argv: ['a'], startup: {}}, 'services.models.startup: wanted an object with one of http, tcp, exec, log, got an empty object');
test(refused, {argv: ['a'], readiness: {tcp: true, http: '/'}}, 'services.models.readiness: wanted an object with one of http, tcp, exec, log, got an object with tcp and http');
test(refused, {argv: ['a'], startup: {http: 'health'}}, 'services.models.startup.http: wanted a path such as /health, got "health"');
test(refused, {argv: ['a'], port: 70_000}, 'services.models.port: wanted a number of at most 65535, got 70000');
test(refused, {argv: ['a'], depends_on: {gateway: 'ready'}}, 'services.models.depends_on.gateway: wanted one of "started", "healthy", "completed", got "ready"');
test(refused, {argv: ['a'], stop: [{signal: 'SIGKILL'}]}, 'services.models.stop[0].signal: wanted one of "SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", got "SIGKILL"');
test(refused, {argv: ['a'], retsart: 'always'}, 'services.models.retsart: wanted a key that is known here, such as restart, got "retsart"');

test('of a shipped service only what is wrong goes, and what was to be off stays off', t => {
	const mended = mendConfig({services: {headroom: {enabled: 'no', port: 8790, args: ['a', 3]}, ollama: {enabeld: true, port: 'x'}, 'cli-proxy': true}, compression: {headroom: false, min_bytes: 10}}, {});
	t.deepEqual(mended?.value, {services: {headroom: {port: 8790, enabled: false}, ollama: {enabled: false}, 'cli-proxy': {enabled: false}}, compression: {headroom: 'off', min_bytes: 10}});
	t.deepEqual(mended?.mistakes.map(({text}) => text).toSorted(), [
		'compression.headroom: wanted one of "auto", "off", got false; until that is mended compression.headroom counts as "off"',
		'services.cli-proxy: wanted an object, got true; until that is mended services.cli-proxy.enabled counts as false',
		'services.headroom.args[1]: wanted a text, got 3; its default stays',
		'services.headroom.enabled: wanted true or false, got "no"; until that is mended services.headroom.enabled counts as false',
		'services.ollama.enabeld: wanted a key that is known here, such as enabled, got "enabeld"; until that is mended services.ollama.enabled counts as false',
		'services.ollama.port: wanted a number, got "x"; its default stays',
	]);
});

test('the secrets in the environment of a service are secrets', t => {
	t.deepEqual(['API_KEY', 'LANG'].map(name => isSecretPath(['services', 'models', 'env', name])), [true, false]);
});
