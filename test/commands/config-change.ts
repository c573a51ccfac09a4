import {readFileSync, writeFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome, type Home} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

function homeWith(t: ExecutionContext, text: string): Home {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin', PORT: ''});
	writeFileSync(home.paths.config, text);
	return home;
}

const configOf = (home: Home) => readFileSync(home.paths.config, 'utf8');

async function config(home: Home, ...words: readonly string[]): Promise<readonly [code: number | null, stdout: string, stderr: string]> {
	const {code, stdout, stderr} = await runProgram(['proxies', 'config', ...words], {home});
	return [code, stdout, stderr];
}

const written = '{\n\t// The gateway of the office.\n\t"gateway": {"port": 8082, "key": "secret-not-shown"}, // low\n\t"ui": {"theme": "dark"}\n}\n';

test.serial('config set writes one value, keeps comments and order, and shows the change without secrets', async t => {
	const home = homeWith(t, written);
	const [code, stdout, stderr] = await config(home, 'set', 'gateway.port', '9001');
	t.deepEqual([code, stderr], [0, '']);
	t.notRegex(stdout, /not-shown/);
	t.is(configOf(home), written.replace('8082', '9001'));
	t.is(stdout, `${home.paths.config}\n    {\n    \t// The gateway of the office.\n  - \t"gateway": {"port": 8082, "key": "••••"}, // low\n  + \t"gateway": {"port": 9001, "key": "••••"}, // low\n    \t"ui": {"theme": "dark"}\n    }\n`);
});

test.serial('config set takes a service, a key and a value as the original does', async t => {
	const home = homeWith(t, '{}');
	await config(home, 'set', 'headroom', 'port', '8788');
	await config(home, 'set', 'headroom', 'args', '["--mode", "token"]');
	t.deepEqual(JSON.parse(configOf(home)), {services: {headroom: {port: 8788, args: ['--mode', 'token']}}});
	const [code, , stderr] = await config(home, 'set', 'headrom', 'port', '8788');
	t.deepEqual([code, stderr], [2, 'There is no service "headrom".\nDid you mean "headroom"?\n']);
});

test.serial('config set takes a number where a text is wanted as a text', async t => {
	const home = homeWith(t, '{}');
	await config(home, 'set', 'profiles["3"]', '12345');
	await config(home, 'set', 'services.db', '{"argv": ["sleep", "5"]}');
	t.deepEqual(JSON.parse(configOf(home)), {profiles: {3: '12345'}, services: {db: {argv: ['sleep', '5']}}});
});

const refusals: ReadonlyArray<readonly [name: string, words: readonly string[], problem: string, next: string]> = [
	['a value that is none', ['set', 'gateway.port', 'low'], 'gateway.port: wanted a number, got "low".', 'Nothing was written.'],
	['a key that nobody knows', ['set', 'gateway.prt', '1'], 'gateway.prt: wanted a key that is known here, such as port, got "prt".', 'Nothing was written.'],
	['what is no key', ['set', 'gateway..port', '1'], '"gateway..port" is no key.', 'Such as gateway.port, or quotas["a/b"].cooldown_seconds; clutch config show lists them.'],
	['a key without a value', ['set', 'gateway.port'], 'config set takes a key and a value.', 'clutch config set gateway.port 8083, or clutch config set headroom port 8788'],
	['to take away what is not there', ['rm', 'gatewa', '--yes'], 'HOME says nothing of "gatewa".', 'Did you mean "gateway"?'],
	['the order of the original', ['order', 'headroom', 'up'], 'Services have no order of their own: each waits for what it depends on.', 'clutch config set services.headroom.depends_on \'{"gateway": "healthy"}\' has it wait for the gateway; clutch config show --origin says which way requests go.'],
	['the list of the original', ['add', 'box', 'Box', 'http://x'], 'The config has no list of programs that requests pass through any more.', 'A service of your own: clutch service add box -- COMMAND. A provider: clutch config set providers.box.base_url URL'],
	['a verb it does not have', ['toggel', 'headroom'], 'config has no verb "toggel".', 'Did you mean config toggle?'],
	['a value that nobody knows', ['where', 'gatway.port'], 'No value is known for "gatway.port".', 'Did you mean gateway.port?'],
];

for (const [name, words, problem, next] of refusals) {
	test.serial(`config refuses ${name} in a sentence, and writes nothing`, async t => {
		const home = homeWith(t, written);
		t.deepEqual(await config(home, ...words), [2, '', `${problem.replace('HOME', home.paths.config)}\n${next}\n`]);
		t.is(configOf(home), written);
	});
}

test.serial('config changes nothing in a file that is broken, and says where it is', async t => {
	const home = homeWith(t, '{"gateway": {"port": }}');
	const [code, stdout, stderr] = await config(home, 'set', 'gateway.port', '1');
	t.deepEqual([code, stdout], [1, '']);
	t.is(stderr, `${home.paths.config}:1:22: key gateway.port: wanted a value, got "}".\nNothing was written. Correct that first; clutch config check names what is wrong.\n`);
	t.is(configOf(home), '{"gateway": {"port": }}');
});

test.serial('config rm takes a key away on yes', async t => {
	const home = homeWith(t, written);
	const [code, , stderr] = await config(home, 'rm', 'ui.theme');
	t.deepEqual([code, stderr], [2, 'Nothing was written: nobody is here to be asked. The same line with --yes writes it.\n']);
	t.is(configOf(home), written);
	const [, stdout] = await config(home, 'rm', 'ui', '--yes');
	t.is(stdout.split('\n').at(-2), 'ui is as it is shipped again.');
	t.is(configOf(home), '{\n\t// The gateway of the office.\n\t"gateway": {"port": 8082, "key": "secret-not-shown"} // low\n}\n');
});

test.serial('config rm says of what is not shipped that it is gone', async t => {
	const home = homeWith(t, '{"providers": {"box": {"base_url": "http://127.0.0.1:9/v1"}}, "services": {"db": {"argv": ["sleep", "9"], "port": 9000}, "headroom": {"port": 9001}}}');
	const done = async (key: string) => {
		const [, stdout] = await config(home, 'rm', key, '--yes');
		return stdout.split('\n').at(-2);
	};

	t.deepEqual([await done('services.db.port'), await done('db'), await done('providers.box'), await done('services.headroom.port')], [
		'services.db.port is gone from the config.',
		'services.db is gone from the config.',
		'providers.box is gone from the config.',
		'services.headroom.port is as it is shipped again.',
	]);
});

test.serial('config where and env say where values come from', async t => {
	const home = homeWith(t, '{"gateway": {"port": 9001}}');
	writeFileSync(home.paths.env, 'BIG_MODEL=a/b\nPROXY_AUTH_KEY=key-not-shown\n');
	t.deepEqual(await config(home, 'where', 'gateway.port'), [0, `gateway.port  9001  ${home.paths.config}\n`, '']);
	t.deepEqual(await config(home, 'where', 'BIG_MODEL'), [0, `model_tiers.BIG.default  "a/b"  ${home.paths.env} BIG_MODEL\n`, '']);
	const [, stdout] = await config(home, 'env');
	t.deepEqual(stdout.trim().split('\n').map(line => line.replaceAll(/ {2,}/g, ' | ')).toSorted(), [`gateway.key | "••••hown" | ${home.paths.env} PROXY_AUTH_KEY`, `model_tiers.BIG.default | "a/b" | ${home.paths.env} BIG_MODEL`]);
});

test.serial('config show --origin ends with the way of a request', async t => {
	const home = homeWith(t, '{"gateway": {"port": 9001}}');
	const [code, stdout] = await config(home, 'show', '--origin');
	t.is(code, 0);
	t.deepEqual(stdout.split('\nThe way of a request:\n')[1]?.trimEnd().split('\n'), [
		'  agents → gateway (http://127.0.0.1:9001) → providers',
		'  Headroom: not asked, because it is not installed (clutch service add headroom)',
		'  route d of a code goes past all of it, straight to the vendor',
	]);
});
