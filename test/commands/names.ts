import test, {type ExecutionContext} from 'ava';
import {withoutGateway} from '../helpers/clutchd.js';
import {processesUnder, temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

const faults: Readonly<Record<string, string>> = {
	'': 'A name has to have something in it.',
	'-x': 'A name does not begin with a dash: it would be taken for an option.',
	'a\u001B[2Jb': 'A name has no control characters in it.',
	['x'.repeat(201)]: 'A name has at most 200 characters.',
};

const refuses = test.macro({
	async exec(t: ExecutionContext, [program, ...args]: readonly [string, ...string[]]) {
		const home = temporaryHome(t);
		for (const [name, fault] of Object.entries(faults)) {
			t.deepEqual(await runProgram([program, ...args.map(word => word.replace('NAME', name))], {home}), {code: 2, signal: null, stdout: '', stderr: `${fault}\nLeave --name out, or give it another one.\n`});
		}

		t.deepEqual(processesUnder(home.home), []);
	},
	title: (_, argv) => `${argv.join(' ')} refuses what is no name, in a sentence`,
});

test.serial(refuses, ['clutch', 'spawn', '--name=NAME', '--', 'true']);
test.serial(refuses, ['clutch', 'spawn', '--name=NAME', 'cid']);
test.serial(refuses, ['clutch', 'guard', '--name=NAME', 'true']);
test.serial(refuses, ['clutch', 'run', '--name=NAME', 'true']);
test.serial(refuses, ['cg_run', 'key', '--name=NAME', '--', 'true']);
test.serial(refuses, ['xx', 'cid', '--name=NAME']);

test.serial('names the one that is meant by letters alone, and says the id where a name cannot be typed', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const {stdout} = await runProgram(['clutch', 'spawn', '--name', 'my session 🦊', '--', 'cat'], {home});
	const id = stdout.trim();
	const near = await runProgram(['clutch', 'screen', 'my sesion'], {home});
	t.deepEqual([near.code, near.stderr], [2, 'There is no session "my sesion".\nDid you mean "my session 🦊"?\n']);
	const over = await runProgram(['clutch', 'restore', 'my session 🦊'], {home});
	t.deepEqual([over.code, over.stderr], [1, `The session "my session 🦊" runs, or is being started again.\nclutch attach ${id} shows it.\n`]);
});
