import test from 'ava';
import {agentCatalogue} from '../../source/core/launch/catalogue.js';
import {headlessModes, modes, routes} from '../../source/core/launch/grammar.js';
import {settingKeys} from '../../source/core/launch/set-option.js';
import {helpText} from '../../source/commands/launch-help.js';
import {optionsOf} from '../../source/commands/parse.js';
import {commandTable} from '../../source/commands/table.js';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

const row = commandTable.find(candidate => candidate.name === 'launch') ?? commandTable[0];

test.serial('explains every letter, option and key, within 80 columns', t => {
	if (row === undefined) {
		throw new Error('no launch');
	}

	const text = helpText(row, {called: 'xx', tiers: {d: 'deepseek/deepseek-v4', z: 'a/model', 1: 'profile 1: night work'}});
	const lines = text.split('\n');
	t.deepEqual(lines.filter(line => line.length > 80), []);
	const has = (letter: string, phrase: string) => lines.some(line => new RegExp(String.raw`^ {2}(?:agent|mode|route|tier| {4}) *${letter} {2}${phrase}`).test(line));
	t.deepEqual(agentCatalogue.filter(({letter, title}) => !has(letter, title)), []);
	t.deepEqual([...modes, ...headlessModes].filter(({letter, phrase}) => !has(letter, phrase)), []);
	t.deepEqual(routes.filter(({letter, phrase}) => !has(letter, phrase)), []);
	t.true(has('d', 'deepseek/deepseek-v4') && has('z', 'a/model') && has('1', 'profile 1: night work'));
	t.deepEqual(optionsOf(row).filter(option => !new RegExp(String.raw`^ {2}.*--${option.flag}\b.* {3}\S`, 'm').test(text)), []);
	t.deepEqual(settingKeys.filter(({key, value, text: meaning}) => !new RegExp(`^ {2}${key}=${value.replace('|', String.raw`\|`)} +${meaning}`, 'm').test(text)), []);
});

test.serial('is what xx, clutch launch and cg_run xx print for --help, each by its name', async t => {
	const home = temporaryHome(t);
	const first = async (argv: readonly [string, ...string[]]) => {
		const {code, stdout} = await runProgram(argv, {home});
		return [code, stdout.split('\n')[0]];
	};

	t.deepEqual(await first(['xx', '--help']), [0, 'xx: start an agent by its code']);
	t.deepEqual(await first(['xx', 'cip', '-h']), [0, 'xx: start an agent by its code']);
	t.deepEqual(await first(['clutch', 'help', 'launch']), [0, 'clutch launch: start an agent by its code']);
	t.deepEqual(await first(['cg_run', 'xx', '--help']), [0, 'cg_run xx: start an agent by its code']);
});
