/**
The header by which a gateway knows its own requests again. It goes to programs of this machine only, since only those can lead back; each gateway on the way adds itself and the provider it asked.

@example
x-clutch-hop: 3f2a9c/local
*/
export const hopHeader = 'x-clutch-hop';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Which provider of this gateway led a request back to it. */
export function leadBy(headers: Headers, id: string): string | undefined {
	return hopsOf(headers).find(hop => hop.startsWith(`${id}/`))?.slice(id.length + 1);
}

/** What the header says when the request goes on from here. */
export function nextHop(raw: readonly string[], {id, provider}: {readonly id: string; readonly provider: string}): string {
	const before = raw.flatMap((name, index) => index % 2 === 0 && name.toLowerCase() === hopHeader ? [raw[index + 1] ?? ''] : []);
	return [...before, `${id}/${provider}`].join(', ').slice(-4000);
}

function hopsOf(headers: Headers): readonly string[] {
	const value = headers[hopHeader];
	return (typeof value === 'string' ? [value] : value ?? []).flatMap(text => text.split(',').map(hop => hop.trim()));
}
