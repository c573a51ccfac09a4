/** The names of tools under which they travel, and back. */
export type ToolNames = {
	readonly out: (name: string) => string;
	readonly back: (alias: string) => string;
	readonly changed: boolean;
};

const longest = 64;

/** Chat takes 64 letters, digits, `_` and `-`. A name that does not fit gets a short one, always the same for the same name, so that prompt caches hold. */
export function toolNames(names: readonly string[]): ToolNames {
	const originals = new Map<string, string>();
	const aliases = new Map<string, string>();
	for (const name of names) {
		if (!fits(name)) {
			const alias = `${name.replaceAll(/[^\w-]/g, '_').slice(0, longest - 9)}_${hash(name)}`;
			aliases.set(name, alias);
			originals.set(alias, name);
		}
	}

	return {
		out: name => aliases.get(name) ?? name,
		back: alias => originals.get(alias) ?? alias,
		changed: aliases.size > 0,
	};
}

function fits(name: string): boolean {
	return /^[\w-]{1,64}$/.test(name);
}

/** FNV-1a, eight hexadecimal digits: not a secret, only a name. */
function hash(text: string): string {
	let value = 0x81_1C_9D_C5;
	for (const character of text) {
		value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
	}

	return (value >>> 0).toString(16).padStart(8, '0');
}
