import {readPrefix, type Prefixes} from './address.js';

/** Headers that say what the prefixes of an address say, for a way on which the address does not arrive as it was: Headroom passes on neither `/p/<profile>` nor `/s/<session>`. */
export const carriedHeaders = {profile: 'x-clutch-profile', session: 'x-clutch-session'} as const;

/** What an address does not say is taken from them. */
export function withCarried(prefixes: Prefixes, headers: Readonly<Record<string, string | readonly string[] | undefined>>): Prefixes {
	const read = (name: 'profile' | 'session') => {
		const value = headers[carriedHeaders[name]];
		return typeof value === 'string' ? readPrefix(name, value) : undefined;
	};

	return {...prefixes, profile: prefixes.profile ?? read('profile'), session: prefixes.session ?? read('session')};
}
