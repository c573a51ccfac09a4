import {defaultChord, parseChord, type Chord} from '../core/view/keys/chord.js';
import {keyTableOf} from '../core/view/keys/key-overrides.js';
import {loadConfig} from '../io/config-file.js';
import {readPreferences} from '../io/preferences.js';
import type {CommandContext} from './command.js';

/** The chord as in the dashboard: what the configuration says, else what was chosen there. */
export function chordInForce({paths, env}: Pick<CommandContext, 'paths' | 'env'>): Chord {
	return keyTableOf(loadConfig({paths, env}).config.keys).chord ?? parseChord(readPreferences(paths).chord ?? '') ?? defaultChord;
}
