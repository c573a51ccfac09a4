/** A header by which the gateway knows what has been in Headroom already. */
export const throughHeader = 'x-clutch-through';

type Flag = readonly [flag: `--${string}`, value?: string];

/** What Headroom is to do beside what its row says. Its upstream is the gateway: as a sidecar it is never asked for anything there. */
export function headroomFlags(gateway: string): readonly Flag[] {
	const mark = JSON.stringify({[throughHeader]: 'headroom'});
	return [
		['--mode', 'cache'],
		// The model it could use for prose would have to be downloaded.
		['--disable-kompress'],
		['--disable-kompress-fallback'],
		['--no-rate-limit'],
		// Its cache of answers gives an old one to whoever asks the same again.
		['--no-cache'],
		['--no-subscription-tracking'],
		['--no-telemetry'],
		['--anthropic-api-url', gateway],
		['--openai-api-url', gateway],
		['--anthropic-extra-headers', mark],
		['--openai-extra-headers', mark],
	];
}

/** The flags that a `--help` lists; undefined where it lists none. */
export function flagsIn(help: string): ReadonlySet<string> | undefined {
	const lines = help.split('\n').filter(line => /^ {1,6}-/.test(line));
	const flags = new Set(lines.flatMap(line => line.trim().split(/ {2,}/, 1)[0]?.match(/--[a-z\d][a-z\d-]*/g) ?? []));
	return flags.size === 0 ? undefined : flags;
}

/** Of what is wanted, what a version knows, and what it does not. With `known` undefined it is taken to know all. What its user gave it already is not given twice. */
export function fittingFlags(wanted: readonly Flag[], {known, given}: {readonly known: ReadonlySet<string> | undefined; readonly given: readonly string[]}): {readonly args: readonly string[]; readonly unknown: readonly string[]} {
	const missing = wanted.filter(([flag]) => !given.some(argument => argument === flag || argument.startsWith(`${flag}=`)));
	const isKnown = ([flag]: Flag) => known === undefined || known.has(flag);
	return {args: missing.filter(flag => isKnown(flag)).flatMap(([flag, value]) => value === undefined ? [flag] : [flag, value]), unknown: missing.filter(flag => !isKnown(flag)).map(([flag]) => flag)};
}
