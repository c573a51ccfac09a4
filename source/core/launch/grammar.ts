/** The second letter of a code. `text` is the column on Home, `short` the same where all stand in one sentence, `phrase` the decoded line. */
export const modes = [
	{letter: 'i', text: 'new', short: 'new', phrase: 'new session'},
	{letter: 'c', text: 'continue', short: 'continue', phrase: 'continue the last session'},
	{letter: 'n', text: 'one prompt', short: 'one prompt', phrase: 'one prompt, no screen'},
	{letter: 's', text: 'session id', short: 'session', phrase: 'a session by its id'},
	{letter: 'r', text: 'pick one', short: 'pick', phrase: 'pick a session'},
] as const;

export type ModeLetter = typeof modes[number]['letter'];

/** The second letter of the original's later codes: in upper case the run has no screen. `I` is mode n. */
export const headlessModes = [
	{letter: 'I', mode: 'n', phrase: 'one prompt, no screen'},
	{letter: 'C', mode: 'c', phrase: 'continue the last session with one prompt, no screen'},
	{letter: 'R', mode: 's', phrase: 'a session by its id with one prompt, no screen'},
] as const satisfies ReadonlyArray<{readonly letter: string; readonly mode: ModeLetter; readonly phrase: string}>;

/** The third letter; where it is left out or is a tier, the route is p. */
export const routes = [
	{letter: 'p', text: 'gateway', phrase: 'gateway'},
	{letter: 'b', text: 'bypass', phrase: 'gateway, model untouched'},
	{letter: 'd', text: 'direct', phrase: 'direct'},
] as const;

export type RouteLetter = typeof routes[number]['letter'];

/** The tier letters that Clutch gives a meaning, in the order in which they are shown; a config may add others. `m` and `f` come from a scan of models where there is one. */
export const tierLetters = ['d', 'n', 'k', 'q', 'm', 'f'] as const;
