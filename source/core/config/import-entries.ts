import {isLoopback} from '../provider/provider.js';
import {reservedServices, shippedServices} from '../service/shipped.js';
import type {Imported, ImportedEdit, ImportNote, Now} from './imported.js';
import {isSection} from './layers.js';
import {readCommand} from './plain-command.js';

type Tree = Readonly<Record<string, unknown>>;

type Entry = {
	readonly from: string;
	readonly row: Tree;
	readonly id: string;
	readonly name: string;
	readonly port: number | undefined;
	readonly enabled: boolean;
};

/** One that Clutch has itself: by which names the original has it, and what is shipped of it. */
type Ours = {readonly service: string; readonly pattern: RegExp; readonly port: number; readonly portPath: readonly string[]; readonly isOn: boolean; readonly instead: string};

const ours: readonly Ours[] = [
	{service: 'gateway', pattern: /claude.?code.?proxy|start_proxy|^gateway$|^router$/i, port: 8082, portPath: ['gateway', 'port'], isOn: true, instead: 'the gateway of Clutch takes its place'},
	{service: 'headroom', pattern: /headroom/i, port: 8787, portPath: ['services', 'headroom', 'port'], isOn: true, instead: 'Clutch starts Headroom itself, with the arguments its version knows; further ones belong into services.headroom.args'},
	{service: 'cli-proxy', pattern: /cli.?proxy/i, port: 8317, portPath: ['services', 'cli-proxy', 'port'], isOn: false, instead: 'Clutch starts CLIProxyAPI itself and writes its configuration; clutch service add cli-proxy installs it'},
	{service: 'ollama', pattern: /^ollama/i, port: 11_434, portPath: ['services', 'ollama', 'port'], isOn: false, instead: 'Clutch starts Ollama itself'},
];

type Place = {readonly folder: string; readonly now: Now};

/** The entries of the original's chain: those Clutch has itself keep their port and whether they are on; others become services of the user's own. */
export function importEntries(entries: readonly unknown[], {folder, now}: Place): Imported {
	const taken = new Set([...shippedServices, ...reservedServices]);
	const parts = entries.flatMap((row, index): readonly Imported[] => [importEntry(row, {index, taken, folder, now}), {edits: [], notes: wrongValues(row, index)}]);
	return {edits: parts.flatMap(({edits}) => edits), notes: parts.flatMap(({notes}) => notes)};
}

/** `taken` are the names that are in use; the one it gets is added. */
function importEntry(row: unknown, {index, taken, folder, now}: Place & {readonly index: number; readonly taken: Set<string>}): Imported {
	const entry = readEntry(row, index);
	if (entry === undefined) {
		return {edits: [], notes: [{from: `entries[${index}]`, text: 'it has no id'}]};
	}

	const known = ours.find(({pattern}) => [entry.id, textOf(entry.row.service_cmd) ?? ''].some(text => pattern.test(text)));
	if (known !== undefined) {
		return importOurs(entry, {known, now});
	}

	if (/^rtk/i.test(entry.id)) {
		return {edits: [], notes: [{from: entry.from, text: 'RTK works as a hook of Claude Code, not in the chain: clutch service add rtk'}]};
	}

	const id = freeId(entry.id, taken);
	taken.add(id);
	return importOwn(entry, {id, folder});
}

function wrongValues(row: unknown, index: number): readonly ImportNote[] {
	if (!isSection(row)) {
		return [];
	}

	const {port, enabled} = row;
	return [
		// 0 is how the original says that there is none.
		...port === undefined || port === 0 || numberOf(port) !== undefined ? [] : [{from: `entries[${index}].port`, text: `a port is a number, but this is ${JSON.stringify(port)}`}],
		...enabled === undefined || typeof enabled === 'boolean' ? [] : [{from: `entries[${index}].enabled`, text: `this is true or false, but it is ${JSON.stringify(enabled)}; it is taken for true`}],
	];
}

function readEntry(row: unknown, index: number): Entry | undefined {
	const id = isSection(row) ? textOf(row.id) : undefined;
	if (!isSection(row) || id === undefined) {
		return undefined;
	}

	const port = numberOf(row.port) ?? numberOf(Number(/^https?:\/\/[^/]*:(\d+)/.exec(textOf(row.url) ?? '')?.[1]));
	return {from: `entries[${index}]`, row, id, name: textOf(row.name) ?? id, port, enabled: row.enabled !== false};
}

/** What the config says already needs no change; it may say another thing than what is shipped. */
function importOurs(entry: Entry, {known: {service, port, portPath, isOn, instead}, now}: {readonly known: Ours; readonly now: Now}): Imported {
	const edits: ImportedEdit[] = [];
	const enabledPath = ['services', service, 'enabled'];
	if (entry.port !== undefined && entry.port !== (now(portPath) ?? port)) {
		edits.push({path: portPath, value: entry.port, from: `${entry.from}.port`});
	}

	if (entry.enabled !== (now(enabledPath) ?? isOn)) {
		edits.push({path: enabledPath, value: entry.enabled, from: `${entry.from}.enabled`});
	}

	const url = textOf(entry.row.url);
	const notes = [
		...textOf(entry.row.service_cmd) === undefined ? [] : [{from: `${entry.from}.service_cmd`, text: instead}],
		...url === undefined || isLoopback(url) ? [] : [{from: `${entry.from}.url`, text: `${url}: Clutch runs its own on this machine`}],
	];
	return {edits, notes: [...notes, ...leftovers(entry, new Set(['url', 'health_path', 'timeout', 'service_cmd']))]};
}

function importOwn(entry: Entry, {id, folder}: {readonly id: string; readonly folder: string}): Imported {
	const {row, from, port, name, enabled} = entry;
	const provider = importProvider(entry, id);
	const line = textOf(row.service_cmd);
	if (line === undefined || row.type === 'cli_wrapper') {
		return {edits: provider.edits, notes: [...provider.notes, {from, text: row.type === 'cli_wrapper' ? `${name}: it stands around a command and is no service` : `${name}: it says no command that starts it, so there is nothing to supervise`}]};
	}

	const command = readCommand(line);
	if (!command.ok) {
		return {edits: provider.edits, notes: [...provider.notes, {from: `${from}.service_cmd`, text: `${line}: it needs ${command.needs}. Put it into a script, and say the script: services.${id}.argv`}]};
	}

	const [file, ...args] = command.argv;
	const health = textOf(row.health_path);
	const grace = numberOf(row.timeout);
	const unset = Object.fromEntries(command.unset.map(variable => [variable, '']));
	const env = {...unset, ...command.env};
	const value = {
		...name === id ? {} : {title: name},
		argv: [file.includes('/') && !/^(?:\/|{home})/.test(file) ? `${folder}/${file.replace(/^\.\//, '')}` : file, ...args],
		// Its commands were typed in that folder.
		cwd: folder,
		...Object.keys(env).length === 0 ? {} : {env},
		...port === undefined ? {} : {port},
		...port === undefined ? {} : {startup: {...health === undefined ? {tcp: true} : {http: health}, ...grace === undefined ? {} : {grace_seconds: grace}}},
		...enabled ? {} : {enabled: false},
	};
	const notes = [
		...command.unset.map(variable => ({from: `${from}.service_cmd`, text: `${variable} was taken away for ${name}; here it is empty`})),
		...textOf(row.service_stop_cmd) === undefined ? [] : [{from: `${from}.service_stop_cmd`, text: `${name} is ended with signals: services.${id}.stop says which`}],
	];
	return {edits: [{path: ['services', id], value, from}, ...provider.edits], notes: [...notes, ...provider.notes, ...leftovers(entry, new Set(['auth_key', 'url', 'service_cmd', 'service_stop_cmd', 'health_path', 'timeout']))]};
}

/** One that serves models of its own can be asked for them. */
function importProvider({row, from, name}: Entry, id: string): Imported {
	const url = textOf(row.url);
	const key = textOf(row.auth_key);
	const variable = key === undefined ? undefined : /^\${\w+}$/.exec(key)?.[0];
	const serves = url !== undefined && (key !== undefined || (Array.isArray(row.model_prefixes) && row.model_prefixes.length > 0));
	const edits = !serves || url === undefined ? [] : [
		{path: ['providers', id, 'base_url'], value: url, from: `${from}.url`},
		...variable === undefined ? [] : [{path: ['providers', id, 'api_key'], value: variable, from: `${from}.auth_key`}],
	];
	return {edits, notes: key !== undefined && variable === undefined ? [{from: `${from}.auth_key`, text: `a key does not belong into the config: clutch keys add ${id}`}] : (serves ? [{from: `${from}.url`, text: `models of ${name} are asked for by its name: ${id}:MODEL`}] : [])};
}

const entryKeys: ReadonlySet<string> = new Set(['id', 'name', 'type', 'port', 'enabled', 'order', 'model_prefixes']);

function leftovers({row, from}: Entry, taken: ReadonlySet<string>): readonly ImportNote[] {
	return Object.entries(row).filter(([key, value]) => !entryKeys.has(key) && !taken.has(key) && !isEmpty(value)).map(([key]) => ({from: `${from}.${key}`, text: 'Clutch has nothing of this name'}));
}

function isEmpty(value: unknown): boolean {
	return value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0) || (isSection(value) && Object.keys(value).length === 0);
}

/** A name that `services` takes, and nobody else has. */
function freeId(id: string, taken: ReadonlySet<string>): string {
	const plain = id.toLowerCase().replaceAll(/[^a-z\d_-]+/g, '-').replace(/^[^a-z\d]+/, '').slice(0, 28) || 'service';
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? plain : `${plain}-${number}`;
		if (!taken.has(candidate)) {
			return candidate;
		}
	}
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}
