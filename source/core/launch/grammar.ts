/** The second letter of a code. `text` is the column on Home, `phrase` the decoded line. */
export const modes = [
	{letter: 'i', text: 'new', phrase: 'new session'},
	{letter: 'c', text: 'continue', phrase: 'continue the last session'},
	{letter: 'n', text: 'one prompt', phrase: 'one prompt, no screen'},
	{letter: 's', text: 'session', phrase: 'a session by its id'},
	{letter: 'r', text: 'pick', phrase: 'pick a session'},
] as const;

/** The third letter. Route b (through the gateway without a change of model) comes with the routing rules. */
export const routes = [
	{letter: 'p', text: 'gateway'},
	{letter: 'd', text: 'direct'},
] as const;

export type ModeLetter = typeof modes[number]['letter'];

export type RouteLetter = typeof routes[number]['letter'];
