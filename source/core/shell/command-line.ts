/**
Arguments as one could type them.

@example
commandLine(['sh', '-c', 'echo "a b"']) // → `sh -c 'echo "a b"'`
*/
export function commandLine(argv: readonly string[]): string {
	return argv.map(argument => /^[\w./:@%+=,•-]+$/.test(argument) ? argument : `'${argument.replaceAll('\'', String.raw`'\''`)}'`).join(' ');
}
