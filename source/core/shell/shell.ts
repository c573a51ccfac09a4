/** The shells that `clutch install` and the completions know. */
export const shells = ['zsh', 'bash', 'fish'] as const;

export type ShellName = typeof shells[number];

/** The shell that a path such as `/usr/bin/zsh` leads to. */
export function shellOf(file: string): ShellName | undefined {
	const name = file.slice(file.lastIndexOf('/') + 1).replace(/^-/, '');
	return shells.find(shell => shell === name);
}

/** A text as one word that the shell changes nothing in. */
export function quote(shell: ShellName, text: string): string {
	return shell === 'fish' ? `'${text.replaceAll('\\', String.raw`\\`).replaceAll('\'', String.raw`\'`)}'` : `'${text.replaceAll('\'', String.raw`'\''`)}'`;
}
