import {createHash, timingSafeEqual} from 'node:crypto';
import {presentedKeys} from '../core/route/credential.js';
import type {HttpRequest} from '../io/http-server.js';

export type Guard = {
	/** Where the gateway listens. */
	readonly host: string;
	readonly port: number;
	readonly key: string | undefined;
	readonly requireKey: boolean;
};

export type Refusal = {readonly status: number; readonly message: string};

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
Looks at a request before anything of it is read. A page in a browser can send requests to this machine, under a name of its own (DNS rebinding) or as itself; what gives it away are `Host` and `Origin`.
*/
export function refuse({headers}: Pick<HttpRequest, 'headers'>, guard: Guard): Refusal | undefined {
	const open = !isLoopbackHost(guard.host);
	const host = text(headers.host);
	if (!open && (host === undefined || !loopbackNames.some(name => host.toLowerCase() === `${name}:${guard.port}`))) {
		return {status: 403, message: `This gateway answers to ${loopbackNames.map(name => `${name}:${guard.port}`).join(', ')} only, not to the host "${host ?? ''}".`};
	}

	const origin = text(headers.origin);
	const site = text(headers['sec-fetch-site']);
	if ((origin !== undefined && !isLoopbackOrigin(origin)) || site === 'cross-site' || site === 'same-site') {
		return {status: 403, message: 'Web pages from elsewhere are not answered here.'};
	}

	if ((open || guard.requireKey) && (guard.key === undefined || !presentedKeys(headers).some(candidate => same(candidate, guard.key ?? '')))) {
		return {status: 401, message: 'This gateway asks for its key: send it as a bearer token, x-api-key or x-clutch-key (PROXY_AUTH_KEY has it).'};
	}

	return undefined;
}

export function isLoopbackHost(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function isLoopbackOrigin(origin: string): boolean {
	return /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1])(?::\d+)?$/i.test(origin);
}

/** In the same time wherever the first difference is. */
function same(left: string, right: string): boolean {
	const digest = (value: string) => createHash('sha256').update(value).digest();
	return timingSafeEqual(digest(left), digest(right));
}

function text(value: string | readonly string[] | undefined): string | undefined {
	return typeof value === 'string' ? value : value?.[0];
}
