import {realpathSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {root, runFile, type Ended} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';

/** Runs one of our programs in a folder that is deleted under it. What a shell says about that by itself is left out. */
async function runThere(argv: readonly [string, ...string[]], home: Home, env: Readonly<Record<string, string>> = {}): Promise<Omit<Ended, 'signal'>> {
	const [program, ...args] = argv;
	const {code, stdout, stderr} = await runFile(['/bin/sh', '-c', 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"', path.join(root, 'bin', program), ...args], {env: {...home.env, ...env}, cwd: home.project});
	return {code, stdout, stderr: stderr.replaceAll(/^.*getcwd.*\n/gm, '')};
}

const gone = (home: Home) => `This works in the folder you are in, but ${realpathSync(home.project)}/gone was deleted.\ncd into one that is there, or name one with --cwd.\n`;

for (const argv of [['clutch', '--version'], ['clutch', 'help'], ['xx', '--help'], ['cg_run', '--help'], ['clutch', 'keys'], ['clutch', 'config', 'path'], ['clutch', 'install', '--shell', 'bash', '--dry-run'], ['clutch', 'completion', 'bash']] as const) {
	test.serial(`does ${argv.join(' ')} in a folder that was deleted`, async t => {
		const {code, stdout, stderr} = await runThere(argv, temporaryHome(t));
		t.deepEqual([code, stderr], [0, '']);
		t.not(stdout, '');
	});
}

const startsNothing = test.macro({
	async exec(t: ExecutionContext, argv: readonly [string, ...string[]]) {
		const home = temporaryHome(t);
		t.deepEqual(await runThere(argv, home), {code: 1, stdout: '', stderr: gone(home)});
	},
	title: (_, argv) => `${argv.join(' ')} says that the folder was deleted`,
});

test.serial(startsNothing, ['clutch', 'spawn', '--', 'true']);
test.serial(startsNothing, ['clutch', 'run', 'true']);
test.serial(startsNothing, ['cg_run', 'true']);
test.serial(startsNothing, ['cg_run', 'xx', 'cid']);
test.serial(startsNothing, ['xx', 'cid']);
test.serial(startsNothing, ['clutch', 'spawn', '--cwd', 'below', '--', 'true']);

test.serial('says so too where only a relative path leads to our files', async t => {
	const home = temporaryHome(t);
	t.deepEqual(await runThere(['clutch', 'sessions'], home, {CLUTCH_HOME: 'here'}), {code: 1, stdout: '', stderr: gone(home)});
});

test.serial('starts clutchd and sessions in another folder from one that was deleted', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const {code, stdout, stderr} = await runThere(['clutch', 'spawn', '--cwd', home.user, '--', '/bin/sh', '-c', 'pwd; exec cat'], home);
	t.deepEqual([code, stderr], [0, '']);
	const id = stdout.trim();
	t.deepEqual(await runThere(['clutch', 'wait', id, '--until', `text=${home.user}`, '--timeout', '90'], home), {code: 0, stdout: '', stderr: ''});
	t.regex((await runThere(['clutch', 'sessions'], home)).stdout, new RegExp(`^. idle +${id} `)); // eslint-disable-line unicorn/no-await-expression-member -- one word of one line
	t.deepEqual(await runThere(['clutch', 'down', '--all'], home), {code: 0, stdout: 'The services, the sessions and clutchd are stopped.\n', stderr: ''});
});

test.serial('the dashboard goes on in the home folder, says so, and leaves as it should', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const terminal = openTerminal(t, {argv: ['/bin/sh', '-c', 'mkdir gone && cd gone && rmdir ../gone && exec "$0"', path.join(root, 'bin', 'clutch')], env: home.env, cwd: home.project});
	await terminal.waitFor('it is said', text => text.includes(`This dashboard is in ${home.user}`) && text.includes('? keys'));
	terminal.write('?');
	await terminal.waitFor('its keys are read', text => text.includes('begin a code: agent, mode, route, tier'));
	terminal.write('\u001B');
	await terminal.waitFor('the box is closed', text => !text.includes('begin a code: agent, mode, route, tier'));
	terminal.write('Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});
