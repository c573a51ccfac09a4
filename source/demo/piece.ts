/** A response to be sent: whole, or piece by piece with a pause before each. */
export type Response =
	| {readonly type: 'whole'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string}
	| {readonly type: 'stream'; readonly pieces: readonly Piece[]; readonly rate: 'usual' | 'slow'; readonly ending: 'complete' | 'cut'}
	| {readonly type: 'hang'};

/** `paced` pieces carry what the model says; the others follow at once. */
export type Piece = {readonly text: string; readonly paced: boolean};

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
	return {type: 'whole', status, headers: {'content-type': 'application/json', ...headers}, body: JSON.stringify(body)};
}

/** What went wrong half-way: the pieces up to the middle of what was said. */
export function firstHalf(pieces: readonly Piece[]): readonly Piece[] {
	const spoken = pieces.flatMap((piece, index) => piece.paced ? [index] : []);
	const middle = spoken[Math.floor(spoken.length / 2)] ?? 0;
	return pieces.slice(0, middle + 1);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asArray(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
