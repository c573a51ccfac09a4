/** How the system starts clutchd at a login: what it runs, and the little it has to know. */
export type UnitSpec = {
	readonly argv: readonly string[];
	/** No secret: where things are. */
	readonly env: Readonly<Record<string, string>>;
	/** Folders above the file that were made for it, to be taken away with it. */
	readonly foldersMade: number;
};

/** What a user's own systemd or launchd would not have from the login shell. `PATH`: where agents are found. */
export const unitVariables = ['PATH', 'CLUTCH_HOME', 'XX_CONFIG', 'XDG_STATE_HOME'] as const;

const beginning = 'Made by clutch service install';

/** Stands in every file that is ours. */
export function unitMark(foldersMade: number): string {
	return `${beginning} (folders made for it: ${foldersMade}). clutch service uninstall takes it away.`;
}

/** How many folders were made for a file; undefined where the file is not ours. */
export function readUnitMark(text: string): number | undefined {
	const head = text.split('\n', 3).find(line => line.includes(beginning)) ?? '';
	const made = /\(folders made for it: (\d+)\)/.exec(head)?.[1];
	return made === undefined ? undefined : Number(made);
}
