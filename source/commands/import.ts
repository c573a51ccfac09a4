import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../core/config/config.js';
import {importChain, isChain} from '../core/config/import-chain.js';
import type {ImportedEdit, ImportNote} from '../core/config/imported.js';
import {originText, pathText} from '../core/config/layers.js';
import {valueAt} from '../core/config/mend.js';
import {ClutchError} from '../core/error.js';
import {loadConfig} from '../io/config-file.js';
import {isDirectory} from '../io/executable.js';
import {readJsonc} from '../io/jsonc.js';
import {wordsOfSystemError} from '../io/system-error.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {offerChange, planChange} from './change-config.js';

/** Where the original keeps it, in a folder that was named. */
const places = ['config/proxy_chain.json', 'proxy_chain.json'] as const;

/** `clutch import PATH`: what the chain of the original means for our config. Shows the change and what was not taken, and writes it on yes. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [given, ...others] = parsed.words;
	if (given === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'import takes one file, or the folder it is in.', next: 'clutch import ~/code/claude-code-proxy/config/proxy_chain.json'});
	}

	const file = fileOf(path.resolve(context.cwd, given));
	const loaded = loadConfig(context);
	const {edits, notes} = importChain(readChain(file), {folder: originalFolder(file), now: key => valueAt(loaded.config, key)});
	const overruled = edits.flatMap(edit => overruling(edit, loaded));
	const {taken, refused} = fitting(edits.filter(({path: key}) => !overruled.some(rule => rule.path === key)), context);
	const left = [...notes, ...overruled, ...refused].map(({from, text}): ImportNote => ({from, text}));
	const change = planChange(taken, context);
	const json = parsed.flags.json === true;
	const {code} = await offerChange(change, {
		parsed, context,
		heading: [
			...(taken.length === 0 ? [`Nothing in ${file} has to be taken over.`] : [`From ${file}:`, ...taken.map(({from, path: key}) => `  ${from} → ${pathText(key)}`)]),
			...(left.length === 0 ? [] : ['Not taken over:', ...left.map(({from, text}) => `  ${from}: ${text}`)]),
		],
		done: ['It is in force from the next start on: clutch restart --all, or clutch up.'],
		facts: json ? {source: file, taken: taken.map(({from, path: key}) => ({from, key: pathText(key)})), notes: left} : {},
	});
	return code;
}

/** What a variable says goes before the config file, so writing it there would change nothing. */
function overruling({from, path: key, value}: ImportedEdit, {config, origins}: Pick<LoadedConfig, 'config' | 'origins'>): ReadonlyArray<ImportNote & Pick<ImportedEdit, 'path'>> {
	const origin = origins[pathText(key)];
	const isSaid = origin?.type === 'environment' || origin?.type === 'dotenv';
	return isSaid && valueAt(config, key) !== value ? [{path: key, from, text: `${originText(origin)} says another value, and goes before the config file`}] : [];
}

function fileOf(given: string): string {
	if (!isDirectory(given)) {
		return given;
	}

	const found = places.map(place => path.join(given, place)).find(file => existsSync(file));
	if (found === undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no ${places[0]} in ${given}.`, next: 'Name the file itself: clutch import PATH/proxy_chain.json'});
	}

	return found;
}

/** Its commands ran where it was installed. */
function originalFolder(file: string): string {
	const folder = path.dirname(file);
	return path.basename(folder) === 'config' ? path.dirname(folder) : folder;
}

function readChain(file: string): Readonly<Record<string, unknown>> {
	const read = readJsonc(textOf(file));
	if (read.type === 'broken') {
		const {place, wanted, got} = read;
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${file}:${place.line}:${place.column}: wanted ${wanted}, got ${got}.`, next: 'Nothing was written. Correct that and try again.'});
	}

	if (!isChain(read.value)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${file} is no proxy_chain.json of the original Clutch Gateway.`, next: 'Nothing was written. That file is what clutch import understands; config.json, profiles.json and .env of the original are read as they are, beside the config file.'});
	}

	return read.value;
}

function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: isMissing ? `There is no file ${file}.` : `${file} cannot be read: ${wordsOfSystemError(error)}.`, next: 'Name the proxy_chain.json of the original, or the folder it was cloned into.'});
	}
}

/** What the config can take as it stands; what it would not understand is named and left out. */
function fitting(edits: readonly ImportedEdit[], context: CommandContext): {readonly taken: readonly ImportedEdit[]; readonly refused: readonly ImportNote[]} {
	let taken: readonly ImportedEdit[] = [];
	const refused: ImportNote[] = [];
	const section = ({path: [first = '', second = '']}: ImportedEdit) => `${first}\n${second}`;
	for (const name of new Set(edits.map(edit => section(edit)))) {
		// What belongs to one thing goes together: half a provider is none.
		const group = edits.filter(edit => section(edit) === name);
		try {
			planChange([...taken, ...group], context);
			taken = [...taken, ...group];
		} catch (error) {
			if (!(error instanceof ClutchError) || error.code !== 'ERR_CLUTCH_USAGE') {
				throw error;
			}

			refused.push({from: group[0]?.from ?? name, text: error.message.replace(/\.$/, '')});
		}
	}

	return {taken, refused};
}
