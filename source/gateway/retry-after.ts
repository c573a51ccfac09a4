export function headerOf(raw: readonly string[], wanted: string): string | undefined {
	const place = raw.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === wanted);
	return place === -1 ? undefined : raw[place + 1];
}

/** How long a provider asks to be left alone: in milliseconds (`retry-after-ms`), seconds, or until a date. Undefined where it says nothing that can be read. */
export function retryAfterMs(raw: readonly string[], now: number): number | undefined {
	const exact = headerOf(raw, 'retry-after-ms')?.trim();
	if (exact !== undefined && isAmount(exact)) {
		return Number(exact);
	}

	const said = headerOf(raw, 'retry-after')?.trim();
	if (said === undefined || isAmount(said)) {
		return said === undefined ? undefined : Number(said) * 1000;
	}

	const until = Date.parse(said);
	return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}

function isAmount(text: string): boolean {
	return /^\d{1,9}(?:\.\d+)?$/.test(text);
}
