import {configJsonSchema} from '../../source/core/config/schema.js';
import {agentsPage} from '../../source/core/launch/agents-page.js';
import {codesPage} from '../../source/core/launch/codes-page.js';
import {profileJsonSchema} from '../../source/core/profile/schema.js';
import {shippedProfiles} from '../../source/core/profile/shipped.js';

/** Every file that is made from tables, by its path. */
export function writtenFiles(): Readonly<Record<string, string>> {
	return {
		'docs/agents.md': agentsPage(),
		'docs/codes.md': codesPage(),
		'profiles/config.schema.json': jsonText(configJsonSchema()),
		'profiles/profile.schema.json': jsonText(profileJsonSchema()),
		...Object.fromEntries(Object.entries(shippedProfiles).map(([name, bundle]) => [`profiles/${name}.json`, jsonText({$schema: './profile.schema.json', ...bundle})])),
	};
}

function jsonText(value: unknown): string {
	return `${JSON.stringify(value, undefined, '\t')}\n`;
}
