import {unsetInChildren, unsetInPanes} from '../launch/environment.js';
import {unsetForPrograms} from '../launch/program.js';
import type {ServiceSpec} from './spec.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a session or a terminal put there says nothing about a service, which outlives both. */
const ofSessions = [...unsetForPrograms, 'TMUX', 'STY', 'ZELLIJ', 'TERM_PROGRAM', ...unsetInPanes];

/** In the terminal of a session these lead to our own gateway: a service that asks there for what the gateway asks of it goes in circles. */
const addresses = ['ANTHROPIC_BASE_URL', 'OPENAI_BASE_URL', 'OPENAI_API_BASE', 'GOOGLE_GEMINI_BASE_URL', 'GEMINI_BASE_URL', 'OPENAI_COMPATIBLE_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'CLUTCH_KEY'];

/**
The environment that a service is started with, from the one in which clutchd was started, which may be the terminal of a session. Our own programs get all settings and keys; a component that others wrote gets none of the keys; a row of the user's own keeps what the user has set, but no way back to the gateway.
*/
export function serviceEnvironment(env: Environment, kind: ServiceSpec['kind']): Readonly<Record<string, string>> {
	const gone = new Set(goneOf(kind));
	return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !gone.has(entry[0])));
}

function goneOf(kind: ServiceSpec['kind']): readonly string[] {
	switch (kind) {
		case 'own': {
			return ofSessions;
		}

		case 'component': {
			return [...ofSessions, ...unsetInChildren];
		}

		case 'user': {
			return [...ofSessions, ...addresses];
		}
	}
}
