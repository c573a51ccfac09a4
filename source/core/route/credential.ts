import {placeholderKey} from '../launch/placeholder.js';

/** What a request carries to show who it is. Never a secret itself. */
export type SeenCredential =
	| {readonly type: 'none'}
	/** Our placeholder, the gateway's own key, or some other text that opens nothing at a vendor as far as we know: it is taken off. */
	| {readonly type: 'ours'}
	/** The agent's own subscription login: it belongs to the vendor and goes nowhere else. */
	| {readonly type: 'own-login'; readonly vendor: 'anthropic' | 'codex'};

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers that carry credentials, and what else says who a client's user is. None of them reaches a provider with another credential. */
export const credentialHeaders: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'x-clutch-key', 'cookie', 'proxy-authorization', 'chatgpt-account-id', 'openai-organization', 'openai-project']);

/**
An agent's own login is told by the shape of its token, or by what it is sent with (Claude Code: the beta `oauth-…`; Codex: the account it belongs to), so that a made-up text in `ANTHROPIC_AUTH_TOKEN` does not pass for one.
*/
export function seenCredential(headers: Headers, key: string | undefined): SeenCredential {
	const bearer = /^bearer\s+(.+)$/i.exec(one(headers.authorization) ?? '')?.[1]?.trim();
	if (bearer !== undefined && bearer !== placeholderKey && bearer !== key) {
		// First the one with two signs: no request of the other has a ChatGPT account.
		if (isWebToken(bearer) && one(headers['chatgpt-account-id']) !== undefined) {
			return {type: 'own-login', vendor: 'codex'};
		}

		if (bearer.startsWith('sk-ant-oat') || hasLoginBeta(headers)) {
			return {type: 'own-login', vendor: 'anthropic'};
		}
	}

	return presentedKeys(headers).length === 0 ? {type: 'none'} : {type: 'ours'};
}

/** Every text that may be meant as the gateway's key. */
export function presentedKeys(headers: Headers): readonly string[] {
	return [
		one(headers['x-clutch-key']),
		/^bearer\s+(.+)$/i.exec(one(headers.authorization) ?? '')?.[1]?.trim(),
		one(headers['x-api-key']),
		one(headers['x-goog-api-key']),
	].filter(text => text !== undefined && text !== '').map(String);
}

/** Three parts, the first of which is a JSON object in base64. */
function isWebToken(text: string): boolean {
	return /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(text);
}

function hasLoginBeta(headers: Headers): boolean {
	return (one(headers['anthropic-beta']) ?? '').split(',').some(beta => beta.trim().startsWith('oauth-'));
}

function one(value: string | readonly string[] | undefined): string | undefined {
	return typeof value === 'string' ? value : value?.[0];
}
