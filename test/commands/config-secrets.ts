import {readFileSync, writeFileSync} from 'node:fs';
import test from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

const secrets = ['two-elements-hunter2', 'one-element-hunter2', 'behind-a-key-hunter2', 'of-a-shell-hunter2', 'of-a-probe-hunter2', 'in-a-variable-hunter2'];
const [two = '', one = '', key = '', shell = '', probe = '', variable = ''] = secrets;

test.serial('what a service is given as a secret is shown by no command that shows the config', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	const db = {argv: ['sh', '-c', `exec db --token ${shell}`, '--password', two, `--token=${one}`], args: ['--api-key', key], startup: {exec: ['sh', '--password', probe]}, env: {OPTIONS: `--secret ${variable}`}, enabled: false};
	writeFileSync(home.paths.config, `${JSON.stringify({proxy: {auto_start: false}, services: {db}}, undefined, '\t')}\n`);
	const commands = [
		['config', 'show'], ['config', 'show', '--origin'], ['config', 'show', '--origin', '--json'], ['config', 'show', '--json'], ['config', 'where', 'services.db'], ['config', 'where', 'services.db', '--json'],
		['service', 'show', 'db'], ['service', 'show', 'db', '--json'], ['service', 'list', '--json'], ['service', 'remove', 'db'], ['config', 'set', 'services.db.title', 'Database'],
	];
	for (const words of commands) {
		const {stdout, stderr} = await runProgram(['clutch', ...words], {home});
		t.deepEqual([words, secrets.filter(secret => `${stdout}${stderr}`.includes(secret))], [words, []]);
		t.is(stdout.includes('••••'), words[1] !== 'list');
	}

	const shown = await runProgram(['clutch', 'service', 'show', 'db'], {home});
	t.regex(shown.stdout, /^ {2}command +sh -c exec db --token •••• --password ••••ter2 --token=•••• --api-key ••••ter2$/m);
	const added = await runProgram(['clutch', 'service', 'add', 'other', '--yes', '--', 'sh', '--password', 'hunter2', '--port', 'hunter2'], {home});
	t.true(added.stdout.includes('"argv": ["sh", "--password", "••••", "--port", "hunter2"]'));
	t.true(readFileSync(home.paths.config, 'utf8').includes('"argv": ["sh", "--password", "hunter2", "--port", "hunter2"]'));
});
