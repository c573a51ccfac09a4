/** What a service was started with, so that two starts can be compared: a mark for each variable, never its value. */
export type Fingerprint = Readonly<Record<string, string>>;

/** They differ from one terminal to the next, and no program asks for them. */
const noise: ReadonlySet<string> = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD', 'INVOCATION_ID', 'JOURNAL_STREAM', 'XDG_SESSION_ID', 'SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY', 'WINDOWID', 'GPG_TTY']);

type Started = {readonly file: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, string>>; readonly cwd: string};

/** Other names than variables can have, so that none is taken for one. */
export function fingerprint({file, args, env, cwd}: Started, mark: (text: string) => string): Fingerprint {
	const variables: Fingerprint = Object.fromEntries(Object.entries(env).filter(([name]) => !noise.has(name)).map(([name, value]) => [name, mark(value)]));
	return {...variables, 'its program': mark(file), 'its arguments': mark(JSON.stringify(args)), 'its folder': mark(cwd)};
}

/** Names of what is other now, gone or new, in their order. */
export function changedNames(before: Fingerprint, now: Fingerprint): readonly string[] {
	return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(name => before[name] !== now[name]).toSorted((one, other) => one.localeCompare(other, 'en'));
}
