import type {Config} from '../../config/config.js';
import {isLoopback} from '../../provider/provider.js';
import {providerRow} from '../../provider/rows.js';

/** Where a server of models may be on this machine, and as which provider it would be asked. */
export type LocalPlace = {readonly provider: string; readonly title: string; readonly base: string; /** What its models say who owns them; undefined where any server will do. */ readonly owner: RegExp | undefined};

/** Programs that are known by what they write beside each model: a port says nothing about who listens on it. */
const known: ReadonlyArray<readonly [provider: string, owner: RegExp]> = [
	['ollama', /^library$/],
	['lm-studio', /^organization_owner$/],
	['llama-cpp', /^llamacpp$/],
	['vllm', /^vllm$/],
];

type Places = {readonly local: Config['local']; /** Where Ollama listens, where Clutch runs it. */ readonly ollama: string | undefined};

/** The one that the config names goes first; one on another machine is never looked for. */
export function localPlaces({local, ollama}: Places): readonly LocalPlace[] {
	const places = known.map(([provider, owner]) => {
		const row = providerRow(provider);
		return {provider, title: row?.title ?? provider, base: provider === 'ollama' && ollama !== undefined ? `${ollama}/v1` : row?.wires.chat?.base ?? '', owner};
	});
	const named = local.endpoint.replace(/\/+$/, '');
	return !local.enabled || !isLoopback(named) ? places : [{provider: 'local', title: 'Local model server', base: named, owner: undefined}, ...places];
}

/** Its models, where it is the program that is meant. One without models cannot be told from others, and is of no use. */
export function modelsOf(list: unknown, {owner}: Pick<LocalPlace, 'owner'>): readonly [string, ...string[]] | undefined {
	const {data} = (typeof list === 'object' && list !== null ? list : {}) as {readonly data?: unknown};
	const rows = (Array.isArray(data) ? data : []) as ReadonlyArray<{readonly id?: unknown; readonly owned_by?: unknown} | null>;
	const [first, ...others] = rows.flatMap(row => typeof row?.id === 'string' && (owner === undefined || owner.test(String(row.owned_by))) ? [row.id] : []);
	return first === undefined ? undefined : [first, ...others];
}
