import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {ClutchError} from '../core/error.js';
import {launchdLabel, launchdPlist} from '../core/unit/launchd.js';
import {systemdUnit} from '../core/unit/systemd.js';
import {unitVariables, type UnitSpec} from '../core/unit/unit.js';
import {lookForScope} from '../io/holder-scope.js';
import {programArgv} from '../io/paths.js';
import {runTool} from '../io/tool.js';
import {readUnitFile, removeUnitFile, writeUnitFile} from '../io/unit-file.js';
import type {CommandContext, ParsedArguments} from './command.js';

const deadlineMs = 10_000;
const actions = ['install', 'uninstall', 'status'] as const;

type Action = (typeof actions)[number];

/** What the system at hand wants: its file, and the tools that make it look at that. */
type Kind = {
	readonly file: string;
	readonly text: (spec: UnitSpec) => string;
	readonly enable: ReadonlyArray<readonly string[]>;
	readonly disable: ReadonlyArray<readonly string[]>;
	/** After the file is gone. */
	readonly forget: ReadonlyArray<readonly string[]>;
	readonly ask: readonly string[];
	/** Whether the tools would find somebody to talk to. */
	readonly answers: () => Promise<boolean>;
};

type Done = {
	readonly action: Action;
	readonly file: string;
	readonly status: 'missing' | 'ours' | 'foreign';
	readonly ran: readonly string[];
	/** To be typed by the user, where nobody answers that could do it now. */
	readonly left: readonly string[];
	readonly sentence: string;
};

/** `clutch service install|uninstall|status`: has the system start clutchd at every login. */
export async function run({words, flags}: ParsedArguments, context: CommandContext): Promise<number> {
	const action = actions.find(each => each === words[0]);
	if (action === undefined || words.length > 1) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `service ${words[0] ?? ''} takes no further word.`, next: 'clutch service status changes nothing.'});
	}

	const kind = process.platform === 'darwin' ? launchd(context) : systemd(context);
	const dryRun = flags['dry-run'] === true;
	const done = await {install, uninstall, status}[action](kind, {context, dryRun});
	if (flags.json === true) {
		context.stdout.write(`${JSON.stringify(done)}\n`);
	} else {
		context.stdout.write(`${[done.sentence, ...done.left.map(line => `  ${line}`)].join('\n')}\n`);
	}

	return action === 'status' && done.status === 'missing' ? 4 : 0;
}

type Doing = {readonly context: CommandContext; readonly dryRun: boolean};

async function install(kind: Kind, {context, dryRun}: Doing): Promise<Done> {
	const {file} = kind;
	const found = readUnitFile(file);
	if (found.status === 'foreign') {
		throw new ClutchError('ERR_CLUTCH_RC_FILE', {file, problem: 'it is not from clutch service install', next: 'Move it away, or keep it and do without.'});
	}

	const env = Object.fromEntries(unitVariables.flatMap(name => context.env[name] === undefined ? [] : [[name, context.env[name]]]));
	const text = kind.text({argv: programArgv('clutchd'), env, foldersMade: found.status === 'ours' ? found.foldersMade : found.missingFolders});
	const answers = await kind.answers();
	if (dryRun) {
		return {action: 'install', file, status: found.status, ran: [], left: answers ? shown(kind.enable) : [], sentence: `${file} would be:\n\n${text}${answers ? '\nThen this would be run:' : '\nNobody answers here who could enable it.'}`};
	}

	writeUnitFile(file, text);
	const common = {action: 'install', file, status: 'ours'} as const;
	if (!answers) {
		return {...common, ran: [], left: shown(kind.enable), sentence: `${file} is there. Nobody answers here who could enable it; where somebody does:`};
	}

	const {ran, left, problem} = await runAll(kind.enable, context);
	return {...common, ran, left, sentence: problem === undefined ? `${file} is there and enabled: clutchd starts at every login.` : `${file} is there and could not be enabled: ${problem}. What is left to do:`};
}

async function uninstall(kind: Kind, {context, dryRun}: Doing): Promise<Done> {
	const {file} = kind;
	const found = readUnitFile(file);
	const common = {action: 'uninstall', file} as const;
	if (found.status !== 'ours') {
		return {...common, status: found.status, ran: [], left: [], sentence: found.status === 'missing' ? `There is no ${file}; nothing to take away.` : `${file} is not from clutch service install; it stays.`};
	}

	const answers = await kind.answers();
	if (dryRun) {
		return {...common, status: 'ours', ran: [], left: answers ? shown([...kind.disable, ...kind.forget]) : [], sentence: `${file} would be removed${answers ? ', with these commands around it:' : '.'}`};
	}

	const before = answers ? await runAll(kind.disable, context) : {ran: []};
	removeUnitFile(file, found.foldersMade);
	const after = answers ? await runAll(kind.forget, context) : {ran: []};
	return {...common, status: 'missing', ran: [...before.ran, ...after.ran], left: [], sentence: `${file} is gone. Sessions go on.`};
}

async function status(kind: Kind, {context}: Doing): Promise<Done> {
	const {file} = kind;
	const found = readUnitFile(file);
	const {stdout} = found.status === 'ours' && await kind.answers() ? await runTool(kind.ask, {env: context.env, signal: context.signal, deadlineMs}) : {stdout: ''};
	const sentences = {
		missing: `Not installed: there is no ${file}. clutch service install makes it.`,
		ours: `Installed: ${file}${stdout === '' ? '' : ` (${stdout.split('\n').join(', ')})`}.`,
		foreign: `${file} is there and not from clutch service install.`,
	} as const;
	return {action: 'status', file, status: found.status, ran: [], left: [], sentence: sentences[found.status]};
}

/** Until one fails. */
async function runAll(commands: ReadonlyArray<readonly string[]>, {env, signal}: CommandContext): Promise<{readonly ran: readonly string[]; readonly left: readonly string[]; readonly problem: string | undefined}> {
	for (const [index, argv] of commands.entries()) {
		const {ok, stderr} = await runTool(argv, {env, signal, deadlineMs});
		if (!ok) {
			return {ran: shown(commands.slice(0, index)), left: shown(commands.slice(index)), problem: stderr};
		}
	}

	return {ran: shown(commands), left: [], problem: undefined};
}

const shown = (commands: ReadonlyArray<readonly string[]>) => commands.map(argv => argv.join(' '));

function systemd({env}: CommandContext): Kind {
	const config = env.XDG_CONFIG_HOME === undefined || env.XDG_CONFIG_HOME === '' ? path.join(env.HOME ?? os.homedir(), '.config') : env.XDG_CONFIG_HOME;
	const own = ['systemctl', '--user'];
	return {
		file: path.join(config, 'systemd', 'user', 'clutch.service'),
		text: systemdUnit,
		enable: [[...own, 'daemon-reload'], [...own, 'enable', '--now', 'clutch.service']],
		// Not --now: a clutchd that it started goes on with its sessions.
		disable: [[...own, 'disable', 'clutch.service']],
		forget: [[...own, 'daemon-reload']],
		ask: [...own, 'is-enabled', 'clutch.service'],
		async answers() {
			const chance = await lookForScope(env);
			return chance.status === 'scope';
		},
	};
}

function launchd({env}: CommandContext): Kind {
	const file = path.join(env.HOME ?? os.homedir(), 'Library', 'LaunchAgents', `${launchdLabel}.plist`);
	const domain = `gui/${process.getuid?.() ?? 0}`;
	return {
		file,
		text: launchdPlist,
		enable: [['launchctl', 'bootstrap', domain, file]],
		disable: [['launchctl', 'bootout', `${domain}/${launchdLabel}`]],
		forget: [],
		ask: ['launchctl', 'print', `${domain}/${launchdLabel}`],
		answers: async () => true,
	};
}
