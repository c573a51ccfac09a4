import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {optionsOf} from '../source/commands/parse.js';
import {commandTable} from '../source/commands/table.js';
import {variables} from '../source/core/config/variables.js';
import {configJsonSchema} from '../source/core/config/schema.js';
import {profileJsonSchema} from '../source/core/profile/schema.js';
import {errors} from '../source/core/error.js';
import {agentCatalogue} from '../source/core/launch/catalogue.js';
import {headlessModes, modes, routes, tierLetters} from '../source/core/launch/grammar.js';
import {root} from './helpers/program.js';
import {writtenFiles} from './helpers/written.js';

const page = (name: string) => readFileSync(path.join(root, 'docs', name), 'utf8');

/** The rows of all tables of a page: what stands first in code, and the whole line. */
function tableRows(text: string): ReadonlyMap<string, string> {
	return new Map([...text.matchAll(/^\| `([^`]+)` .*\|$/gm)].map(match => [match[1] ?? '', match[0]]));
}

const cell = (text: string) => text.replaceAll('|', String.raw`\|`);

test('docs/errors.md has the table of core/error.ts, no more and no less', t => {
	const wanted = Object.entries(errors).map(([code, row]) => `| \`${code}\` | ${cell(row.message)} | ${cell(row.hint)} | ${row.exit} |`);
	t.deepEqual([...tableRows(page('errors.md')).values()].toSorted(), wanted.toSorted());
});

test('docs/commands.md has every command with its words, summary and options', t => {
	const wanted = commandTable.flatMap(row => [
		`| \`${[row.name, cell(row.words)].filter(text => text !== '').join(' ')}\` | ${row.summary} | ${row.options.map(option => `\`--${option.flag}${option.value === undefined ? '' : ` ${option.value}`}\``).join(' ')} |`,
	]);
	t.deepEqual([...tableRows(page('commands.md')).values()].toSorted(), wanted.toSorted());
	t.true(commandTable.every(row => optionsOf(row).some(option => option.flag === 'help')));
});

test('docs/configuration.md has every key of the config file and every variable', t => {
	const text = page('configuration.md');
	const {properties} = configJsonSchema() as {readonly properties: Readonly<Record<string, {readonly properties?: Readonly<Record<string, unknown>>}>>};
	const keys = Object.entries(properties).filter(([name]) => name !== '$schema').flatMap(([name, {properties: inner}]) => inner === undefined || name === 'model_tiers' ? [name] : Object.keys(inner).map(key => `${name}.${key}`));
	const rows = tableRows(text);
	t.deepEqual([...keys, ...variables.map(row => row.variable)].filter(name => !rows.has(name)), []);
	t.deepEqual([...rows.keys()].filter(name => !keys.includes(name) && !variables.some(row => row.variable === name)), []);
	for (const {variable, path: key} of variables) {
		t.true(rows.get(variable)?.includes(`\`${key.join('.')}\``), `${variable} stands for ${key.join('.')}`);
	}
});

test('docs/profiles.md has every key of a profile', t => {
	const {properties} = profileJsonSchema() as {readonly properties: Readonly<Record<string, unknown>>};
	t.deepEqual([...tableRows(page('profiles.md')).keys()], Object.keys(properties).filter(name => name !== '$schema'));
});

test('the pages and files that are made from tables are as the tables are', t => {
	const behind = Object.entries(writtenFiles()).filter(([name, content]) => readFileSync(path.join(root, name), 'utf8') !== content).map(([name]) => name);
	t.deepEqual(behind, [], 'npm run docs writes them again');
});

test('docs/codes.md has every letter of the grammar and every agent', t => {
	const rows = tableRows(page('codes.md'));
	const letters = [...agentCatalogue.map(row => `${row.letter}··`), ...[...modes, ...headlessModes].map(row => `·${row.letter}·`), ...routes.map(row => `··${row.letter}`), ...tierLetters];
	t.deepEqual(letters.filter(name => !rows.has(name)), []);
	t.deepEqual(agentCatalogue.filter(row => !page('agents.md').includes(`## ${row.title}\n`)), []);
});
