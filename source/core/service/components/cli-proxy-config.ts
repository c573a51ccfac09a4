/** What its configuration is made of. Strings are quoted as JSON does, which YAML reads the same. */
export type CliProxyConfig = {
	readonly port: number;
	/** Accounts its user logs in with are kept there, and the logs of failed requests below it. */
	readonly accounts: string;
	readonly clientKey: string;
	readonly managementKey: string;
	/** What its user adds: accounts that are keys, as its own documentation writes them. */
	readonly added: string | undefined;
};

/**
The configuration we write for the CLI proxy: it listens on this machine only, answers nobody without our key, shows no panel (which it would download), and knows no account. The file is written anew before each start, since it puts a hash in the place of the management key.
*/
export function cliProxyYaml({port, accounts, clientKey, managementKey, added}: CliProxyConfig): string {
	const text = JSON.stringify;
	return [
		'# Written by Clutch before each start. Accounts that are keys go into accounts.yaml beside it, in the words of CLIProxyAPI.',
		`host: ${text('127.0.0.1')}`,
		`port: ${port}`,
		`auth-dir: ${text(accounts)}`,
		'api-keys:',
		`  - ${text(clientKey)}`,
		'remote-management:',
		'  allow-remote: false',
		`  secret-key: ${text(managementKey)}`,
		'  disable-control-panel: true',
		'debug: false',
		'logging-to-file: false',
		'usage-statistics-enabled: false',
		'# A failed request is written down with its whole body; no more than this many.',
		'error-logs-max-files: 1',
		'# What its client sends as system prompt stays as it is.',
		'disable-claude-cloak-mode: true',
		...(added === undefined ? [] : ['# From accounts.yaml beside this file.', added.trimEnd()]),
		'',
	].join('\n');
}

/** Keys that only we write: those of `added` would stand there twice, and it would not start. */
const ours = ['host', 'port', 'auth-dir', 'api-keys', 'remote-management', 'debug', 'logging-to-file', 'usage-statistics-enabled', 'error-logs-max-files', 'disable-claude-cloak-mode'];

/** The first of our keys in what its user adds. */
export function keyOfOurs(added: string): string | undefined {
	return ours.find(key => new RegExp(String.raw`^${key}[ \t]*:`, 'm').test(added));
}

export type OwnConfig = {readonly problem: string; readonly next: string} | undefined;

/** What is wrong with a configuration of its user's own, as far as Clutch minds: where it listens. */
export function ownConfigProblem(yaml: string, {file, port}: {readonly file: string; readonly port: number}): OwnConfig {
	const value = (key: string) => new RegExp(String.raw`^${key}:[ \t]*(?:"([^"]*)"|'([^']*)'|([^#\s]*))`, 'mv').exec(yaml)?.slice(1).find(group => group !== undefined);
	const host = value('host') ?? '';
	if (!/^(?:127(?:\.\d+){3}|localhost|::1)$/v.test(host)) {
		return {problem: `${file} lets the CLI proxy listen ${host === '' ? 'on every address of this machine' : `on ${host}`}`, next: 'Write host: "127.0.0.1" in it'};
	}

	const wanted = Number(value('port') ?? 8317);
	return wanted === port ? undefined : {problem: `${file} lets the CLI proxy listen on port ${wanted}, and it is expected on ${port}`, next: `Set services.cli-proxy.port to ${wanted}`};
}

/** Which file its arguments name, if any: the last one counts. */
export function configArgument(argv: readonly string[]): string | undefined {
	const index = argv.findLastIndex(argument => /^--?config(?:=|$)/v.test(argument));
	const named = argv[index] ?? '';
	return index === -1 ? undefined : (named.includes('=') ? named.slice(named.indexOf('=') + 1) : argv[index + 1]);
}

/** What has to be read before it is started for the first time. */
export const cliProxyNotice: readonly string[] = [
	'CLIProxyAPI answers requests with accounts you log in with yourself, subscriptions among them, by acting as the vendor\'s own client.',
	'Some vendors forbid that in their terms, and have closed accounts for it. Whether you may is between you and them; what you log in with there is at your own risk.',
	'Clutch logs in nowhere, gives it no login, and asks it only for what you send to the provider "cli-proxy".',
	'It asks a vendor for a version file when it starts and every 3 hours, which cannot be switched off, and writes the last failed request with its whole body to a file in its folder.',
];
