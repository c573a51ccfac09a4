import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';

test.serial('says its version, whatever its name', async t => {
	const home = temporaryHome(t);
	const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {readonly version: string};
	for (const program of ['clutch', 'xx', 'proxies', 'cg_run'] as const) {
		t.deepEqual(await runProgram([program, '--version'], {home}), {code: 0, signal: null, stdout: `clutch ${version}\n`, stderr: ''});
	}
});

test.serial('lists every command in its help, and explains each', async t => {
	const home = temporaryHome(t);
	const {stdout} = await runProgram(['clutch', '--help'], {home});
	const names = [...stdout.matchAll(/^ {2}(\w[\w-]*) {2,}\S/gm)].map(match => match[1] ?? '').filter(name => name !== 'clutch');
	t.deepEqual(['launch', 'init', 'config', 'keys'].filter(name => !names.includes(name)), []);
	for (const name of names) {
		const [short, long] = [await runProgram(['clutch', name, '--help'], {home}), await runProgram(['clutch', 'help', name], {home})];
		t.is(short.code, 0);
		t.regex(short.stdout, new RegExp(String.raw`^ *clutch ${name}\b`));
		t.is(long.stdout, short.stdout);
	}
});

test.serial('proxies lists only what it has', async t => {
	const {stdout} = await runProgram(['proxies', '--help'], {home: temporaryHome(t)});
	t.regex(stdout, /^ {2}config /m);
	t.notRegex(stdout, /^ {2}launch /m);
});

const refuses = test.macro({
	async exec(t: ExecutionContext, argv: readonly [string, ...string[]], message: string, hint: string) {
		t.deepEqual(await runProgram(argv, {home: temporaryHome(t)}), {code: 2, signal: null, stdout: '', stderr: `${message}\n${hint}\n`});
	},
	title: (_: string | undefined, argv: readonly string[]) => `refuses ${argv.join(' ')} in one sentence and says what was meant`,
});

test.serial(refuses, ['clutch', 'confg'], 'No command "confg".', 'Did you mean "config"?');
test.serial(refuses, ['clutch', 'zzzzzz'], 'No command "zzzzzz".', 'clutch help lists them all.');
test.serial(refuses, ['clutch', 'help', 'kyes'], 'No command "kyes".', 'Did you mean "keys"?');
test.serial(refuses, ['clutch', '--jsno'], '"clutch" has no option "--jsno" of its own.', 'Options come after a command; clutch --help lists the commands.');
test.serial(refuses, ['proxies', 'launch'], 'No command "launch".', 'proxies help lists them all.');
test.serial(refuses, ['clutch', 'config', 'shwo'], 'config has no verb "shwo".', 'Did you mean config show?');
test.serial(refuses, ['clutch', 'config', '--orgin'], 'There is no option "--orgin" here.', 'Did you mean --origin?');
test.serial(refuses, ['clutch', 'status', 'headroom'], 'status takes no word, but got "headroom".', 'See status --help.');
test.serial(refuses, ['clutch', 'gateway', '--', 'now'], 'gateway takes no word, but got "now".', 'See gateway --help.');
test.serial(refuses, ['clutch', 'config', '--', 'shwo'], 'config has no verb "shwo".', 'Did you mean config show?');
test.serial(refuses, ['clutch', 'down', '--all', '--', 'db'], '--all ends everything, so it takes no service.', 'clutch down db stops that one.');
const agents = 'c Claude Code  x Codex  q Qwen Code  p Pi  o OpenCode  h Hermes  a Ante  g Antigravity';
const tiers = (code: string) => `${code}d deepseek/deepseek-v4-flash:free  ${code}n nvidia/nemotron-3-super-120b-a12b:free  ${code}k moonshotai/kimi-k2.6:free  ${code}q qwen/qwen3-next-80b-a3b-thinking  ${code}m moonshotai/kimi-k2.6:free (configured default; no scan)  ${code}f moonshotai/kimi-k2.6:free (configured default; no scan)`;

test.serial(refuses, ['xx'], 'xx takes a code, such as cip: an agent, a mode and a route. xx --help explains them.', agents);
test.serial(refuses, ['xx', 'z'], `z – no agent "z". ${agents}`, 'xx --help says what a code is.');
test.serial(refuses, ['xx', 'c'], '"c" is not yet a code: Claude Code, and then?', 'ci new  cc continue  cn one prompt  cs session id  cr pick one');
test.serial(refuses, ['xx', 'cz'], 'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick', 'xx --help says what a code is.');
test.serial(refuses, ['xx', 'cipz'], `cipz – no tier "z" (tiers.z of the config names its model). ${tiers('cip')}`, 'xx --help says what a code is.');
test.serial(refuses, ['xx', 'cipzz'], `cipzz – no tier "z" (tiers.z of the config names its model). ${tiers('cip')}`, 'xx --help says what a code is.');
test.serial(refuses, ['xx', 'cip7'], `cip7 – no tier "7" (profiles.7 of the config names its model). ${tiers('cip')}`, 'xx --help says what a code is.');
test.serial(refuses, ['xx', 'cipdd'], 'cipdd – a code has an agent, a mode, a route and at most one letter for the tier. cipd deepseek/deepseek-v4-flash:free', 'xx --help says what a code is.');
test.serial(refuses, ['xx', 'cidd'], 'cidd – route d goes past the gateway, so no tier can follow it; -m names a model. cid direct', 'xx --help says what a code is.');
test.serial(refuses, ['xx', 'csp'], 'Mode s goes on with one conversation, so csp needs its id.', '1 xx csp -s ID, or crp to pick one');
test.serial(refuses, ['xx', 'cnp'], 'Mode n answers one prompt and then ends, so cnp needs one.', '1 xx cnp -p "…"');
test.serial(refuses, ['xx', 'cip', '-m'], '"-m" needs a value (MODEL).', 'Write it as --model MODEL, or --model=MODEL where it begins with a dash.');
test.serial(refuses, ['xx', 'cip', '--model', '--ask'], '"--model" needs a value (MODEL).', 'Write it as --model MODEL, or --model=MODEL where it begins with a dash.');
test.serial(refuses, ['xx', 'cip', '--dry'], 'There is no option "--dry" here.', 'Did you mean --dry-run?');
test.serial(refuses, ['xx', 'cip', '--ask=yes'], '"--ask" takes no value, but got "yes".', 'See launch --help.');
test.serial(refuses, ['xx', 'cip', '-s'], '"-s" needs a value (ID).', 'Write it as --session ID, or --session=ID where it begins with a dash.');
test.serial(refuses, ['xx', 'cip', '--model='], '--model needs a value, but got an empty one.', 'Leave it out, or give it one.');
test.serial(refuses, ['xx', 'cip', '--nmae', 'x'], 'There is no option "--nmae" here.', 'Did you mean --name?');
test.serial(refuses, ['xx', 'cip', '-z'], 'There is no option "-z" here.', 'Its options: --model --session --prompt --cwd --name --profile --ask --login --no-login --set --dry-run --json --help.');
test.serial(refuses, ['xx', 'cRp'], 'A run without a screen answers one prompt and then ends, so cRp needs one.', '1 xx cRp -p "…"');
test.serial(refuses, ['xx', 'cip', '--set', 'BIGG=a/b'], '--set knows no key "BIGG".', 'Did you mean BIG?');
test.serial(refuses, ['xx', 'cip', '--set', 'nonsense'], '--set knows no key "nonsense".', 'Its keys: BIG MIDDLE SMALL FALLBACK provider cascade compression.');
test.serial(refuses, ['xx', 'cip', '--set', 'BIG'], '--set BIG needs a value.', 'Write it as --set BIG=MODEL.');
test.serial(refuses, ['xx', 'cip', '--set', 'compression=on'], 'What compresses is said by the config (compression.headroom); --set compression takes only off, not "on".', 'Leave it out, or write --set compression=off.');
test.serial(refuses, ['clutch', 'run'], 'clutch run takes a command to run.', 'Such as clutch run -- claude -p "…", or clutch run -- python script.py.');
test.serial(refuses, ['clutch', 'run', '--', 'no-such-command'], 'There is no command "no-such-command" on the PATH.', 'Its name may have a typing mistake; a path works too.');
test.serial(refuses, ['xx', 'cip', 'fix', 'it'], 'xx takes one code, but after "cip" came "fix".', 'A prompt goes with -p "…", arguments of the agent behind --.');
test.serial(refuses, ['xx', 'cip', '--login', '--no-login'], '--login and --no-login say the opposite.', 'Leave one of them out.');

test.serial('says a refusal as one object where --json was asked for', async t => {
	const {code, stdout, stderr} = await runProgram(['xx', 'cz', '--json'], {home: temporaryHome(t)});
	t.deepEqual({code, stderr, stdout: JSON.parse(stdout) as unknown}, {
		code: 2,
		stderr: '',
		stdout: {error: {code: 'ERR_CLUTCH_USAGE', message: 'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick', hint: 'xx --help says what a code is.'}},
	});
});

test.serial('is quiet when the reader of its output goes away', async t => {
	const home = temporaryHome(t);
	const child = spawn(`${root}bin/clutch`, ['config', 'schema'], {env: home.env, cwd: home.project, stdio: ['ignore', 'pipe', 'pipe']});
	// Long before a program has started, so that its first byte already has no reader.
	child.stdout.destroy();
	const stderr: Buffer[] = [];
	child.stderr.on('data', (chunk: Buffer) => {
		stderr.push(chunk);
	});
	const [code] = await once(child, 'close') as [number | null];
	t.deepEqual({code, stderr: Buffer.concat(stderr).toString()}, {code: 0, stderr: ''});
});
