import {readFileSync} from 'node:fs';
import path from 'node:path';
import {cliProxyYaml, configArgument, keyOfOurs, ownConfigProblem} from '../../core/service/components/cli-proxy-config.js';
import {keepCliProxyKeys, keysFile} from '../../io/cli-proxy-keys.js';
import {makeFolder} from '../../io/folder.js';
import {changePrivateFile} from '../../io/private-file.js';
import {wordsOfSystemError} from '../../io/system-error.js';
import type {Prepare} from './prepare.js';

/** Writes its configuration and makes its keys; refuses to start it for somebody who has not read the notice, or with a configuration that would let it listen beyond this machine. */
export const prepareCliProxy: Prepare = async ({argv}, {paths, state, address, config}) => {
	if (config.services['cli-proxy']?.enabled !== true) {
		return {problem: 'the notice about the terms of vendors has not been read yet', next: 'clutch service add cli-proxy shows it and asks.'};
	}

	const port = Number(new URL(address).port);
	const written = path.join(state, 'config.yaml');
	const named = configArgument(argv);
	if (named !== undefined && path.resolve(state, named) !== written) {
		return readable(path.resolve(state, named), {port}) ?? {argv, env: {}};
	}

	const keys = keepCliProxyKeys(paths);
	if (keys === undefined) {
		return {problem: `${keysFile(paths)} is not as Clutch wrote it`, next: 'Remove it: a new one is made.'};
	}

	const added = readIfAny(path.join(state, 'accounts.yaml'));
	const twice = added === undefined ? undefined : keyOfOurs(added);
	if (twice !== undefined) {
		return {problem: `${path.join(state, 'accounts.yaml')} has ${twice}, which Clutch writes itself`, next: 'Take it out, or name a whole configuration of your own in services.cli-proxy.args: ["-config", "/your/config.yaml"].'};
	}

	const accounts = path.join(state, 'accounts');
	makeFolder(accounts);
	changePrivateFile(written, () => cliProxyYaml({port, accounts, clientKey: keys.client, managementKey: keys.management, added}));
	return {argv, env: {}};
};

function readIfAny(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// Nobody has added anything.
		return undefined;
	}
}

function readable(file: string, {port}: {readonly port: number}): {readonly problem: string; readonly next: string} | undefined {
	try {
		return ownConfigProblem(readFileSync(file, 'utf8'), {file, port});
	} catch (error) {
		return {problem: `${file} cannot be read (${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : wordsOfSystemError(error)})`, next: 'Correct services.cli-proxy.args.'};
	}
}
