import {isSection} from '../config/layers.js';
import {checkConfig, type SchemaIssue} from '../config/schema.js';
import type {ProfileBundle} from './schema.js';

export type ReadProfiles = {
	/** Each as it is in force: its own keys over those of `default`. */
	readonly profiles: Readonly<Record<string, ProfileBundle>>;
	/** What was left out, by its path in the file. */
	readonly issues: readonly SchemaIssue[];
};

/**
Reads a `profiles.json` of the original: profiles by name, perhaps below a key `profiles`. Nothing in it is fatal: what is wrong is left out and named. An empty value counts as not said.
*/
export function readProfiles(value: unknown): ReadProfiles {
	const nested = isSection(value) && isSection(value.profiles);
	const given = nested ? value.profiles : value;
	if (!isSection(given)) {
		return {profiles: {}, issues: [{type: 'wrong', path: [], wanted: 'an object with a profile for each name'}]};
	}

	const named = Object.entries(given).filter(([name]) => !/^[$_]/.test(name)).map(([name, bundle]) => [name, isSection(bundle) ? said(bundle) : bundle] as const);
	const issues = checkConfig({profiles: Object.fromEntries(named)});
	const known = named.map(([name, bundle]) => [name, without(bundle, issues.map(({path}) => path).filter(path => path[1] === name))] as const).filter(([, bundle]) => bundle !== undefined);
	const bundles = Object.fromEntries(known) as Readonly<Record<string, ProfileBundle | string>>;
	const base = Object.hasOwn(bundles, 'default') ? asBundle(bundles.default) : {};
	return {
		profiles: Object.fromEntries(Object.entries(bundles).map(([name, bundle]) => [name, over(base, asBundle(bundle))])),
		issues: issues.map(issue => ({...issue, path: nested ? issue.path : issue.path.slice(1)})),
	};
}

/** The original writes `null` and an empty text for what it does not say. */
function said(bundle: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(Object.entries(bundle).filter(([, value]) => value !== null && value !== '').map(([key, value]) => [key, isSection(value) ? said(value) : value]));
}

/** A bundle without the keys that something is wrong in; undefined where it is wrong as a whole. */
function without(bundle: unknown, paths: ReadonlyArray<readonly string[]>): unknown {
	if (!isSection(bundle)) {
		return paths.length === 0 ? bundle : undefined;
	}

	const wrong = new Set(paths.map(path => path[2]));
	return wrong.has(undefined) ? undefined : Object.fromEntries(Object.entries(bundle).filter(([key]) => !wrong.has(key)));
}

function over({notes: _, ...base}: ProfileBundle, own: ProfileBundle): ProfileBundle {
	const overrides = {...base.tier_overrides, ...own.tier_overrides};
	return {...base, ...own, ...(Object.keys(overrides).length === 0 ? {} : {tier_overrides: overrides})};
}

function asBundle(bundle: ProfileBundle | string | undefined): ProfileBundle {
	return typeof bundle === 'string' ? {model: bundle} : (bundle ?? {});
}
