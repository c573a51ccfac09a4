/** A value for our config; `from` is where it stands in the file that is taken over. */
export type ImportedEdit = {readonly path: readonly string[]; readonly value: unknown; readonly from: string};

/** What is not taken over, or otherwise than it stood there, and why. */
export type ImportNote = {readonly from: string; readonly text: string};

export type Imported = {readonly edits: readonly ImportedEdit[]; readonly notes: readonly ImportNote[]};

/** What the config says now at a path, where it says anything. */
export type Now = (path: readonly string[]) => unknown;
