import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {agentCatalogue} from '../../../source/core/launch/catalogue.js';
import {unsetInChildren} from '../../../source/core/launch/environment.js';
import {processesUnder, temporaryHome} from '../../helpers/home.js';
import {runProgram} from '../../helpers/program.js';

const direct = test.macro({
	async exec(t: ExecutionContext, mode: 'i' | 'n') {
		const home = temporaryHome(t);
		const folder = path.join(home.user, 'bin');
		mkdirSync(folder);
		for (const {executable} of agentCatalogue) {
			install(path.join(folder, executable));
		}

		const leaks = Object.fromEntries(unsetInChildren.map(name => [name, 'of-the-parent']));
		// As root Claude Code skips approvals only where this says that it may.
		const kept = {PATH: `${folder}:/usr/bin:/bin`, IS_SANDBOX: '1', EDITOR: 'ed', HTTP_PROXY: 'http://127.0.0.1:9'};
		for (const {letter, title} of agentCatalogue) {
			const {code, stdout, stderr} = await runProgram(['xx', `${letter}${mode}d`, ...(mode === 'n' ? ['-p', 'hello'] : [])], {home, env: {...leaks, ...kept}});
			t.is(code, 0, `${title}: ${stderr}`);
			t.deepEqual({title, env: withoutShell(JSON.parse(stdout) as NodeJS.ProcessEnv)}, {title, env: {...home.env, ...kept}});
		}

		t.deepEqual(processesUnder(home.home), []);
	},
	title: (_: string | undefined, mode: 'i' | 'n') => `gives no agent anything of ours on route d in mode ${mode}, and nothing that could lead it elsewhere`,
});

test(direct, 'i');
test(direct, 'n');

/** A tiny agent that prints its environment; asked for its version it has one that is new enough for all. */
function install(file: string): void {
	// The runtime may be in a folder with a space, which a #! line cannot name.
	writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${file}.cjs' "$@"\n`);
	writeFileSync(`${file}.cjs`, 'console.log(process.argv.includes(\'--version\') ? \'999.0.0\' : JSON.stringify(process.env));\n');
	chmodSync(file, 0o755);
}

/** What a shell adds by itself, and one stands in front of our programs and of the tiny agent. */
function withoutShell(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const {PWD: _folder, OLDPWD: _before, SHLVL: _depth, _: _command, ...others} = env;
	return others;
}
