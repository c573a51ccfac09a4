import test from 'ava';
import {cliProxyYaml, configArgument, keyOfOurs, ownConfigProblem} from '../../../../source/core/service/components/cli-proxy-config.js';

test('writes a configuration that listens on this machine, for one key, without a panel', t => {
	t.is(cliProxyYaml({port: 8317, accounts: '/home/a "b"/accounts', clientKey: 'c', managementKey: 'm', added: undefined}), String.raw`# Written by Clutch before each start. Accounts that are keys go into accounts.yaml beside it, in the words of CLIProxyAPI.
host: "127.0.0.1"
port: 8317
auth-dir: "/home/a \"b\"/accounts"
api-keys:
  - "c"
remote-management:
  allow-remote: false
  secret-key: "m"
  disable-control-panel: true
debug: false
logging-to-file: false
usage-statistics-enabled: false
# A failed request is written down with its whole body; no more than this many.
error-logs-max-files: 1
# What its client sends as system prompt stays as it is.
disable-claude-cloak-mode: true
`);
});

test('adds what its user wrote, unless that is ours to write', t => {
	const added = 'openai-compatibility:\n  - name: "box"\n    port: 1\n\n';
	t.true(cliProxyYaml({port: 1, accounts: '/a', clientKey: 'c', managementKey: 'm', added}).endsWith('disable-claude-cloak-mode: true\n# From accounts.yaml beside this file.\nopenai-compatibility:\n  - name: "box"\n    port: 1\n'));
	t.deepEqual([added, 'host : ""\n', 'x: 1\napi-keys:\n  - "a"\n'].map(text => keyOfOurs(text)), [undefined, 'host', 'api-keys']);
});

const place = {file: '/c.yaml', port: 8317};

const ownConfigs: ReadonlyArray<readonly [title: string, yaml: string, problem: string | undefined]> = [
	['listens on 127.0.0.1', 'host: "127.0.0.1"\nport: 8317\n', undefined],
	['listens on localhost and leaves out the port', 'host: localhost # here\n', undefined],
	['is quoted otherwise', '  host: 0.0.0.0\nhost: \'::1\'\nport:  8317\n', undefined],
	['names no host', 'port: 8317\n', '/c.yaml lets the CLI proxy listen on every address of this machine'],
	['has an empty host', 'host: ""\n', '/c.yaml lets the CLI proxy listen on every address of this machine'],
	['names the address of a network', 'host: 192.168.0.2\n', '/c.yaml lets the CLI proxy listen on 192.168.0.2'],
	['names another port', 'host: 127.0.0.1\nport: 9000\n', '/c.yaml lets the CLI proxy listen on port 9000, and it is expected on 8317'],
];

for (const [title, yaml, problem] of ownConfigs) {
	test(`${problem === undefined ? 'takes' : 'refuses'} a configuration that ${title}`, t => {
		t.is(ownConfigProblem(yaml, place)?.problem, problem);
	});
}

test('reads which configuration its arguments name, the last one counting', t => {
	t.deepEqual([
		configArgument(['p', '-config', '/a', '-local-model']),
		configArgument(['p', '-config', '/a', '-config', '/b']),
		configArgument(['p', '-config', '/a', '--config=/c']),
		configArgument(['p']),
	], ['/a', '/b', '/c', undefined]);
});
