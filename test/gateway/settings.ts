import {writeFileSync} from 'node:fs';
import test from 'ava';
import {createSettings} from '../../source/gateway/settings.js';
import {loadConfig} from '../../source/io/config-file.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {temporaryHome} from '../helpers/home.js';
import {until} from '../helpers/until.js';

test('reads a configuration again that was changed while it was read for the first time', async t => {
	const {paths, env} = temporaryHome(t);
	ensureDirectories(paths);
	writeFileSync(paths.config, '{"default_provider": "first"}');
	let reads = 0;
	const settings = createSettings({
		paths,
		load() {
			const loaded = loadConfig({paths, env});
			reads++;
			if (reads === 1) {
				writeFileSync(paths.config, '{"default_provider": "the other"}');
			}

			return loaded;
		},
		onNote() {
			// Nobody listens.
		},
	});
	t.teardown(settings.close);
	t.is(settings.current().default_provider, 'first');
	await t.notThrowsAsync(until('the other one is in force', () => settings.current().default_provider === 'the other'));
});
