export type Alias = {
	readonly name: string;
	/** What is run, word by word; arguments follow it. No word needs quotes. */
	readonly words: readonly [string, ...string[]];
};

/** The short names of the original's README, and after them those of its installer. Agents run guarded; `proxies` has nothing to guard. */
export const aliases: readonly Alias[] = [
	code('cc', 'cip'),
	code('ccc', 'ccf'),
	code('cc-debug', 'cid'),
	code('cc-ds', 'cipd'),
	code('hsi', 'hip'),
	code('hsr', 'hcf'),
	code('hsi-bp', 'hib'),
	code('psi', 'pip'),
	code('psi-c', 'pcf'),
	code('psi-ds', 'pipd'),
	code('codex-run', 'xip'),
	code('codex-res', 'xcf'),
	code('qw', 'qip'),
	code('antigravity', 'gip'),
	code('ante', 'aip'),
	code('oc', 'oip'),
	{name: 'ccp', words: ['clutch', 'run', '--', 'claude']},
	{name: 'proxies-up', words: ['proxies', 'up']},
	{name: 'proxies-down', words: ['proxies', 'down']},
	{name: 'proxies-status', words: ['proxies', 'status']},
	code('cc-free', 'cipf'),
	code('cc-direct', 'cid'),
	code('hsi-ds', 'hipd'),
	code('hsi-direct', 'hid'),
	code('psi-free', 'pipf'),
	code('psi-bp', 'pib'),
	code('psi-direct', 'pid'),
	code('qw-c', 'qcf'),
	code('qw-direct', 'qid'),
	code('ante-direct', 'aid'),
];

/** The aliases but those left out. */
export function aliasesWithout(without: readonly string[]): readonly Alias[] {
	return aliases.filter(alias => !without.includes(alias.name));
}

function code(name: string, letters: string): Alias {
	return {name, words: ['cg_run', 'xx', letters]};
}
