import test from 'ava';
import {readKeyPath} from '../../../source/core/config/key-path.js';
import {pathText} from '../../../source/core/config/layers.js';

const cases: ReadonlyArray<readonly [text: string, path: readonly string[] | undefined]> = [
	['gateway', ['gateway']],
	['services.my-db.port', ['services', 'my-db', 'port']],
	['quotas["deepseek/v4:free"].cooldown_seconds', ['quotas', 'deepseek/v4:free', 'cooldown_seconds']],
	['profiles[1]', ['profiles', '1']],
	[String.raw`a["x\"y"]`, ['a', 'x"y']],
	['', undefined],
	['.a', undefined],
	['a..b', undefined],
	['a.', undefined],
	['a b', undefined],
	['a[b]', undefined],
];

for (const [text, path] of cases) {
	test(`reads ${JSON.stringify(text)}`, t => {
		t.deepEqual(readKeyPath(text), path);
		t.is(path === undefined ? undefined : pathText(path), path === undefined ? undefined : text);
	});
}
