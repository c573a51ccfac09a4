import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {profileJsonSchema} from '../../../source/core/profile/schema.js';
import {shippedProfiles} from '../../../source/core/profile/shipped.js';
import {checkConfig} from '../../../source/core/config/schema.js';
import {agentCatalogue} from '../../../source/core/launch/catalogue.js';
import {root} from '../../helpers/program.js';

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(root, 'profiles', name), 'utf8'));

test('profiles/profile.schema.json is the schema in force', t => {
	t.deepEqual(read('profile.schema.json'), profileJsonSchema());
});

test('the files in profiles/ are the profiles in force, each with its schema', t => {
	const files = readdirSync(path.join(root, 'profiles')).filter(name => !name.endsWith('.schema.json'));
	const shipped = Object.fromEntries(Object.entries(shippedProfiles).map(([name, bundle]) => [`${name}.json`, {$schema: './profile.schema.json', ...bundle}]));
	t.deepEqual(Object.fromEntries(files.map(name => [name, read(name)])), shipped);
	t.deepEqual(checkConfig({profiles: shippedProfiles}), []);
});

test('every agent has a shipped profile of its name, and none of them chooses a model', t => {
	t.deepEqual(agentCatalogue.map(row => row.id).filter(id => !Object.hasOwn(shippedProfiles, id)), []);
	t.deepEqual(Object.values(shippedProfiles).filter(bundle => Object.keys(bundle).some(key => !['notes', 'route'].includes(key))), []);
});
