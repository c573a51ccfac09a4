import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {fittingFlags, flagsIn, headroomFlags} from '../../core/service/components/headroom-flags.js';
import {findComponent, searchPathWithComponents} from '../../io/component-folder.js';
import {changePrivateFile} from '../../io/private-file.js';
import {hasPackage, packagesOf, packageVersion} from '../../io/python-packages.js';
import {runTool} from '../../io/tool.js';
import type {Prepare, PrepareContext} from './prepare.js';

/** It loads half of itself to say what it can, which takes seconds on a busy machine. */
const helpDeadlineMs = 30_000;

/** Vocabularies that come with one of its packages: without them it counts by estimate, or looks for them on the network. */
const vocabularies = path.join('litellm', 'litellm_core_utils', 'tokenizers');

const install = 'clutch service add headroom installs it anew.';

/** Finds out which of our arguments this version knows, and where the vocabularies lie that it counts with. */
export const prepareHeadroom: Prepare = async (spec, context) => {
	const {paths, env, config, gateway} = context;
	const [file, command, ...given] = spec.argv;
	const found = findComponent(file, {paths, env});
	// What its user starts in its place has arguments of its own.
	if (found.status !== 'found' || command !== 'proxy') {
		return {argv: spec.argv, env: {}};
	}

	const packages = packagesOf(found.path, 'headroom');
	if (packages !== undefined && !hasPackage(packages, 'fastapi')) {
		return {problem: 'it is installed without its extra "proxy", which it needs to listen', next: install};
	}

	const help = await askFlags(found.path, {packages, spec, context});
	if (help.type === 'broken') {
		return {problem: `Headroom does not run: ${help.said}`, next: install};
	}

	if (spec.mode === 'chain' && gateway === undefined && config.gateway.port === 0) {
		return {problem: 'Headroom is to stand before the gateway, which does not listen anywhere', next: 'clutch up gateway starts it.'};
	}

	const {args, unknown} = fittingFlags(headroomFlags(gateway ?? `http://127.0.0.1:${config.gateway.port}`), {known: help.flags, given});
	const tokenizers = packages === undefined || spec.env.TIKTOKEN_CACHE_DIR !== undefined || env.TIKTOKEN_CACHE_DIR !== undefined ? undefined : path.join(packages, vocabularies);
	return {
		argv: [file, command, ...args, ...given],
		env: {
			...(tokenizers === undefined || statSync(tokenizers, {throwIfNoEntry: false}) === undefined ? {} : {TIKTOKEN_CACHE_DIR: tokenizers}),
			// Its upstream is on this machine, wherever the rest of the world is reached by.
			NO_PROXY: [...new Set([...(env.NO_PROXY ?? env.no_proxy ?? '').split(',').filter(name => name !== ''), '127.0.0.1', 'localhost'])].join(','),
		},
		note: unknown.length === 0 ? undefined : `this version does not know ${unknown.join(', ')}, which ${unknown.length === 1 ? 'is' : 'are'} left out`,
	};
};

type Help = {readonly type: 'flags'; readonly flags: ReadonlySet<string> | undefined} | {readonly type: 'broken'; readonly said: string};

/** Asked once for each file and version; what was answered is kept beside its other state. */
async function askFlags(program: string, {packages, spec, context: {state, env, paths, signal}}: {readonly packages: string | undefined; readonly spec: {readonly env: Readonly<Record<string, string>>}; readonly context: PrepareContext}): Promise<Help> {
	const stat = statSync(program, {throwIfNoEntry: false});
	const of = [program, stat?.ino, stat?.size, stat?.mtimeMs, packages === undefined ? '' : packageVersion(packages, 'headroom_ai')].join(' ');
	const kept = path.join(state, 'clutch-flags.json');
	const known = readKept(kept, of);
	if (known !== undefined) {
		return {type: 'flags', flags: new Set(known)};
	}

	const {ok, stdout, stderr} = await runTool([program, 'proxy', '--help'], {env: {...env, ...spec.env, PATH: searchPathWithComponents(env.PATH, paths), NO_COLOR: '1', TERM: 'dumb', COLUMNS: '200'}, signal, deadlineMs: helpDeadlineMs});
	const flags = ok ? flagsIn(stdout) : undefined;
	if (flags !== undefined) {
		changePrivateFile(kept, () => `${JSON.stringify({of, flags: [...flags]})}\n`);
		return {type: 'flags', flags};
	}

	const said = stderr.split('\n').map(line => line.trim()).findLast(line => line !== '') ?? '';
	// One that is only slow today is started as the newest we know would be.
	return !ok && /error|no such|denied|cannot|not found/i.test(said) ? {type: 'broken', said: said.slice(0, 200)} : {type: 'flags', flags: undefined};
}

function readKept(file: string, of: string): readonly string[] | undefined {
	try {
		const {of: known, flags} = JSON.parse(readFileSync(file, 'utf8')) as {readonly of?: unknown; readonly flags?: unknown};
		return known === of && Array.isArray(flags) ? flags.map(String) : undefined;
	} catch {
		// Nothing was kept, or not so that it can be read: it is asked again.
		return undefined;
	}
}
