import type {Config, ConfigWarning} from '../config/config.js';
import {flatten, type Layered, type Origin} from '../config/layers.js';
import {inactiveKeys} from './inactive.js';
import {shippedProfiles} from './shipped.js';

/**
Profiles as a layer of the configuration. A profile that a stronger layer names is that layer's as a whole: half of a shipped one behind it would decide what nobody chose.
*/
export function profileLayer(profiles: Readonly<Record<string, unknown>>, {origin, stronger}: {readonly origin: Origin; readonly stronger: ReadonlySet<string>}): readonly Layered[] {
	return Object.entries(profiles).filter(([name]) => !stronger.has(name)).flatMap(([name, bundle]) => {
		const values = flatten(bundle, origin, ['profiles', name]);
		// One that says nothing is there all the same.
		return values.length === 0 ? [{path: ['profiles', name], value: {}, origin}] : values;
	});
}

export function shippedLayer(stronger: ReadonlySet<string>): readonly Layered[] {
	return profileLayer(shippedProfiles, {origin: {type: 'shipped-profile'}, stronger});
}

/** What the profiles of a configuration say that Clutch understands and does not act on, and bindings that lead nowhere. */
export function profileNotes({profiles, agents}: Config, {file, agentNames}: {readonly file: string; readonly agentNames: readonly string[]}): readonly ConfigWarning[] {
	const unused = Object.entries(profiles).flatMap(([name, bundle]) => Object.entries(inactiveKeys)
		.filter(([key]) => typeof bundle === 'object' && Object.hasOwn(bundle, key))
		.map(([key, why]) => ({file: undefined, line: undefined, key: `profiles.${name}.${key}`, text: `profiles.${name}.${key} is understood and changes nothing: ${why}`})));
	const bindings = Object.entries(agents).flatMap(([agent, {profile}]) => {
		const key = `agents.${agent}`;
		const nobody = agentNames.includes(agent) ? [] : [{file, line: undefined, key, text: `${key} binds no agent that Clutch knows (${agentNames.join(', ')})`}];
		const nowhere = profile === undefined || Object.hasOwn(profiles, profile) ? [] : [{file, line: undefined, key, text: `${key} names the profile "${profile}", and there is none of this name`}];
		return [...nobody, ...nowhere];
	});
	return [...unused, ...bindings];
}
