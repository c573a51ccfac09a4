/**
Roughly how many tokens a body is: four bytes of text each, pictures a fixed number. Base64 is no text, so it is not counted by its length.
*/
export function estimateTokens(body: unknown): number {
	return Math.max(1, Math.ceil(weigh(body) / 4));
}

/** About 1600 tokens, what a picture of the usual size costs. */
const pictureWeight = 6400;

function weigh(value: unknown): number {
	if (typeof value === 'string') {
		return value.length;
	}

	if (typeof value === 'number' || typeof value === 'boolean') {
		return 4;
	}

	if (Array.isArray(value)) {
		return value.reduce<number>((sum, item) => sum + weigh(item), 0);
	}

	if (typeof value !== 'object' || value === null) {
		return 0;
	}

	const {type, data} = value as {readonly type?: unknown; readonly data?: unknown};
	if (type === 'base64' && typeof data === 'string') {
		return pictureWeight;
	}

	// The names of keys count too: schemas are mostly names.
	return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + 2 + weigh(inner), 0);
}
