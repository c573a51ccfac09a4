import type {AuthStyle} from '../provider/rows.js';
import {throughHeader} from '../service/components/headroom-flags.js';
import {carriedHeaders} from './carried.js';
import {credentialHeaders} from './credential.js';
import {hopHeader} from './hop.js';

/** Names and values in turn, as they came on the wire. */
export type RawHeaders = readonly string[];

/** They are about one connection, not about the request. */
const hopByHop: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'http2-settings']);

/** Who sent it from where is nobody's business behind the gateway. */
const forwarding: ReadonlySet<string> = new Set(['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-real-ip', 'origin', 'referer']);

/** They are for a gateway of ours. */
const ours: ReadonlySet<string> = new Set(['x-clutch-key', throughHeader, hopHeader, ...Object.values(carriedHeaders)]);

export type Forwarding = {
	readonly host: string;
	/** Of the body; undefined where there is none. */
	readonly length: number | undefined;
	/** The client's own credential stays where it is, and nothing is added. */
	readonly ownLogin: boolean;
	readonly auth: {readonly style: AuthStyle; readonly key: string} | undefined;
	readonly extra: Readonly<Record<string, string>>;
};

/**
The headers for a provider: the client's, in their order and spelling, without those that belong to the connection, with the provider's key in place of the client's credential. `identity`, so that the usage in the answer can be read.
*/
export function forwardHeaders(raw: RawHeaders, {host, length, ownLogin, auth, extra}: Forwarding): RawHeaders {
	const extras = ownLogin ? [] : Object.entries(extra);
	const replaced = new Set(extras.map(([name]) => name.toLowerCase()));
	const dropped = connectionNames(raw);
	const sent: string[] = [];
	let authSent = ownLogin || auth === undefined;
	for (const [name, value] of pairs(raw)) {
		const lower = name.toLowerCase();
		if (lower === 'host') {
			sent.push(name, host);
			continue;
		}

		if (lower === 'accept-encoding') {
			sent.push(name, 'identity');
			continue;
		}

		if (lower === 'content-length') {
			sent.push(...(length === undefined ? [] : [name, String(length)]));
			continue;
		}

		if (!ownLogin && credentialHeaders.has(lower)) {
			if (!authSent && auth) {
				sent.push(...authHeader(auth));
				authSent = true;
			}

			continue;
		}

		if (ours.has(lower) || hopByHop.has(lower) || forwarding.has(lower) || dropped.has(lower) || replaced.has(lower)) {
			continue;
		}

		sent.push(name, value);
	}

	if (!hasName(sent, 'host')) {
		sent.push('Host', host);
	}

	if (!authSent && auth) {
		sent.push(...authHeader(auth));
	}

	if (!hasName(sent, 'accept-encoding')) {
		sent.push('Accept-Encoding', 'identity');
	}

	// A body in chunks came without its length; here all of it is known.
	if (length !== undefined && !hasName(sent, 'content-length')) {
		sent.push('Content-Length', String(length));
	}

	return [...sent, ...extras.flat()];
}

/** The headers of a provider's answer that go on to the client. */
export function answerHeaders(raw: RawHeaders): RawHeaders {
	const dropped = connectionNames(raw);
	return pairs(raw).filter(([name]) => !hopByHop.has(name.toLowerCase()) && !dropped.has(name.toLowerCase())).flat();
}

function hasName(headers: RawHeaders, wanted: string): boolean {
	return headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === wanted);
}

function authHeader({style, key}: NonNullable<Forwarding['auth']>): readonly [string, string] {
	return style === 'bearer' ? ['Authorization', `Bearer ${key}`] : [style, key];
}

function pairs(raw: RawHeaders): ReadonlyArray<readonly [string, string]> {
	return raw.flatMap((name, index) => index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []);
}

/** `Connection: close, x-thing` says that `x-thing` is for this connection too. */
function connectionNames(raw: RawHeaders): ReadonlySet<string> {
	return new Set(pairs(raw).flatMap(([name, value]) => name.toLowerCase() === 'connection' ? value.split(',').map(word => word.trim().toLowerCase()) : []));
}
