import {readFileSync} from 'node:fs';
import type {Config} from '../core/config/config.js';
import {flatten, isSection, pathText} from '../core/config/layers.js';
import {valueAt} from '../core/config/mend.js';
import {gotText, isMistake, problemText, wantedText} from '../core/config/problem.js';
import {checkConfig, type SchemaIssue} from '../core/config/schema.js';
import {isSecretPath, mask, maskArguments, secretArguments} from '../core/config/secrets.js';
import {diffText, diffTexts} from '../core/config/text-diff.js';
import {ClutchError} from '../core/error.js';
import {redact} from '../core/log/redact.js';
import {shortestSecret} from '../core/log/secret-finder.js';
import type {LeadingBack} from '../core/provider/leads-back.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import {specsOf} from '../core/service/rows.js';
import {editConfigText, type ConfigEdit} from '../io/config-edit.js';
import {loadConfig} from '../io/config-file.js';
import {readJsonc} from '../io/jsonc.js';
import {changePrivateFile} from '../io/private-file.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {confirm} from './confirm.js';
import {leadingBack} from './leading-back.js';

/** A change of the config file that can be made: what it says would still be understood. */
export type PlannedChange = {
	readonly before: string;
	readonly after: string;
	/** As people read it, without secrets. */
	readonly diff: readonly string[];
	/** What its user should know of what is set. */
	readonly remarks: readonly string[];
};

/** What edits make of the config file, its comments and order kept. Refuses what would leave it broken, or with a mistake that was not there before. */
export function planChange(edits: readonly ConfigEdit[], context: CommandContext): PlannedChange {
	const {paths} = context;
	const before = written(paths.config);
	const known = understood(before, paths.config);
	const edited = editConfigText(before, edits);
	if (edited.type === 'blocked') {
		throw new ClutchError('ERR_CLUTCH_CONFIG', {problem: `${paths.config}: ${pathText(edited.path)} cannot be set, because what stands above it is no object`, next: 'Correct that first; clutch config check names what is wrong.'});
	}

	const changed = understood(edited.text, paths.config);
	const fresh = changed.issues.find(issue => isMistake(issue) && known.issues.every(other => pathText(other.path) !== pathText(issue.path)));
	if (fresh !== undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${pathText(fresh.path)}: wanted ${wantedText(fresh)}, got ${gotText(fresh, valueAt(changed.value, fresh.path))}.`, next: 'Nothing was written.'});
	}

	const rival = freshProblem(known.value, {value: changed.value, context});
	if (rival !== undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: rival.text, next: `${rival.next} Nothing was written.`});
	}

	const back = freshlyBack(known.value, {value: changed.value, context});
	const itself = back.find(({to}) => to === 'gateway');
	if (itself !== undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: itself.text, next: 'Nothing was written.'});
	}

	const secrets = [known.value, changed.value].flatMap(value => flatten(value, {type: 'default'})).flatMap(({path, value}) => secretsOf(path, value));
	return {before, after: edited.text, diff: diffText(diffTexts(before, edited.text)).map(line => hidden(line, secrets)), remarks: back.map(({text}) => text)};
}

function secretsOf(path: readonly string[], value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return isSecretPath(path) ? [value] : [];
	}

	const texts = Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
	// A short one would be found in what is none.
	return isSecretPath(path) ? texts : secretArguments(texts).filter(text => text.length >= shortestSecret);
}

/** What is understood may still not go together: services that wait for one another, or want the same port. */
function freshProblem(before: unknown, {value, context: {paths, env}}: {readonly value: unknown; readonly context: CommandContext}): SpecProblem | undefined {
	const {config} = loadConfig({paths, env});
	const problemsOf = (tree: unknown) => specsOf({...config, services: (isSection(tree) && isSection(tree.services) ? tree.services : {}) as Config['services']}).problems;
	// What is left out already may be so for another reason afterwards: taking one of a circle out begins that way.
	const known = new Set(problemsOf(before).map(({id}) => id));
	return problemsOf(value).find(({id}) => !known.has(id));
}

/** Of a Headroom that is somebody else's it is not known where it leads, so that one is only worth a word. */
function freshlyBack(before: unknown, {value, context}: {readonly value: unknown; readonly context: CommandContext}): readonly LeadingBack[] {
	const {config} = loadConfig(context);
	const backIn = (tree: unknown) => leadingBack({...config, ...sectionsOf(tree, config)}, context);
	const known = backIn(before);
	return backIn(value).filter(({key, to}) => !known.some(other => other.key === key && other.to === to));
}

function sectionsOf(tree: unknown, {gateway, local}: Pick<Config, 'gateway' | 'local'>): Pick<Config, 'gateway' | 'local' | 'providers' | 'services'> {
	// What is wrong in it is known already, and is nothing here.
	const section = (name: string) => isSection(tree) && isSection(tree[name]) ? tree[name] : {};
	const sound = (rows: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(rows).filter(([, row]) => isSection(row)));
	return {gateway: {...gateway, ...section('gateway')}, local: {...local, ...section('local')}, providers: sound(section('providers')) as Config['providers'], services: sound(section('services')) as Config['services']};
}

/** The ids that the file itself has rows for, in its order. */
export function servicesWritten({paths}: CommandContext): readonly string[] {
	const {value} = understood(written(paths.config), paths.config);
	return isSection(value) && isSection(value.services) ? Object.keys(value.services) : [];
}

function written(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') {
			return '';
		}

		throw new ClutchError('ERR_CLUTCH_CONFIG', {problem: `${file}:1:1: wanted a file that can be read, got ${code === 'EISDIR' ? 'a folder' : message}`, next: 'Nothing was written. Move it away, or make it a file that you can read.'});
	}
}

type Understood = {readonly value: unknown; readonly issues: readonly SchemaIssue[]};

function understood(text: string, file: string): Understood {
	if (text.trim() === '') {
		return {value: {}, issues: []};
	}

	const read = readJsonc(text);
	if (read.type === 'broken') {
		const {place, key, wanted, got} = read;
		throw new ClutchError('ERR_CLUTCH_CONFIG', {problem: problemText({file, ...place, key, wanted, got, inForce: 'defaults'}), next: 'Nothing was written. Correct that first; clutch config check names what is wrong.'});
	}

	return {value: read.value, issues: checkConfig(read.value)};
}

function hidden(line: string, secrets: readonly string[]): string {
	let text = line;
	for (const secret of secrets) {
		text = text.replaceAll(JSON.stringify(secret), `"${mask(secret)}"`);
	}

	// As lists are written mostly, an option stands beside its value.
	return redact(text).replaceAll(/("--?[\w-]{3,}")(,\s*)"((?:[^"\\]|\\.)+)"/g, (whole, option: string, between: string, value: string) => maskArguments([option.slice(1, -1), value])[1] === value ? whole : `${option}${between}"${mask(value)}"`);
}

export type Changed = 'written' | 'same' | 'declined' | 'unasked';

type Offered = {
	readonly parsed: ParsedArguments;
	readonly context: CommandContext;
	/** Said above the change. */
	readonly heading: readonly string[];
	/** Said once it is written. */
	readonly done: readonly string[];
	/** Further members of the object that `--json` prints. */
	readonly facts?: Readonly<Record<string, unknown>>;
};

const exits: Readonly<Record<Changed, number>> = {written: 0, same: 0, declined: 1, unasked: 2};

/** Shows a change, asks whether it may be made, and makes it. Answers with the exit code. */
export async function offerChange(change: PlannedChange, offered: Offered): Promise<{readonly outcome: Changed; readonly code: number}> {
	const {parsed, context, heading, done, facts = {}} = offered;
	const {paths, stdout, stderr} = context;
	const json = parsed.flags.json === true;
	const isSame = change.before === change.after;
	if (!json) {
		stdout.write(lines([...heading, ...(isSame ? [] : [paths.config, ...change.diff.map(line => `  ${line}`)])]));
	}

	const outcome = isSame ? 'same' : await asked(offered);
	if (outcome === 'written') {
		writeChange(change, context);
	}

	if (json) {
		stdout.write(`${JSON.stringify({...facts, file: paths.config, changed: outcome === 'written', ...(outcome === 'unasked' ? {next: 'say --yes to write it'} : {}), diff: change.diff})}\n`);
		return {outcome, code: exits[outcome]};
	}

	switch (outcome) {
		case 'written': {
			stdout.write(lines(done));
			break;
		}

		case 'same': {
			stdout.write('The config says so already; nothing was written.\n');
			break;
		}

		case 'declined': {
			stderr.write('Nothing was written.\n');
			break;
		}

		case 'unasked': {
			stderr.write('Nothing was written: nobody is here to be asked. The same line with --yes writes it.\n');
			break;
		}
	}

	return {outcome, code: exits[outcome]};
}

type Written = Pick<Offered, 'parsed' | 'context' | 'done' | 'facts'>;

/** Makes a change that was asked for in so many words, and shows it. Answers with the exit code. */
export function writeNow(change: PlannedChange, {parsed, context, done, facts = {}}: Written): number {
	const {paths, stdout} = context;
	const isSame = change.before === change.after;
	if (!isSame) {
		writeChange(change, context);
	}

	stdout.write(parsed.flags.json === true
		? `${JSON.stringify({...facts, file: paths.config, changed: !isSame, diff: change.diff})}\n`
		: lines([...(isSame ? ['The config says so already; nothing was written.'] : [paths.config, ...change.diff.map(line => `  ${line}`)]), ...done]));
	return 0;
}

async function asked({parsed, context}: Offered): Promise<Changed> {
	const answer = await confirm('Write this?', {parsed, context});
	return answer === 'yes' ? 'written' : (answer === 'no' ? 'declined' : 'unasked');
}

function writeChange({before, after}: PlannedChange, {paths}: CommandContext): void {
	changePrivateFile(paths.config, text => {
		if (text !== before) {
			throw new ClutchError('ERR_CLUTCH_CONFIG', {problem: `${paths.config} was changed by somebody else meanwhile`, next: 'Nothing was written. Try again: the change is then made to what it says now.'});
		}

		return after;
	});
}

function lines(texts: readonly string[]): string {
	return texts.map(text => `${text}\n`).join('');
}
