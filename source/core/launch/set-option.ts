import {nearest} from '../nearest.js';
import type {LaunchSettings} from './launch-settings.js';

/** What `--set` understands, once: help, the parser and the suggestions are made from it. */
export const settingKeys = [
	{key: 'BIG', value: 'MODEL', text: 'the one model of the role BIG'},
	{key: 'MIDDLE', value: 'MODEL', text: 'the one model of the role MIDDLE'},
	{key: 'SMALL', value: 'MODEL', text: 'the one model of the role SMALL'},
	{key: 'FALLBACK', value: 'MODEL', text: 'tried after the models of every role'},
	{key: 'provider', value: 'NAME', text: 'serves models that name no provider'},
	{key: 'cascade', value: 'off|MODEL,…', text: 'tried after the first model of a role, or nothing'},
	{key: 'compression', value: 'off', text: 'nothing is compressed'},
] as const;

export type SettingsReading =
	| {readonly type: 'settings'; readonly settings: LaunchSettings}
	| {readonly type: 'wrong'; readonly sentence: string; readonly next: string};

/**
What the values of `--set` ask for, for one launch; undefined settings stay as the config has them. A key that comes twice has its last value, as options have.

@example
readSettings(['BIG=deepseek/deepseek-v4', 'cascade=off']) // → {type: 'settings', settings: {roles: {BIG: 'deepseek/deepseek-v4'}, cascade: 'off'}}
*/
export function readSettings(given: readonly string[]): SettingsReading {
	let settings: LaunchSettings = {};
	for (const pair of given) {
		const equals = pair.indexOf('=');
		const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1).trim()];
		const row = settingKeys.find(candidate => candidate.key === name);
		if (row === undefined) {
			return {type: 'wrong', sentence: `--set knows no key "${name}".`, next: unknownKey(name)};
		}

		if (value === '') {
			return {type: 'wrong', sentence: `--set ${name} needs a value.`, next: `Write it as --set ${name}=${row.value}.`};
		}

		switch (row.key) {
			case 'BIG':
			case 'MIDDLE':
			case 'SMALL':
			case 'FALLBACK': {
				settings = {...settings, roles: {...settings.roles, [row.key]: value}};
				break;
			}

			case 'provider': {
				settings = {...settings, provider: value};
				break;
			}

			case 'cascade': {
				settings = {...settings, cascade: value === 'off' ? 'off' : value.split(',').map(model => model.trim()).filter(model => model !== '')};
				break;
			}

			case 'compression': {
				if (value !== 'off') {
					return {type: 'wrong', sentence: `What compresses is said by the config (compression.headroom); --set compression takes only off, not "${value}".`, next: 'Leave it out, or write --set compression=off.'};
				}

				settings = {...settings, compression: value};
				break;
			}
		}
	}

	return {type: 'settings', settings};
}

function unknownKey(name: string): string {
	const keys = settingKeys.map(row => row.key);
	const near = nearest(name, keys);
	return near === undefined ? `Its keys: ${keys.join(' ')}.` : `Did you mean ${near}?`;
}
