const first = /^[\w$-]+/;
const further = /^(?:\.([\w$-]+)|\[(\d+)]|\[("(?:[^"\\]|\\.)+")])/;

/** A key as people write it, such as `services.db.port` or `quotas["a/b"].cooldown_seconds`, as a path; undefined where it is none. The other way is `pathText`. */
export function readKeyPath(text: string): readonly string[] | undefined {
	const begin = first.exec(text)?.[0];
	if (begin === undefined) {
		return undefined;
	}

	const path = [begin];
	let rest = text.slice(begin.length);
	while (rest !== '') {
		const match = further.exec(rest);
		if (match === null) {
			return undefined;
		}

		path.push(match[1] ?? match[2] ?? unquoted(match[3] ?? ''));
		rest = rest.slice(match[0].length);
	}

	return path;
}

function unquoted(text: string): string {
	try {
		return JSON.parse(text) as string;
	} catch {
		// An escape that JSON does not have: taken as it was typed.
		return text.slice(1, -1);
	}
}
