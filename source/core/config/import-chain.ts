import {providerRows} from '../provider/rows.js';
import {roleOf} from '../route/model.js';
import {importEntries} from './import-entries.js';
import type {Imported, ImportedEdit, ImportNote, Now} from './imported.js';
import {isSection, pathText} from './layers.js';

type Tree = Readonly<Record<string, unknown>>;

/** Whether a file is the original's `proxy_chain.json`. */
export function isChain(value: unknown): value is Tree {
	return isSection(value) && Array.isArray(value.entries) && ('schema_version' in value || 'router' in value || 'assignments' in value || value.entries.some(entry => isSection(entry) && 'service_cmd' in entry));
}

/**
What the original's `proxy_chain.json` means for our config. Secrets are never taken over, only the names of variables that have them. `folder` is where the original was installed: its commands ran there. `now` is what the config says: what it says already is no change.
*/
export function importChain(chain: Tree, {folder, now}: {readonly folder: string; readonly now: Now}): Imported {
	const parts = [
		importEntries(Array.isArray(chain.entries) ? chain.entries : [], {folder, now}),
		importAssignments(Array.isArray(chain.assignments) ? chain.assignments : []),
		importRouter(isSection(chain.router) ? chain.router : {}),
		importMappings(Array.isArray(chain.identifier_mappings) ? chain.identifier_mappings : [], chain.assignments),
		importScan(isSection(chain.model_scan) ? chain.model_scan : {}),
		notTaken(Object.keys(chain).filter(key => !known.has(key)), 'Clutch has nothing of this name'),
	];
	const {edits, notes} = withoutRepeats(parts.flatMap(part => part.edits));
	return {edits, notes: [...parts.flatMap(part => part.notes), ...notes]};
}

const known: ReadonlySet<string> = new Set(['schema_version', 'entries', 'assignments', 'router', 'identifier_mappings', 'model_scan']);

function notTaken(from: readonly string[], text: string): Imported {
	return {edits: [], notes: from.map(key => ({from: key, text}))};
}

/** Of the same place the first one holds, as it did there. */
function withoutRepeats(edits: readonly ImportedEdit[]): Imported {
	const taken = new Map<string, ImportedEdit>();
	const notes: ImportNote[] = [];
	for (const edit of edits) {
		const key = pathText(edit.path);
		const first = taken.get(key);
		if (first === undefined) {
			taken.set(key, edit);
		} else if (JSON.stringify(first.value) !== JSON.stringify(edit.value)) {
			notes.push({from: edit.from, text: `${first.from} says already what ${key} is`});
		}
	}

	return {edits: [...taken.values()], notes};
}

const roles: Readonly<Record<string, string>> = {big: 'BIG', middle: 'MIDDLE', small: 'SMALL'};

/** The models of the roles. */
function importAssignments(assignments: readonly unknown[]): Imported {
	const edits: ImportedEdit[] = [];
	const notes: ImportNote[] = [];
	for (const [index, row] of assignments.entries()) {
		const from = `assignments[${index}]`;
		if (!isSection(row) || textOf(row.model) === undefined) {
			continue;
		}

		const id = textOf(row.id) ?? '';
		const role = roles[id];
		const model = textOf(row.model) ?? '';
		if (row.enabled === false) {
			notes.push({from, text: `${id}: it was switched off`});
			continue;
		}

		if (role === undefined) {
			notes.push({from, text: `${id}: ${model}; Clutch has the roles BIG, MIDDLE and SMALL and none for this`});
			continue;
		}

		const provider = providerOf(row, {id, from});
		edits.push(...provider.edits, {path: ['model_tiers', role, 'default'], value: named(model, provider.id), from: `${from}.model`});
		notes.push(...provider.notes);
		const cascade = (Array.isArray(row.cascade) ? row.cascade : []).filter(item => typeof item === 'string' && item !== '');
		if (cascade.length > 0) {
			edits.push({path: ['model_tiers', role, 'cascade'], value: cascade, from: `${from}.cascade`});
		}
	}

	return {edits, notes};
}

/** Who serves an assignment: a provider that Clutch knows by name or address, or one that has to be declared. */
function providerOf(row: Tree, {id, from}: {readonly id: string; readonly from: string}): Imported & {readonly id: string | undefined} {
	const name = textOf(row.provider)?.toLowerCase();
	const address = textOf(row.base_url)?.replace(/\/$/, '');
	const key = textOf(row.api_key);
	const known = providerRows.find(provider => provider.id === name || provider.aliases?.includes(name ?? '') === true || Object.values(provider.wires).some(wire => wire.base === address));
	const own = known?.id ?? (address === undefined ? undefined : (name ?? `${id}-models`).replaceAll(/[^a-z\d._-]+/g, '-').replace(/^[^a-z\d]+/, ''));
	const variable = key === undefined ? undefined : /^\${\w+}$/.exec(key)?.[0];
	const edits: ImportedEdit[] = [];
	const notes: ImportNote[] = [];
	if (known === undefined && own !== undefined && address !== undefined) {
		edits.push({path: ['providers', own, 'base_url'], value: address, from: `${from}.base_url`}, {path: ['providers', own, 'wires'], value: ['chat'], from: `${from}.base_url`});
	}

	if (own !== undefined && variable !== undefined) {
		edits.push({path: ['providers', own, 'api_key'], value: variable, from: `${from}.api_key`});
	} else if (key !== undefined) {
		notes.push({from: `${from}.api_key`, text: `a key does not belong into the config: clutch keys add ${own ?? 'NAME'}`});
	}

	if (own === undefined && name !== undefined) {
		notes.push({from: `${from}.provider`, text: `Clutch knows no provider ${name}, and no address is said: its models go to the default provider`});
	}

	return {id: own, edits, notes};
}

function named(model: string, provider: string | undefined): string {
	return provider === undefined ? model : `${provider}:${model}`;
}

function importRouter(router: Tree): Imported {
	const notes = Object.entries(router).flatMap(([slot, value]): readonly ImportNote[] => {
		const from = `router.${slot}`;
		const model = isSection(value) ? textOf(value.model) : undefined;
		if (model !== undefined) {
			return [{from, text: slot === 'web_search' ? `${model}: say it as web_search of a profile` : `${model}: no rule of Clutch looks for this kind of request; say the model in a profile, or as that of a role`}];
		}

		if (slot === 'passthrough' && value === true) {
			return [{from, text: 'requests whose model nobody changes are route b here: cib instead of cip'}];
		}

		return slot === 'custom_router_path' && textOf(value) !== undefined ? [{from, text: 'no code of a configuration is run'}] : [];
	});
	return {edits: [], notes};
}

/** Clutch tells the role by the name that is asked for. What it tells otherwise is named. */
function importMappings(mappings: readonly unknown[], assignments: unknown): Imported {
	const ids = new Set((Array.isArray(assignments) ? assignments : []).flatMap(row => isSection(row) && typeof row.id === 'string' ? [row.id] : []));
	const notes = mappings.flatMap((row, index): readonly ImportNote[] => {
		const asked = isSection(row) && row.enabled !== false ? textOf(row.incoming_identifier) : undefined;
		const id = isSection(row) ? textOf(row.assignment_id) : undefined;
		if (asked === undefined || id === undefined || roles[id] === roleOf(asked)) {
			return [];
		}

		return [{from: `identifier_mappings[${index}]`, text: `${asked} was to be ${roles[id] ?? (ids.has(id) ? id : `${id}, which there is not`)}; Clutch takes it for ${roleOf(asked)} where a launch names no model`}];
	});
	return {edits: [], notes};
}

const snapshot = '~/.config/model-scan/routing_snapshot.json';

function importScan(scan: Tree): Imported {
	if (scan.enabled !== true) {
		return {edits: [], notes: []};
	}

	const path = textOf(scan.snapshot_path) ?? snapshot;
	return {edits: [], notes: [{from: 'model_scan', text: path === snapshot ? 'a scan is found by itself, for codes that end in m and f' : `a scan is looked for in ${snapshot} only, not in ${path}`}]};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
