import {readFileSync} from 'node:fs';
import path from 'node:path';
import {completeConfig, type ConfigProblem, type ConfigWarning, type LoadedConfig} from '../core/config/config.js';
import {shippedConfig} from '../core/config/defaults.js';
import {plainJson} from '../core/config/plain-json.js';
import {expand, parseDotenv, type DotenvLine} from '../core/config/dotenv.js';
import {flatten, isSection, mergeLayers, pathText, type Layered, type Origin} from '../core/config/layers.js';
import {mendConfig, type Mended, type Remark} from '../core/config/mend.js';
import {isMistake} from '../core/config/problem.js';
import {keyedProviders} from '../core/config/providers.js';
import {checkConfig} from '../core/config/schema.js';
import {isSecretPath} from '../core/config/secrets.js';
import {readVariables, variables, type NamedValue, type ReadVariables} from '../core/config/variables.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {nearest} from '../core/nearest.js';
import {profileLayer, profileNotes, shippedLayer} from '../core/profile/layers.js';
import {shippedServices} from '../core/service/shipped.js';
import {makeFolder} from './folder.js';
import {readJsonc, readWhatIsThere} from './jsonc.js';
import {rememberChecked, wasChecked} from './checked-config.js';
import {replaceFile} from './replaced-file.js';
import type {Paths} from './paths.js';
import {readProfilesFile} from './profiles-file.js';

type Environment = Readonly<Record<string, string | undefined>>;

type FileRead = {
	readonly values: readonly Layered[];
	readonly warnings: readonly ConfigWarning[];
	readonly mistakes: readonly ConfigWarning[];
	/** Profiles of the file that cannot be used: no other ones of their names are. */
	readonly brokenProfiles: readonly string[];
	readonly problem: ConfigProblem | undefined;
};

const nothingWrong = {warnings: [], mistakes: [], brokenProfiles: [], problem: undefined} as const;

/**
Reads the configuration: flags, environment, the `.env` beside the config file, the file, the shipped defaults. It never throws for what the user wrote: what is wrong in the file is left out and named; where nothing of the file can be understood that is `problem`, and what it said when it was last whole stays in force.
*/
export function loadConfig({paths, env, flags = []}: {readonly paths: Paths; readonly env: Environment; readonly flags?: readonly Layered[]}): LoadedConfig {
	const file = readConfigFile(paths);
	const warnings: ConfigWarning[] = [...file.warnings];
	const dotenv = parseDotenv(readDotenv(paths.env, warnings));
	warnings.push(...dotenv.unread.map(line => ({file: paths.env, line, key: '', text: 'this line is no NAME=value and was not read'})));
	const providers = [...new Set([...keyedProviders, ...file.values.flatMap(({path: [section, id]}) => section === 'providers' && id !== undefined ? [id] : [])])];
	const lookup = createLookup(env, dotenv.lines);

	// The last line of a name wins, as in a shell.
	const dotenvValues = dotenv.lines.toReversed().map((line): NamedValue => ({
		name: line.name,
		value: line.literal ? line.value : expandText(line.value, {lookup, warn: warn(warnings, {file: paths.env, line: line.line, key: line.name})}),
		origin: {type: 'dotenv', name: line.name, file: paths.env},
	}));
	const environmentValues = Object.entries(env).flatMap(([name, value]): readonly NamedValue[] => value === undefined ? [] : [{name, value, origin: {type: 'environment', name}}]);
	const fromDotenv = readVariables(dotenvValues, providers);
	const fromEnvironment = readVariables(environmentValues, providers);
	const fromFile = file.values.map(layered => ({...layered, value: expandValue(layered.value, {lookup, warn: warn(warnings, {file: paths.config, line: undefined, key: pathText(layered.path)})})}));
	warnings.push(...wrongVariables(fromEnvironment, undefined), ...wrongVariables(fromDotenv, paths.env), ...misspelt(fromDotenv.unknown, paths.env));

	const profiles = readProfilesFile(paths.profiles);
	warnings.push(...profiles.warnings);
	const ownNames = new Set([...profileNames(fromFile), ...file.brokenProfiles]);
	const ofFile = profileLayer(profiles.profiles, {origin: {type: 'file', file: paths.profiles}, stronger: ownNames});
	const shipped = shippedLayer(new Set([...ownNames, ...profileNames(ofFile)]));
	const merged = mergeLayers([flags, fromEnvironment.values, fromDotenv.values, fromFile, ofFile, shipped, flatten(shippedConfig, {type: 'default'})]);
	const config = completeConfig(merged.value, merged.origins);
	return {
		config,
		origins: merged.origins,
		warnings,
		mistakes: file.mistakes,
		notes: profileNotes(config, {file: paths.config, agentNames: agentCatalogue.flatMap(({letter, id}) => [letter, id])}),
		problem: file.problem,
	};
}

function profileNames(values: readonly Layered[]): ReadonlySet<string> {
	return new Set(values.flatMap(({path: [section, name]}) => section === 'profiles' && name !== undefined ? [name] : []));
}

function readConfigFile(paths: Paths): FileRead {
	const file = paths.config;
	let text: string | undefined;
	try {
		text = readText(file);
	} catch (error) {
		return broken(paths, {file, line: 1, column: 1, key: '', wanted: 'a file that can be read', got: (error as NodeJS.ErrnoException).code === 'EISDIR' ? 'a folder' : (error as Error).message}, '');
	}

	if (text === undefined || text.trim() === '') {
		return {values: [], ...nothingWrong};
	}

	if (wasChecked(paths, text)) {
		return fileRead(file, readChecked(text));
	}

	const read = readJsonc(text);
	if (read.type === 'broken') {
		const {place, key, wanted, got} = read;
		return broken(paths, {file, ...place, key, wanted, got}, text);
	}

	const {value, placeOf} = read;
	const before = readLastGood(paths);
	const mended = mendConfig(value, before);
	if (mended === undefined) {
		return broken(paths, {file, ...placeOf({type: 'wrong', path: [], wanted: ''}), key: '', wanted: 'an object', got: Array.isArray(value) ? 'a list' : JSON.stringify(value)}, text);
	}

	const {mistakes, unknown, harmless} = mended;
	// What a wrong value was before is told by a copy that has none.
	if (mistakes.length === 0 || harmless) {
		keepLastGood(paths, mended.value);
	}

	if (mistakes.length + unknown.length === 0) {
		rememberChecked(paths, text);
	}

	const warningOf = ({issue, text}: Remark): ConfigWarning => ({file, line: placeOf(issue).line, key: pathText(issue.path), text});
	const sound = fileRead(file, mended.value);
	return {
		...sound,
		values: [...sound.values, ...leftOutProviders(mended, {type: 'file', file})],
		warnings: unknown.map(remark => warningOf(remark)),
		mistakes: mistakes.map(remark => warningOf(remark)),
		brokenProfiles: mended.profiles,
	};
}

/** A provider that cannot be used stays known by its name: what is meant for it must not go to another. */
function leftOutProviders({providers}: Mended, origin: Origin): readonly Layered[] {
	return Object.entries(providers).map(([id, why]) => ({path: ['providers', id, 'left_out'], value: why, origin}));
}

function fileRead(file: string, value: unknown): FileRead {
	return {values: [...flatten(value, {type: 'file', file}), ...emptyProfiles(value, {type: 'file', file}), ...emptyServices(value, {type: 'file', file})], ...nothingWrong};
}

/** Sound as it is, it needs no parser that has to be loaded first. */
function readChecked(text: string): unknown {
	return JSON.parse(plainJson(text));
}

/** A profile that says nothing is there all the same. */
function emptyProfiles(value: unknown, origin: Origin): readonly Layered[] {
	const profiles = isSection(value) && isSection(value.profiles) ? value.profiles : {};
	const empty = Object.entries(profiles).filter(([, bundle]) => isSection(bundle) && Object.keys(bundle).length === 0);
	return profileLayer(Object.fromEntries(empty), {origin, stronger: new Set()});
}

/** A service of the user's own that says nothing starts nothing, which has to be told. */
function emptyServices(value: unknown, origin: Origin): readonly Layered[] {
	const services = isSection(value) && isSection(value.services) ? value.services : {};
	return Object.entries(services).flatMap(([id, row]) => shippedServices.has(id) || flatten(row, origin).length > 0 ? [] : [{path: ['services', id], value: {}, origin}]);
}

/** The copy has no secrets, so they are taken from the broken text, as far as they can still be found in it. */
function broken(paths: Paths, problem: Omit<ConfigProblem, 'inForce'>, text: string): FileRead {
	const kept = readLastGood(paths);
	const secrets = flatten(readWhatIsThere(text), {type: 'file', file: paths.config})
		.filter(layered => isSecretPath(layered.path) && (typeof layered.value === 'string' || Array.isArray(layered.value)));
	return {
		...nothingWrong,
		values: [...secrets, ...flatten(kept, {type: 'last-good', file: paths.config})],
		problem: {...problem, inForce: kept === undefined ? 'defaults' : 'last-good'},
	};
}

function lastGoodFile(paths: Paths): string {
	return path.join(paths.state, 'config.last-good.json');
}

function readLastGood(paths: Paths): unknown {
	try {
		const value: unknown = JSON.parse(readText(lastGoodFile(paths)) ?? 'null');
		return value !== null && checkConfig(value).every(issue => !isMistake(issue)) ? value : undefined;
	} catch {
		// A copy that cannot be read is no copy.
		return undefined;
	}
}

function keepLastGood(paths: Paths, value: unknown): void {
	const {value: withoutSecrets} = mergeLayers([flatten(value, {type: 'default'}).filter(layered => !isSecretPath(layered.path))]);
	const text = `${JSON.stringify(withoutSecrets)}\n`;
	try {
		if (readText(lastGoodFile(paths)) === text) {
			return;
		}

		makeFolder(paths.state);
		replaceFile(lastGoodFile(paths), text);
	} catch {
		// Without a copy everything still works; only a later mistake in the file would bring the defaults back.
	}
}

function readDotenv(file: string, warnings: ConfigWarning[]): string {
	try {
		return readText(file) ?? '';
	} catch (error) {
		warnings.push({file, line: undefined, key: '', text: `it cannot be read: ${(error as Error).message}`});
		return '';
	}
}

function wrongVariables(read: ReadVariables, file: string | undefined): readonly ConfigWarning[] {
	return read.wrong.map(({variable, wanted, secret}) => ({
		file,
		line: undefined,
		key: variable.name,
		text: `${variable.name}${file === undefined ? ' in the environment' : ''}: wanted ${wanted}, got ${secret ? 'something else' : JSON.stringify(variable.value)}; it was not taken`,
	}));
}

/** Only a near miss is worth a word: a `.env` may hold much that is not ours. */
function misspelt(unknown: readonly NamedValue[], file: string): readonly ConfigWarning[] {
	const names = variables.map(row => row.variable);
	return unknown.flatMap(({name}) => {
		const near = name.length < 6 ? undefined : nearest(name, names);
		return near === undefined ? [] : [{file, line: undefined, key: name, text: `${name} is not known; did you mean ${near}?`}];
	});
}

type Expansion = {readonly lookup: (name: string) => string | undefined; readonly warn: (text: string) => void};

function expandValue(value: unknown, expansion: Expansion): unknown {
	if (Array.isArray(value)) {
		return value.map(item => expandValue(item, expansion));
	}

	return typeof value === 'string' ? expandText(value, expansion) : value;
}

function expandText(text: string, {lookup, warn}: Expansion): string {
	const expanded = expand(text, lookup);
	for (const name of expanded.missing) {
		warn(`\${${name}} is set nowhere, so nothing stands in its place`);
	}

	return expanded.text;
}

function warn(warnings: ConfigWarning[], place: Omit<ConfigWarning, 'text'>): (text: string) => void {
	return text => {
		warnings.push({...place, text: place.key === '' ? text : `${place.key}: ${text}`});
	};
}

function createLookup(env: Environment, lines: readonly DotenvLine[]): (name: string) => string | undefined {
	return name => env[name] ?? lines.findLast(line => line.name === name)?.value;
}

function readText(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
	} catch (error) {
		// Below what is no folder, and under a name that cannot be, there is none either; what keeps the rest from being written says so itself.
		if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			return undefined;
		}

		throw error;
	}
}
