/** The version in what an agent prints or in a package file, such as `1.18.33`; undefined where there is none. */
export function versionIn(text: string): string | undefined {
	return /\d+\.\d+\.\d+/.exec(text)?.[0];
}

/** Whether a version is before another. Of each the first three numbers count. */
export function isOlder(version: string, other: string): boolean {
	const [one, two] = [numbers(version), numbers(other)];
	const place = one.findIndex((number, index) => number !== two[index]);
	return place !== -1 && (one[place] ?? 0) < (two[place] ?? 0);
}

function numbers(version: string): readonly number[] {
	const [major = 0, minor = 0, patch = 0] = (versionIn(version) ?? '').split('.').map(Number);
	return [major, minor, patch];
}
