import {agentCatalogue} from '../core/launch/catalogue.js';
import {explainCode, type Tiers} from '../core/launch/code.js';
import {headlessModes, modes, routes, tierLetters} from '../core/launch/grammar.js';
import {settingKeys} from '../core/launch/set-option.js';
import {tiersOf} from '../core/launch/tiers.js';
import {loadConfig} from '../io/config-file.js';
import {readScan} from '../io/scan.js';
import type {CommandContext, CommandRow} from './command.js';
import {optionLines, wrapped} from './help.js';

const settingWidth = Math.max(...settingKeys.map(({key, value}) => `${key}=${value}`.length)) + 3;

/** Codes worth showing, with what stands around them; the rest is said by the grammar itself. */
const examples = [
	{before: '', code: 'cip', after: ''},
	{before: '', code: 'cc', after: ''},
	{before: '', code: 'cid', after: ''},
	{before: '', code: 'xipd', after: ''},
	{before: '', code: 'cnp', after: ' -p "what changed?"'},
	{before: 'git diff | ', code: 'cnp', after: ' -p "review this"'},
	{before: '', code: 'csp', after: ' -s ID'},
] as const;

/** `xx --help`: the grammar, the agents and the tiers in force, the options. */
export function help(row: CommandRow, {program, paths, env}: CommandContext): string {
	return helpText(row, {called: program === 'clutch' ? 'clutch launch' : (program === 'cg_run' ? 'cg_run xx' : 'xx'), tiers: tiersOf(loadConfig({paths, env}).config, readScan({env, now: Date.now()}))});
}

/** The page for a terminal of 80 columns. */
export function helpText(row: CommandRow, {called, tiers}: {readonly called: string; readonly tiers: Tiers}): string {
	const [byGateway] = routes;
	return [
		`${called}: start an agent by its code`,
		'',
		`  ${called} CODE [OPTIONS] [-- ARGUMENTS OF THE AGENT]`,
		'',
		'A code is an agent and a mode; a route and a tier may follow.',
		'',
		...section('agent', agentCatalogue.map(agent => [agent.letter, agent.title])),
		...section('mode', [
			...modes.map(mode => [mode.letter, mode.phrase] as const),
			...headlessModes.map(mode => [mode.letter, mode.phrase] as const),
		]),
		...section('route', routes.map(route => [route.letter, route.letter === byGateway.letter ? `${route.phrase}, also where no route is named` : (route.letter === 'd' ? `${route.phrase}, past the gateway; no tier follows it` : route.phrase)])),
		...section('tier', tierRows(tiers)),
		'Examples',
		'',
		...exampleLines(called, tiers),
		'',
		'Options',
		'',
		...optionLines(row),
		'',
		'Keys of --set',
		'',
		...settingKeys.map(({key, value, text}) => `  ${`${key}=${value}`.padEnd(settingWidth)}${text}`),
	].flatMap(line => wrapped(line)).join('\n');
}

function section(title: string, rows: ReadonlyArray<readonly [string, string]>): readonly string[] {
	return [...rows.map(([letter, text], index) => `  ${(index === 0 ? title : '').padEnd(8)}${letter}  ${text}`), ''];
}

/** Our own letters first, then what the config adds, then its profiles. */
function tierRows(tiers: Tiers): ReadonlyArray<readonly [string, string]> {
	const own = (tierLetters as readonly string[]).filter(letter => Object.hasOwn(tiers, letter));
	const others = Object.keys(tiers).filter(letter => !own.includes(letter)).toSorted((one, other) => Number(/\d/.test(one)) - Number(/\d/.test(other)) || one.localeCompare(other));
	const rows = [...own, ...others].map(letter => [letter, tiers[letter] ?? ''] as const);
	return Object.keys(tiers).some(letter => /\d/.test(letter)) ? rows : [...rows, ['0-9', 'the profile of that name in the config']];
}

function exampleLines(called: string, tiers: Tiers): readonly string[] {
	const lines = examples.flatMap(({before, code, after}) => {
		const reading = explainCode(code, tiers);
		return reading.status === 'wrong' ? [] : [{typed: `${before}${called} ${code}${after}`, decoded: reading.decoded.join(', ')}];
	});
	const width = Math.max(...lines.map(({typed}) => typed.length)) + 3;
	return lines.map(({typed, decoded}) => `  ${typed.padEnd(width)}${decoded}`);
}
