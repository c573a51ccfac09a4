import {nearest} from '../nearest.js';
import {shippedServices} from '../service/shipped.js';
import {shippedConfig} from './defaults.js';
import {isSection, pathText} from './layers.js';
import {gotText, isMistake, unknownKeyText, wantedText} from './problem.js';
import {checkConfig, type SchemaIssue} from './schema.js';
import {isSecretPath} from './secrets.js';

/** Something in the file, as a sentence; `issue` says where it stands. */
export type Remark = {readonly issue: SchemaIssue; readonly text: string};

export type Mended = {
	/** The file without what is wrong in it. */
	readonly value: Readonly<Record<string, unknown>>;
	/** What is not in force, and what is instead. */
	readonly mistakes: readonly Remark[];
	/** Keys that nobody knows and that hurt nobody. */
	readonly unknown: readonly Remark[];
	/** Providers something is wrong with, and what: a request for one of them must go nowhere else. */
	readonly providers: Readonly<Record<string, string>>;
	/** Profiles something is wrong with: none of the same name stands in for them. */
	readonly profiles: readonly string[];
	/** Nothing of it is about where requests go and what agents may do. */
	readonly harmless: boolean;
};

type Tree = Readonly<Record<string, unknown>>;
type Path = readonly string[];
type Found = {readonly issue: SchemaIssue; readonly place: Path; /** One of a list. */ readonly isItem: boolean};

/** Where a default does no harm. Elsewhere what the value was before stays, as far as that is known. */
const harmless: ReadonlySet<string> = new Set(['$schema', 'ui', 'keys', 'sessions', 'install', 'budget', 'prices', 'models', 'quotas']);

type CarefulRow = {readonly path: readonly [...above: string[], key: string]; readonly value: unknown};

/** What somebody may have meant to be safe from, who wrote something else here. */
const careful: readonly CarefulRow[] = [
	{path: ['gateway', 'require_key'], value: true},
	{path: ['launch', 'approvals'], value: 'ask'},
	{path: ['compression', 'headroom'], value: 'off'},
];

/**
Takes out of a config file what the schema refuses, and nothing else. `before` is what the file said when it was last whole. Undefined where nothing can be kept, because it is no object.
*/
export function mendConfig(written: unknown, before: unknown): Mended | undefined {
	if (!isSection(written)) {
		return undefined;
	}

	const {left, found} = takeOut(written);
	let value = left;
	for (const wrong of found) {
		value = putInstead(value, wrong, before);
	}

	const concerned = (section: string) => found.filter(({place}) => place[0] === section && place.length > 1);
	return {
		value,
		mistakes: found.map(({issue, place, isItem}) => ({issue, text: `${pathText(issue.path)}: wanted ${wantedText(issue)}, got ${gotText(issue, valueAt(written, issue.path))}; ${insteadText({issue, place, isItem}, before)}`})),
		unknown: checkConfig(written).filter(issue => !isMistake(issue)).map(issue => ({issue, text: unknownKeyText(issue)})),
		providers: Object.fromEntries(concerned('providers').map(({issue, place}) => [place[1] ?? '', `${pathText(issue.path)} is wrong in the config`])),
		profiles: concerned('profiles').map(({place}) => place[1] ?? ''),
		harmless: found.every(({place: [section = '']}) => harmless.has(section)),
	};
}

/** What goes may have been needed by what is around it, which goes in the next round. */
function takeOut(written: Tree): {readonly left: Tree; readonly found: readonly Found[]} {
	const found: Found[] = [];
	let left = written;
	for (;;) {
		const tree = left;
		const fresh = checkConfig(tree).filter(issue => isMistake(issue)).map(issue => foundIn(tree, issue));
		if (fresh.length === 0) {
			return {left, found};
		}

		found.push(...fresh);
		const places = new Map(fresh.map(({place}) => [pathText(place), place]));
		// The last of a list first, so that the numbers of the others stay true.
		for (const place of [...places.values()].toSorted((one, other) => Number(other.at(-1)) - Number(one.at(-1)) || 0)) {
			left = withValue(left, place, undefined);
		}
	}
}

/** What goes because of one mistake: a provider or a profile as a whole, of a list one item, else the value alone. */
function foundIn(tree: Tree, issue: SchemaIssue): Found {
	let place = issue.path.slice(0, wholeAt(issue));
	// What is missing goes with that in which it is missing.
	while (place.length > 1 && valueAt(tree, place) === undefined) {
		place = place.slice(0, -1);
	}

	return {issue, place, isItem: Array.isArray(valueAt(tree, place.slice(0, -1)))};
}

/** How much of a path stands for a thing that half of would be another one. */
function wholeAt({type, path: [section, name]}: SchemaIssue): number | undefined {
	if (section === 'providers' || section === 'profiles' || isOwnService([section ?? '', name ?? ''])) {
		return 2;
	}

	return section === 'services' || (section === 'launch' && name === 'args') || (section === 'prices' && type === 'wrong') ? 3 : undefined;
}

function putInstead(tree: Tree, wrong: Found, before: unknown): Tree {
	const {path, value} = carefulRow(wrong) ?? {path: wrong.place, value: valueBefore(wrong, before)};
	return value === undefined ? tree : withValue(tree, path, value);
}

/** A misspelt `require_key` must not pass for a gateway that asks for none. */
function carefulRow({issue: {type}, place}: Found): CarefulRow | undefined {
	const [section = '', name = ''] = place;
	if (section === 'services') {
		return type === 'wrong' && place.length === 2 && isOptional(name) ? switchedOff(name) : matching(isOptional(name) ? [switchedOff(name)] : []);
	}

	return matching(careful);

	function matching(rows: readonly CarefulRow[]): CarefulRow | undefined {
		return rows.find(({path}) => path.length === place.length && path.every((key, index) => key === place[index] || (type === 'unknown-key' && index === path.length - 1 && nearest(place[index] ?? '', [key]) !== undefined)));
	}
}

/** What was to be off must not be started because of a spelling. */
function switchedOff(name: string): CarefulRow {
	return {path: ['services', name, 'enabled'], value: false};
}

/** A program of others that Clutch knows. */
function isOptional(name: string): boolean {
	return shippedServices.has(name) && name !== 'gateway';
}

function valueBefore({issue, place, isItem}: Found, before: unknown): unknown {
	const [section = ''] = place;
	return harmless.has(section) || isWhole(place) || isItem || issue.type === 'unknown-key' || isSecretPath(place) ? undefined : valueAt(before, place);
}

/** A provider, a profile, or a service of the user's own. */
function isWhole([section, ...deeper]: Path): boolean {
	return (section === 'providers' || section === 'profiles' || isOwnService([section ?? '', ...deeper])) && deeper.length > 0;
}

function isOwnService([section, id = '']: Path): boolean {
	return section === 'services' && id !== '' && !shippedServices.has(id);
}

const wholeNames: Readonly<Record<string, string>> = {providers: 'provider', profiles: 'profile', services: 'service'};

function insteadText(wrong: Found, before: unknown): string {
	const {issue, place, isItem} = wrong;
	const [section, name = ''] = place;
	const row = carefulRow(wrong);
	if (row !== undefined) {
		return `until that is mended ${pathText(row.path)} counts as ${JSON.stringify(row.value)}`;
	}

	if (isWhole(place)) {
		return `the ${wholeNames[section ?? ''] ?? 'row'} ${name} is left out until that is mended`;
	}

	if (issue.type === 'unknown-key' || isItem) {
		return 'it is left out';
	}

	const stays = valueBefore(wrong, before);
	if (stays !== undefined) {
		return `what it was before stays in force${scalarText(stays)}`;
	}

	return `its default stays${scalarText(valueAt(shippedConfig, place))}`;
}

function scalarText(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? ` (${JSON.stringify(value)})` : '';
}

export function valueAt(tree: unknown, path: Path): unknown {
	let value = tree;
	for (const key of path) {
		value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Tree)[key] : undefined;
	}

	return value;
}

/** With another value at a path; undefined takes it away. */
function withValue(tree: Tree, [key = '', ...deeper]: Path, value: unknown): Tree {
	const inner = Object.hasOwn(tree, key) ? tree[key] : undefined;
	const others = Object.entries(tree).filter(([name]) => name !== key);
	if (deeper.length === 0) {
		return value === undefined ? Object.fromEntries(others) : Object.fromEntries([...others, [key, value]]);
	}

	if (Array.isArray(inner)) {
		return {...tree, [key]: deeper.length === 1 ? inner.filter((_, index) => String(index) !== deeper[0]) : inner};
	}

	if (inner !== undefined && !isSection(inner)) {
		return tree;
	}

	return Object.fromEntries([...others, [key, withValue(inner ?? {}, deeper, value)]]);
}
