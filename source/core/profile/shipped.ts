import type {ProfileBundle} from './schema.js';

/**
The profiles that are there without anybody making them, as the files in `profiles/` have them. They choose no model: an address such as `/p/pi/v1`, which settings of agents hold since they were made for the original, answers with the roles of the config, and is a name to fill in.
*/
export const shippedProfiles: Readonly<Record<string, ProfileBundle>> = {
	default: {notes: 'The roles of the configuration, for every agent that names no other profile'},
	...Object.fromEntries([
		['claude', 'Claude Code'],
		['codex', 'Codex'],
		['qwen', 'Qwen Code'],
		['pi', 'Pi'],
		['opencode', 'OpenCode'],
		['hermes', 'Hermes'],
		['ante', 'Ante'],
		['antigravity', 'Antigravity'],
	].map(([name = '', title = '']) => [name, {notes: `The roles of the configuration, for ${title}`}])),
	'hermes-bypass': {notes: 'The model Hermes asks for, untouched, as on route b', route: 'b'},
	'pi-bypass': {notes: 'The model Pi asks for, untouched, as on route b', route: 'b'},
};
