/** What somebody waits for. */
export type Until =
	| {readonly type: 'exit'}
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'quiet'; readonly ms: number};

/** Reads `exit`, `text=…` or `quiet=SECONDS`; undefined for anything else. */
export function parseUntil(given: string): Until | undefined {
	if (given === 'exit') {
		return {type: 'exit'};
	}

	const [, name, value = ''] = /^(text|quiet)=(.+)$/s.exec(given) ?? [];
	if (name === 'text') {
		return {type: 'text', text: value};
	}

	const ms = name === 'quiet' ? secondsOf(value) : undefined;
	return ms === undefined ? undefined : {type: 'quiet', ms};
}

/** As long as a timer can be. */
const longest = 2_147_483;

/** Milliseconds for seconds such as `5`, `0.5` or `5s`. */
export function secondsOf(given: string): number | undefined {
	const seconds = /^\d+(?:\.\d+)?s?$/.test(given) ? Number.parseFloat(given) : Number.NaN;
	return seconds > 0 && seconds <= longest ? Math.round(seconds * 1000) : undefined;
}
