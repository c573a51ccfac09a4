import type {CommandOption, CommandRow, ProgramName} from './command.js';

const json: CommandOption = {flag: 'json', summary: 'print one JSON object and nothing else'};
const yes: CommandOption = {flag: 'yes', short: 'y', summary: 'do it without asking'};

/** What a launch by code takes; `xx` and `clutch launch` share it. */
const launchOptions: readonly CommandOption[] = [
	{flag: 'model', short: 'm', value: 'MODEL', summary: 'ask for this model instead of the one the code stands for'},
	{flag: 'session', short: 's', value: 'ID', summary: 'the conversation to go on with, in any mode (needed in mode s)'},
	{flag: 'prompt', short: 'p', value: 'TEXT', summary: 'the first prompt (needed in mode n); what is piped in follows it'},
	{flag: 'cwd', value: 'FOLDER', summary: 'start in this folder'},
	{flag: 'name', value: 'NAME', summary: 'what the session is called'},
	{flag: 'profile', value: 'NAME', summary: 'the profile the gateway works by'},
	{flag: 'ask', summary: 'leave the agent asking before it acts'},
	{flag: 'login', summary: 'use the agent\'s own login'},
	{flag: 'no-login', summary: 'use the keys of the gateway, even where the agent is logged in'},
	{flag: 'set', value: 'KEY=VALUE', repeatable: true, summary: 'for this launch only; may come several times'},
	{flag: 'dry-run', summary: 'print what would be started, start nothing'},
	json,
];

/**
Every verb, once: help, suggestions, the parser and `docs/commands.md` are made from it. A row names the module that does the work; nothing of it is loaded before it is asked for.
*/
export const commandTable: readonly CommandRow[] = [
	{
		name: 'dashboard', summary: 'the full screen: sessions, panes, figures (what clutch alone opens)', words: '[SESSION]',
		options: [
			{flag: 'plain', summary: 'no full screen: lines are typed, and each thing that happens is one line; for screen readers and pipes'},
			{flag: 'theme', value: 'NAME', summary: 'auto, dark, light or high-contrast'},
			{flag: 'borders', value: 'KIND', summary: 'auto, unicode or ascii'},
			{flag: 'symbols', value: 'KIND', summary: 'auto, unicode or ascii'},
			{flag: 'motion', value: 'KIND', summary: 'full or reduced'},
			{flag: 'notify', value: 'HOW', summary: 'auto, bell, osc9, osc777 or off'},
		],
		load: async () => import('./dashboard.js'),
	},
	{
		name: 'launch', summary: 'start an agent by its code, such as cip, in this terminal', words: 'CODE [-- NATIVE ARGUMENTS]', options: launchOptions,
		loadHelp: async () => import('./launch-help.js'),
		load: async () => import('./xx.js'),
	},
	{
		name: 'demo', summary: 'try clutch without a key or an agent: a scripted upstream and agent, labelled demo', words: '',
		options: [{flag: 'plain', summary: 'no full screen: say what was started and what was answered'}, json],
		load: async () => import('./demo.js'),
	},
	{
		name: 'run', summary: 'run any program in this terminal with the addresses of the gateway set', words: '[--] COMMAND [ARGUMENTS]', passThrough: true,
		options: [
			{flag: 'name', value: 'NAME', summary: 'what its traffic is called'},
			{flag: 'cwd', value: 'FOLDER', summary: 'start in this folder'},
			{flag: 'profile', value: 'NAME', summary: 'the profile the gateway works by'},
		],
		load: async () => import('./run.js'),
	},
	{
		name: 'guard', summary: 'run a command guarded: it outlives this terminal', words: 'COMMAND [ARGUMENTS]', passThrough: true,
		options: [
			{flag: 'name', value: 'NAME', summary: 'what the session is called'},
			{flag: 'cwd', value: 'FOLDER', summary: 'start in this folder'},
		],
		load: async () => import('./cg-run.js'),
	},
	{
		name: 'spawn', summary: 'start a session in the background and print its id', words: 'CODE | -- COMMAND [ARGUMENTS]',
		options: [...launchOptions, {flag: 'shell', summary: 'your shell instead of a code or command'}],
		load: async () => import('./spawn.js'),
	},
	{
		name: 'attach', summary: 'show a session in this terminal; the chord (Ctrl+Space) and then d leaves it', words: 'ID',
		options: [
			{flag: 'take', summary: 'take the keyboard from whoever has it'},
			{flag: 'read-only', summary: 'only look: never have the keyboard'},
		],
		load: async () => import('./attach.js'),
	},
	{
		name: 'init', summary: 'write a commented config file and .env, never over existing ones', words: '', options: [json],
		load: async () => import('./init.js'),
	},
	{
		name: 'doctor', summary: 'look at all that a launch depends on, and say what to do (exit 1 where something is bad)', words: '',
		options: [
			{flag: 'fix', summary: 'close files that others may read'},
			{flag: 'live', summary: 'ask each provider with a key for its models: leaves this machine'},
			json,
		],
		load: async () => import('./doctor.js'),
	},
	{
		name: 'install', summary: 'put the aliases and completions into the files of your shell, or take them away again', words: '',
		options: [
			{flag: 'shell', value: 'SHELL', summary: 'zsh, bash, fish, several with commas between, or all (else what $SHELL is)'},
			{flag: 'without', value: 'NAMES', summary: 'leave these aliases out, with commas between'},
			{flag: 'uninstall', summary: 'take all of it away, from every shell unless one is named'},
			{flag: 'dry-run', summary: 'print what would be done, do nothing'},
			json,
		],
		load: async () => import('./install.js'),
	},
	{
		name: 'service', summary: 'the services and components: list them, install one, add one of your own; or have the system start clutchd at login', words: 'list|add|remove|enable|disable|show|install|uninstall|status [NAME] [-- COMMAND]',
		options: [
			yes,
			{flag: 'port', value: 'N', summary: 'add: where it listens, {port} in its arguments; 0 for a free one'},
			{flag: 'depends-on', value: 'NAME', repeatable: true, summary: 'add: what has to be ready first; may come several times'},
			{flag: 'http', value: 'PATH', summary: 'add: it is ready when this path is answered well'},
			{flag: 'env', value: 'KEY=VALUE', repeatable: true, summary: 'add: a variable of its environment; may come several times'},
			{flag: 'cwd', value: 'FOLDER', summary: 'add: the folder it runs in'},
			{flag: 'hook', summary: 'add rtk: have Claude Code send its shell commands through it'},
			{flag: 'restart', value: 'WHEN', summary: 'add: always, on-failure or never'},
			{flag: 'dry-run', summary: 'install, uninstall: print what would be done, do nothing'},
			json,
		],
		load: async () => import('./service.js'),
	},
	{
		name: 'completion', summary: 'print the completions of a shell as a script', words: '[zsh|bash|fish]',
		options: [{flag: 'list', value: 'KIND', summary: 'what the scripts ask for: sessions, services, shown, removable, logs or profiles, one a line'}],
		load: async () => import('./completion.js'),
	},
	{
		name: 'config', summary: 'the configuration in force, its problems, its place, its schema; or change a value of it', words: '[show|check|path|schema|set|toggle|where|env|add|rm|order] [KEY [VALUE]]',
		options: [{flag: 'origin', summary: 'say for each value where it comes from, and which way requests go'}, yes, json],
		load: async () => import('./config.js'),
	},
	{
		name: 'import', summary: 'take over what another gateway was told: shows what would change, writes it on yes', words: 'PATH', options: [yes, json],
		load: async () => import('./import.js'),
	},
	{
		name: 'keys', summary: 'which provider keys are known (masked), or store one read from standard input', words: '[add NAME]', options: [json],
		load: async () => import('./keys.js'),
	},
	{
		name: 'gateway', summary: 'the gateway in this terminal, until Ctrl+C (up has it in the background)', words: '',
		options: [{flag: 'port', value: 'N', summary: 'listen on this port, 0 for a free one'}, {flag: 'host', value: 'H', summary: 'listen on this address; beyond this machine a key is needed'}, json],
		load: async () => import('./gateway.js'),
	},
	{
		name: 'up', summary: 'start clutchd and the services, and wait until they are ready (exit 3 some failed, 4 none came)', words: '[SERVICE ...]',
		options: [
			{flag: 'wait', value: 'SECONDS', summary: 'wait at most so long (each has its own time)'},
			{flag: 'no-wait', summary: 'start them and wait for nothing'},
			json,
		],
		load: async () => import('./up.js'),
	},
	{
		name: 'down', summary: 'stop the services and clutchd, or only those named; sessions live on', words: '[SERVICE ...]',
		options: [{flag: 'all', summary: 'end the sessions too'}, json],
		load: async () => import('./down.js'),
	},
	{
		name: 'restart', summary: 'end services and start them again, the gateway where none is named', words: '[SERVICE ...]',
		options: [{flag: 'all', summary: 'every service that runs'}, json],
		load: async () => import('./restart.js'),
	},
	{
		name: 'status', summary: 'what runs and what needs you; starts nothing (exit 0 healthy, 3 degraded, 4 down)', words: '', options: [json],
		load: async () => import('./status.js'),
	},
	{
		name: 'watch', summary: 'figures of the gateway as they come: rates, latencies, models, services, cascades', words: '',
		options: [
			{flag: 'plain', summary: 'no full screen: one line for each change'},
			{flag: 'once', summary: 'print what is known now, and end; starts nothing'},
			{flag: 'json', summary: 'one JSON object for each change, one a line'},
		],
		load: async () => import('./watch.js'),
	},
	{
		name: 'sessions', summary: 'the sessions that live, here or in other terminals, or ended without you', words: '',
		options: [{flag: 'all', summary: 'also those that ended in order'}, json],
		load: async () => import('./sessions.js'),
	},
	{
		name: 'restore', summary: 'start sessions again that are over; without an id, say what would happen', words: '[ID ...]',
		options: [
			{flag: 'all', summary: 'every session that ended without you'},
			{flag: 'dry-run', summary: 'print what would be started, start nothing'},
			{flag: 'conversation', value: 'ID', summary: 'the conversation that one goes on with'},
			{flag: 'new', summary: 'begin a new conversation in it'},
			json,
		],
		load: async () => import('./restore.js'),
	},
	{
		name: 'screen', summary: 'what a session shows, or showed last, as text', words: 'ID',
		options: [
			{flag: 'ansi', summary: 'with its colours'},
			{flag: 'scrollback', value: 'N', summary: 'and at most so many lines that have left the screen'},
			json,
		],
		load: async () => import('./screen.js'),
	},
	{
		name: 'send', summary: 'type text or keys into a session', words: 'ID [TEXT]',
		options: [
			{flag: 'enter', summary: 'and then Enter'},
			{flag: 'keys', summary: 'the words are keys: Enter, Escape, Ctrl+C, Up, F5, Alt+x'},
			{flag: 'stdin', summary: 'the text comes by standard input'},
			json,
		],
		load: async () => import('./send.js'),
	},
	{
		name: 'wait', summary: 'wait for a session (exit 0 it happened, 124 not in time, 3 it ended before)', words: 'ID',
		options: [
			{flag: 'until', value: 'WHAT', summary: 'exit, text=TEXT (on the screen or printed), or quiet=SECONDS (without output)'},
			{flag: 'timeout', value: 'SECONDS', summary: 'give up after so long (never)'},
			json,
		],
		load: async () => import('./wait.js'),
	},
	{
		name: 'rename', summary: 'give a session another name', words: 'ID NAME', options: [json],
		load: async () => import('./rename.js'),
	},
	{
		name: 'kill', summary: 'end the programs of sessions and wait until they are gone', words: 'ID [ID ...]',
		options: [
			{flag: 'grace', value: 'SECONDS', summary: 'how long they may take to end before they are killed (3)'},
			{flag: 'signal', value: 'NAME', summary: 'send only this signal, such as INT, and wait for nothing'},
			json,
		],
		load: async () => import('./kill.js'),
	},
	{
		name: 'close', summary: 'let sessions go: end them if they live, and forget them', words: 'ID [ID ...]', options: [json],
		load: async () => import('./close.js'),
	},
	{
		name: 'logs', summary: 'logs: clutchd, services such as gateway, or what is known about a session', words: '[SERVICE|ID ...]',
		options: [
			{flag: 'lines', short: 'n', value: 'N', summary: 'the newest so many lines (100; all with --since)'},
			{flag: 'follow', short: 'f', summary: 'go on with what is added'},
			{flag: 'keys', summary: 'with --follow: q ends it, and no key is shown among the lines'},
			{flag: 'since', value: 'TIME', summary: 'only from then on: 10m, 14:05 or 2026-11-21T14:05'},
			{flag: 'grep', value: 'REGEX', summary: 'only lines that match'},
			{flag: 'output', summary: 'what the session printed last, as text'},
			{flag: 'json', summary: 'one JSON object for each line, one a line'},
		],
		load: async () => import('./logs.js'),
	},
];

/** The verbs of `proxies`, as far as the table has them. */
const proxiesVerbs = new Set(['up', 'down', 'restart', 'status', 'logs', 'watch', 'config', 'service']);

const offered: Readonly<Record<ProgramName, (row: CommandRow) => boolean>> = {
	clutch: () => true,
	proxies: row => proxiesVerbs.has(row.name),
	xx: row => row.name === 'launch',
	cg_run: row => row.name === 'guard',
};

/** What each program offers; `xx` and `cg_run` are one verb each, so their first word is not looked up. */
export function rowsOf(program: ProgramName): readonly CommandRow[] {
	return commandTable.filter(row => offered[program](row));
}
