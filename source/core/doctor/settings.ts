import type {LoadedConfig} from '../config/config.js';
import {problemText, warningText} from '../config/problem.js';
import {mask, resolveKeys} from '../config/secrets.js';
import {originText} from '../config/layers.js';
import {hasCredential} from '../launch/credential.js';
import {bad, info, ok, warn, type Finding} from './finding.js';

/** The config file, and whether anybody can be asked with what is there. */
export function examineSettings({file, exists, loaded, logins}: {readonly file: string; readonly exists: boolean; readonly loaded: LoadedConfig; readonly logins: Readonly<Record<string, boolean>>}): readonly Finding[] {
	const {problem, mistakes, warnings, config} = loaded;
	const keys = resolveKeys(loaded);
	const usable = hasCredential({config, keyed: keys.map(({provider}) => provider), logins});
	return [
		problem === undefined
			? (exists ? understood(file, mistakes.length) : info('config', `There is no config file ${file}: what Clutch ships is in force.`, 'clutch init writes one with comments.'))
			: bad('config', `${problemText(problem)}.`, 'Mend that line; clutch config check looks again.'),
		...mistakes.map((mistake, index) => bad(`config.mistake.${index + 1}`, `${warningText(mistake)}.`, 'Mend that line; clutch config check looks again.')),
		...warnings.map((warning, index) => warn(`config.warning.${index + 1}`, warningText(warning), 'clutch config check lists them all.')),
		...keys.map(({provider, keys: [first, ...others], origin}) => ok(`key.${provider}`, `A key for ${provider}: ${mask(first)}${others.length === 0 ? '' : ` and ${others.length} more`}, from ${originText(origin)}.`)),
		...(usable ? [] : [bad('key', 'No provider key and no login found, and no model on this machine.', 'clutch keys add OPENROUTER_API_KEY, or log in to an agent; clutch demo works without.')]),
	];
}

function understood(file: string, mistakes: number): Finding {
	return mistakes === 0 ? ok('config', `The config ${file} is understood.`) : warn('config', `The config ${file} is in force but for ${mistakes === 1 ? 'one value' : `${mistakes} values`}.`, 'They are named below.');
}
