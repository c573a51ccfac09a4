import {shippedConfig} from '../config/defaults.js';
import type {AgentRow} from './agent.js';
import {agentCatalogue} from './catalogue.js';
import {setInPanes, unsetInChildren, unsetInPanes} from './environment.js';
import {headlessModes, modes, routes, tierLetters} from './grammar.js';
import {codeSpan, pageTable} from './page-table.js';
import {settingKeys} from './set-option.js';
import {tiersOf} from './tiers.js';

/** `docs/codes.md`: all that a code can say, from the tables it is read by. */
export function codesPage(): string {
	return `${[
		'# Launch codes',
		'',
		'This page is made from the tables in `source/core/launch` (`npm run docs`); change them, not it.',
		'',
		'A code is an agent and a mode; a route and a tier may follow: `cip` is Claude Code, a new session, by the gateway, `cipd` the same with the model of tier `d`. `xx CODE` runs it in your terminal, `cg_run xx CODE` guarded; on Home and after the chord you type just the letters. Two letters mean route p, and so does a tier in the place of the route: `ccf` is `ccpf`. A wrong letter starts nothing and says what would be right.',
		'',
		...pageTable(['letter', 'means'], [
			...agentCatalogue.map(({letter, title}) => [codeSpan(`${letter}··`), title]),
			...modes.map(({letter, phrase}) => [codeSpan(`·${letter}·`), `${phrase}${modeNotes[letter]}`]),
			...headlessModes.map(({letter, phrase}) => [codeSpan(`·${letter}·`), `${phrase}${letter === 'I' ? ': as `·n·`' : ''}`]),
			...routes.map(({letter}) => [codeSpan(`··${letter}`), routeNotes[letter]]),
		]),
		'',
		'## Tiers',
		'',
		...pageTable(['tier', 'shipped', 'comes from'], [
			...tierLetters.map(letter => [codeSpan(letter), tiersOf(shippedConfig)[letter] ?? '', tierSource(letter)]),
			[codeSpan('0'), 'none', 'the profile of this name, and so on to `9` ([Profiles](profiles.md))'],
		]),
		'',
		'A scan is the snapshot that `model-scan` leaves in `$XDG_CONFIG_HOME/model-scan/routing_snapshot.json` (else below `~/.config`): `R1_primary.best` and `R3_free.best`, not older than a day. The decoded line, the preview and `--dry-run` say which source it was. `-m MODEL` goes before a tier. Route d takes no tier: `-m` names a model there.',
		'',
		'## Agents',
		'',
		'How each is started, letter by letter, is on [Agents](agents.md).',
		'',
		...pageTable(['agent', 'name', 'installed by', 'at least', 'known by', 'credential by the gateway'], agentCatalogue.map(row => agentCells(row))),
		'',
		'**Known by**: *run*, its row was made by running it; *documentation*, nobody of us has run it, and `clutch doctor` says so.',
		'',
		'**Credential**, on routes p and b: the agent\'s own login where it has one that can go by the gateway, and its vendor\'s model is tried first or no key fits; else a key of the gateway that fits one of the models tried (a provider on this machine needs none); else nothing starts and the next steps are listed. `--login`, `--no-login` and the profile decide it by hand. With the own login only the address is set and nothing that looks like a key; with a key the agent gets a placeholder. On route d the agent\'s own login and settings decide.',
		'',
		'## For one launch',
		'',
		'Options are in [Commands](commands.md); `xx --help` lists them too. Arguments behind `--` go to the agent as they are. `xx CODE --dry-run` prints the arguments, the folder, what is set and taken away, whose credential is used and which models would be tried, and starts nothing: dry run, preview and launch come from one function, `core/launch/plan`. `--set` changes for this launch only:',
		'',
		...pageTable(['key', 'value', 'is'], settingKeys.map(({key, value, text}) => [codeSpan(key), codeSpan(value), text])),
		'',
		'**Approvals** are skipped unless `--ask`, the profile or `launch.approvals: "ask"` says otherwise. Claude Code refuses that as root: this is said before anything starts, with the ways out (`--ask`; `IS_SANDBOX=1` where the machine is a sandbox).',
		'',
		'**Dialogs** of a first start are the agent\'s and simply show; no file of the user is touched. `launch.sandboxed: true` sets `CLAUDE_CODE_SANDBOXED=1`, which skips Claude Code\'s question of trust.',
		'',
		'## Taken away',
		'',
		'Variables that could change where an agent talks, as whom, or what it writes are removed from every child on every route before the route sets its own; a profile\'s `direct.keep` names those that stay on route d.',
		'',
		names(unsetInChildren),
		'',
		`In a pane, which is a terminal of its own, these too: ${names(unsetInPanes)}; and ${names(Object.entries(setInPanes).map(([name, value]) => `${name}=${value}`))} is set.`,
	].join('\n')}\n`;
}

const modeNotes = {
	i: '; a prompt given with `-p` is its first',
	c: ' of this folder',
	n: ': prints the answer and ends. Needs `-p`, or something piped in',
	s: '. Needs `-s ID`, which in modes i, c and r means the same',
	r: ' in the agent\'s own list',
} as const;

const routeNotes = {
	p: 'by the gateway: its models, its keys, its figures',
	b: 'by the gateway with the model untouched: `/r/b` in the address',
	d: 'direct: nothing of ours is set, the agent\'s own login and settings decide',
} as const;

function tierSource(letter: typeof tierLetters[number]): string {
	if (letter !== 'm' && letter !== 'f') {
		return `\`tiers.${letter}\``;
	}

	return letter === 'm' ? 'the best model of a scan, else `tiers.m`, else `selectors.best`, else the default of role BIG' : 'the best free model of a scan, else `tiers.f`, else `selectors.free`, else the first of BIG that is free';
}

function agentCells({letter, title, executable, install, minimumVersion, evidence, vendors}: AgentRow): readonly string[] {
	return [
		codeSpan(letter),
		`${title}, ${codeSpan(executable)}`,
		// For some there is no command, only a place.
		install.startsWith('the ') ? install : codeSpan(install),
		minimumVersion === '0.0.0' ? 'any' : minimumVersion,
		evidence === 'run' ? 'run' : 'documentation',
		vendors.length === 0 ? 'a key of the gateway' : 'own login, or a key of the gateway',
	];
}

function names(list: readonly string[]): string {
	return list.map(name => codeSpan(name)).join(' ');
}
