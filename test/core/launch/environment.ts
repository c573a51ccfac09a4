import test from 'ava';
import {withoutNpm} from '../../../source/core/launch/environment.js';

test('gives back the environment from before npm start', t => {
	t.deepEqual(withoutNpm({
		npm_package_json: '/src/clutch/package.json',
		npm_config_cache: '/x',
		INIT_CWD: '/src/clutch',
		HOME: '/home/u',
		PATH: '/src/clutch/node_modules/.bin:/src/node_modules/.bin:/node_modules/.bin:/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/home/u/web/node_modules/.bin:/usr/bin',
	}, '/src/clutch'), {HOME: '/home/u', PATH: '/home/u/web/node_modules/.bin:/usr/bin'});
});

test('leaves the environment of another project\'s npm script alone', t => {
	const env = {npm_package_json: '/src/web/package.json', PATH: '/src/web/node_modules/.bin:/usr/bin'};
	t.is(withoutNpm(env, '/src/clutch'), env);
});
