import {existsSync, mkdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {askInstructions, keptInstructions} from '../../source/io/codex-instructions.js';
import {temporaryHome} from '../helpers/home.js';

test('asks Codex once what it tells a plain model, and again when its file is another', t => {
	const home = temporaryHome(t);
	const file = path.join(home.user, 'codex');
	const install = (text: string) => {
		const catalogue = JSON.stringify({models: [{base_instructions: 'for machinery', tool_mode: 'code_mode_only'}, {base_instructions: text, tool_mode: null}]});
		writeFileSync(file, `#!/bin/sh\n[ "$*" = "debug models --bundled" ] || exit 9\nprintf '%s\\n' '${catalogue}'\n`, {mode: 0o755});
	};

	install('You are plain.');
	t.is(keptInstructions(home.paths, file), undefined);
	t.is(askInstructions(home.paths, file, {env: home.env, cwd: home.project}), 'You are plain.');
	t.is(keptInstructions(home.paths, file), 'You are plain.');
	t.is(statSync(path.join(home.paths.state, 'codex-instructions.json')).mode & 0o777, 0o600);
	install('You are plainer still.');
	t.is(keptInstructions(home.paths, file), undefined);
});

test('keeps nothing of a Codex that prints something else, or nothing', t => {
	const home = temporaryHome(t);
	mkdirSync(home.paths.state, {recursive: true});
	for (const script of ['exit 2', 'echo no JSON', String.raw`echo "{\"models\":[]}"`]) {
		const file = path.join(home.user, 'codex');
		writeFileSync(file, `#!/bin/sh\n${script}\n`, {mode: 0o755});
		t.is(askInstructions(home.paths, file, {env: home.env, cwd: home.project}), undefined);
	}

	t.false(existsSync(path.join(home.paths.state, 'codex-instructions.json')));
});
