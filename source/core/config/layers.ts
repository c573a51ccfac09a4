/** Where a value comes from. */
export type Origin =
	| {readonly type: 'flag'; readonly name: string}
	| {readonly type: 'environment'; readonly name: string}
	| {readonly type: 'dotenv'; readonly name: string; readonly file: string}
	| {readonly type: 'file'; readonly file: string}
	/** The config file is broken, and this is what it said when it was last whole. */
	| {readonly type: 'last-good'; readonly file: string}
	| {readonly type: 'shipped-profile'}
	| {readonly type: 'default'};

export type Layered = {readonly path: readonly string[]; readonly value: unknown; readonly origin: Origin};

export type Merged = {
	readonly value: Readonly<Record<string, unknown>>;
	/** By `pathText`: the origin of every value that is in force. */
	readonly origins: Readonly<Record<string, Origin>>;
};

/**
Merges values, the strongest layer first: for each path the first value wins. Lists are values as a whole; a list of one layer never mixes with another's.
*/
export function mergeLayers(layers: ReadonlyArray<readonly Layered[]>): Merged {
	const value: Record<string, unknown> = {};
	const origins: Record<string, Origin> = {};
	for (const layered of layers.flat()) {
		const text = pathText(layered.path);
		// A value stands where another layer has a section of that name, or the other way round: the stronger one keeps the place.
		if (text in origins || !place(value, layered)) {
			continue;
		}

		origins[text] = layered.origin;
	}

	return {value, origins};
}

/** The values of a nested object, one each, with their paths. */
export function flatten(tree: unknown, origin: Origin, path: readonly string[] = []): readonly Layered[] {
	if (isSection(tree)) {
		return Object.entries(tree).flatMap(([key, value]) => flatten(value, origin, [...path, key]));
	}

	return tree === undefined ? [] : [{path, value: tree, origin}];
}

/** A path as people read it: `quotas["deepseek/v4:free"].cooldown_seconds`. */
export function pathText(path: readonly string[]): string {
	return path.map((key, index) => {
		if (/^\d+$/.test(key)) {
			return `[${key}]`;
		}

		return /^[\w$-]+$/.test(key) ? `${index === 0 ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`;
	}).join('');
}

/** An origin as people read it: `environment BIG_MODEL`. */
export function originText(origin: Origin): string {
	switch (origin.type) {
		case 'flag':
		case 'environment': {
			return `${origin.type} ${origin.name}`;
		}

		case 'dotenv': {
			return `${origin.file} ${origin.name}`;
		}

		case 'file': {
			return origin.file;
		}

		case 'last-good': {
			return `${origin.file} (as it last was whole)`;
		}

		case 'shipped-profile': {
			return 'shipped profile';
		}

		case 'default': {
			return 'default';
		}
	}
}

function place(tree: Record<string, unknown>, {path, value}: Layered): boolean {
	let section = tree;
	for (const key of path.slice(0, -1)) {
		if (!Object.hasOwn(section, key)) {
			// Defined, not assigned: a key such as `__proto__` in a file is a key like any other.
			Object.defineProperty(section, key, {value: {}, enumerable: true, writable: true, configurable: true});
		}

		const next = section[key];
		if (!isSection(next)) {
			return false;
		}

		section = next;
	}

	const last = path.at(-1);
	if (last === undefined || Object.hasOwn(section, last)) {
		return false;
	}

	Object.defineProperty(section, last, {value, enumerable: true, writable: true, configurable: true});
	return true;
}

export function isSection(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
