/** What a service was started with, so that two starts can be compared: a mark for each variable, never its value. */
export type Fingerprint = Readonly<Record<string, string>>;

/** They differ from one terminal to the next, and no program asks for them. */
const noise: ReadonlySet<string> = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD', 'INVOCATION_ID', 'JOURNAL_STREAM', 'XDG_SESSION_ID', 'SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY', 'WINDOWID', 'GPG_TTY']);

type Started = {readonly file: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, string>>; readonly cwd: string};

/** Other names than variables can have, so that none is taken for one. */
export function fingerprint({file, args, env, cwd}: Started, mark: (text: string) => string): Fingerprint {
	const variables: Fingerprint = Object.fromEntries(Object.entries(env).filter(([name]) => !noise.has(name)).map(([name, value]) => [name, mark(value)]));
	const {options, others} = readArguments(args);
	const marked: Fingerprint = Object.fromEntries(Object.entries(options).map(([name, values]) => [name, mark(JSON.stringify(values))]));
	return {...variables, ...marked, 'its program': mark(file), 'its arguments': mark(JSON.stringify(others)), 'its folder': mark(cwd)};
}

/** Options by their names, which begin with a dash as no variable does; the rest is one thing. */
function readArguments(args: readonly string[]): {readonly options: Readonly<Record<string, readonly string[]>>; readonly others: readonly string[]} {
	const options: Record<string, readonly string[]> = {};
	const others: string[] = [];
	let last: string | undefined;
	for (const argument of args) {
		const [, name, value] = /^(--?[A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(argument) ?? [];
		if (name !== undefined) {
			options[name] = [...options[name] ?? [], ...value === undefined ? [] : [value]];
			last = value === undefined ? name : undefined;
		} else if (last === undefined) {
			others.push(argument);
		} else {
			options[last] = [...options[last] ?? [], argument];
			last = undefined;
		}
	}

	return {options, others};
}

/** Names of what is other now, gone or new, in their order. */
export function changedNames(before: Fingerprint, now: Fingerprint): readonly string[] {
	return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(name => before[name] !== now[name]).toSorted((one, other) => one.localeCompare(other, 'en'));
}
