import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {runProgram, type Ended} from '../helpers/program.js';
import {until} from '../helpers/until.js';

/** What a script gets to see. */
async function clutch(home: Home, argv: readonly string[], input?: string): Promise<Ended> {
	return runProgram(['clutch', ...argv], {home, ...(input === undefined ? {} : {input})});
}

async function codeOf(home: Home, argv: readonly string[]): Promise<number | null> {
	const {code} = await clutch(home, argv);
	return code;
}

async function problemOf(home: Home, argv: readonly string[]): Promise<readonly string[]> {
	const {stderr} = await clutch(home, argv);
	return stderr.trimEnd().split('\n');
}

async function printed(home: Home, argv: readonly string[]): Promise<string> {
	const {stdout} = await clutch(home, argv);
	return stdout;
}

async function answer(home: Home, argv: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
	const {stdout} = await clutch(home, argv);
	return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

function machine(t: ExecutionContext): Home {
	const home = temporaryHome(t, {PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`});
	withoutGateway(home);
	return home;
}

async function spawn(home: Home, argv: readonly string[]): Promise<string> {
	const {code, stdout, stderr} = await clutch(home, ['spawn', ...argv]);
	if (code !== 0 || !/^\S+\n$/.test(stdout)) {
		throw new Error(`spawn ended with ${code}: ${stdout}${stderr}`);
	}

	return stdout.trim();
}

/** Says in hex what is typed, after it has asked for what its argument has. */
const keyboard = String.raw`process.stdin.setRawMode(true); process.stdout.write(process.argv[1].replaceAll('E', '\u001B') + 'ready\r\n'); process.stdin.on('data', data => { process.stdout.write('<' + data.toString('hex') + '>'); });`;

test.serial('a script starts a command, types into it, waits for what it says and reads it', async t => {
	const home = machine(t);
	const id = await spawn(home, ['--name', 'tests', '--', 'sh', '-c', 'echo ask; read answer; echo "got $answer"; exit 5']);
	t.deepEqual(await clutch(home, ['wait', 'tests', '--until', 'text=ask', '--timeout', '90']), {code: 0, signal: null, stdout: '', stderr: ''});
	t.deepEqual(await clutch(home, ['send', id.slice(0, 4), 'forty two', '--enter']), {code: 0, signal: null, stdout: '', stderr: ''});
	t.like(await answer(home, ['wait', id, '--until', 'exit', '--timeout', '90', '--json']), {session: id, until: 'exit', happened: true, exit: {type: 'code', code: 5}, code: 5});
	const {stdout} = await clutch(home, ['screen', 'tests']);
	t.is(stdout, 'ask\nforty two\ngot forty two\n');
	t.like(await answer(home, ['screen', id, '--json']), {id, cols: 80, rows: 24});
	t.like(await answer(home, ['logs', id, '--output', '-n', '1', '--json']), {lines: ['got forty two']});
	// What is over already has happened, or cannot happen any more.
	t.like(await answer(home, ['wait', id, '--until', 'exit', '--json']), {happened: true, code: 5});
	t.is(await codeOf(home, ['wait', id, '--until', 'text=got forty']), 0);
	t.deepEqual(await clutch(home, ['wait', id, '--until', 'text=never']), {code: 3, signal: null, stdout: '', stderr: 'tests ended with exit code 5 before text=never.\n'});
	t.is(await codeOf(home, ['wait', id, '--until', 'quiet=1']), 3);
	t.deepEqual(await clutch(home, ['send', 'tests', 'hello']), {code: 1, signal: null, stdout: '', stderr: 'The session "tests" does not run any more.\nClose it, or start it again.\n'});
	t.deepEqual(await answer(home, ['close', 'tests', '--json']), {closed: [id]});
});

test.serial('wait says in time that it was in vain, and that the session ended before', async t => {
	const home = machine(t);
	const id = await spawn(home, ['--name', 'slow', '--', 'sh', '-c', 'echo here; read line; echo bye; exit 2']);
	t.is(await codeOf(home, ['wait', id, '--until', 'quiet=0.1', '--timeout', '90']), 0);
	t.deepEqual(await clutch(home, ['wait', id, '--until', 'text=never', '--timeout', '0.1']), {code: 124, signal: null, stdout: '', stderr: 'slow goes on; text=never has not come in time.\n'});
	t.like(await answer(home, ['wait', id, '--until', 'exit', '--timeout', '0.1', '--json']), {happened: false, why: 'timeout'});
	const inVain = clutch(home, ['wait', id, '--until', 'text=never']);
	const atLast = clutch(home, ['wait', id, '--until', 'text=bye']);
	await clutch(home, ['send', id, '', '--enter']);
	t.deepEqual(await inVain, {code: 3, signal: null, stdout: '', stderr: 'slow ended with exit code 2 before text=never.\n'});
	const late = await atLast;
	t.is(late.code, 0);
	t.like(await problemOf(home, ['wait', id, '--until', 'texd=x']), ['"texd=x" is nothing to wait for.']);
	t.is(await codeOf(home, ['wait', id]), 2);
});

test.serial('wait goes on while clutchd is killed and comes back', async t => {
	const home = machine(t);
	const id = await spawn(home, ['--', 'sh', '-c', String.raw`read line; printf "\033[1mall \033[0mdone"; exec cat`]);
	const watcher = await watchClutchd(t, {home});
	const waiting = clutch(home, ['wait', id, '--until', 'text=all done', '--timeout', '90']);
	process.kill(watcher.state().clutchd.pid, 'SIGKILL');
	t.is(await codeOf(home, ['send', id, 'go', '--enter']), 0);
	t.deepEqual(await waiting, {code: 0, signal: null, stdout: '', stderr: ''});
});

test.serial('sends keys in the encoding that the program asked for', async t => {
	const home = machine(t);
	const plain = await spawn(home, ['--', 'node', '-e', keyboard, '']);
	const asking = await spawn(home, ['--', 'node', '-e', keyboard, 'E[?1hE[?2004hE[>1u']);
	for (const id of [plain, asking]) {
		t.is(await codeOf(home, ['wait', id, '--until', 'text=ready', '--timeout', '90']), 0);
	}

	const arrives = async (id: string, argv: readonly string[], {bytes, input}: {readonly bytes: string; readonly input?: string}) => {
		t.is((await clutch(home, ['send', id, ...argv], input)).code, 0); // eslint-disable-line unicorn/no-await-expression-member -- one word of one answer
		let shown = '';
		// The program says what it has read when it gets to it.
		await until(`${argv.join(' ')} arrives`, async () => {
			const {stdout} = await clutch(home, ['screen', id]);
			shown = stdout.slice(stdout.indexOf('ready') + 5).replaceAll(/[<>\n]/g, '');
			return shown === Buffer.from(bytes).toString('hex');
		}, {otherwise() {
			t.log(shown);
		}});
	};

	await arrives(plain, ['--keys', 'Escape', 'Ctrl+C', 'Up  F5', 'Alt+x'], {bytes: '\u001B\u0003\u001B[A\u001B[15~\u001Bx'});
	await arrives(asking, ['--keys', 'Escape', 'Ctrl+C', 'Up', 'Shift+Enter'], {bytes: '\u001B[27u\u001B[99;5u\u001B[A\u001B[13;2u'});
	t.deepEqual(await problemOf(home, ['send', plain, '--keys', 'Ctrl+Enter']), ['Ctrl+Enter cannot be typed into node: its program has not asked for a keyboard protocol, and without one there is no byte for that key.', 'Nothing was sent.']);
	t.deepEqual(await problemOf(home, ['send', plain, '--keys', 'Entr']), ['There is no key "Entr".', 'Did you mean "Enter"?']);
	const several = await spawn(home, ['--name', 'paste', '--', 'node', '-e', keyboard, 'E[?2004h']);
	await clutch(home, ['wait', several, '--until', 'text=ready', '--timeout', '90']);
	await arrives(several, ['--stdin', '--enter'], {bytes: '\u001B[200~one\rtwo\u001B[201~\r', input: 'one\ntwo\n'});
	t.like(await answer(home, ['send', several, '--json', '--', '--dashes']), {session: several, sent: 8});
});

test.serial('kills several, passes a signal on, and names what is wrong before anything is ended', async t => {
	const home = machine(t);
	const trapping = await spawn(home, ['--name', 'one', '--', 'sh', '-c', 'trap "echo interrupted" INT; echo ready; while :; do read line; done']);
	const stubborn = await spawn(home, ['--name', 'two', '--', 'sh', '-c', 'trap "" TERM; echo ready; while :; do read line; done']);
	for (const id of [trapping, stubborn]) {
		await clutch(home, ['wait', id, '--until', 'text=ready', '--timeout', '90']);
	}

	t.deepEqual(await clutch(home, ['kill', 'one', '--signal', 'int']), {code: 0, signal: null, stdout: `one (${trapping}) was sent SIGINT.\n`, stderr: ''});
	t.is(await codeOf(home, ['wait', 'one', '--until', 'text=interrupted', '--timeout', '90']), 0);
	t.deepEqual(await problemOf(home, ['kill', 'one', '--signal', 'ITN']), ['There is no signal "ITN".', 'Did you mean INT?']);
	t.like(await problemOf(home, ['kill', 'one', 'thre']), ['There is no session "thre".']);
	const {sessions} = await answer(home, ['kill', 'one', 'two', '--grace', '0.2', '--json']) as {readonly sessions: ReadonlyArray<{readonly id: string; readonly state: {readonly status: string}}>};
	t.deepEqual(sessions.map(({id}) => id).toSorted(), [trapping, stubborn].toSorted());
	t.true(sessions.every(({state}) => state.status !== 'live'));
	t.is(await printed(home, ['close', 'one', 'two', 'one']), `one (${trapping}) is closed.\ntwo (${stubborn}) is closed.\n`);
	t.deepEqual(await answer(home, ['sessions', '--all', '--json']), {sessions: [], terminals: []});
});

test.serial('renames, lists in words, and leaves out what a session was started with', async t => {
	const home = machine(t);
	const id = await spawn(home, ['--name', 'first', '--', 'sh', '-c', 'exit 4']);
	await clutch(home, ['wait', id, '--until', 'exit']);
	t.deepEqual(await clutch(home, ['rename', 'first', 'my work']), {code: 0, signal: null, stdout: `first (${id}) is called my work now.\n`, stderr: ''});
	const other = await spawn(home, ['--shell', '--name', 'other']);
	t.deepEqual(await answer(home, ['rename', other, 'my work', '--json']), {renamed: other, name: 'my work', before: 'other'});
	t.deepEqual(await problemOf(home, ['screen', 'my work']), ['2 sessions are called "my work".', `Say which by its id: ${id}, ${other}`]);
	t.deepEqual(await problemOf(home, ['rename', other, id]), [`"${id}" is the id of another session.`, 'my work keeps its name.']);
	t.deepEqual(await problemOf(home, ['rename', other, 'a\tb']), ['A name has no control characters in it.', 'my work keeps its name.']);
	const {sessions} = await answer(home, ['sessions', '--json']) as {readonly sessions: ReadonlyArray<Readonly<Record<string, unknown>>>};
	t.like(sessions.find(session => session.id === id), {name: 'my work', word: 'crashed', why: 'exit code 4', cwd: home.project});
	t.like(sessions.find(session => session.id === other), {word: 'live', why: null, title: 'sh'});
	t.false(sessions.some(session => 'environment' in (session.recipe as object) || 'args' in (session.recipe as object)));
	t.regex(await printed(home, ['sessions']), /↻ crashed .* exit code 4/);
});

test.serial('refuses what cannot be started, and starts nothing', async t => {
	const home = machine(t);
	const problems = await Promise.all([[], ['cz'], ['--', 'no-such-command'], ['--model', 'x', '--', 'sh'], ['cip', '--shell']].map(async argv => {
		const {code, stdout, stderr} = await clutch(home, ['spawn', ...argv]);
		return [code, stdout, stderr.split('\n')[0]];
	}));
	t.deepEqual(problems, [
		[2, '', 'spawn takes a code, such as cip, or a command behind --.'],
		[2, '', 'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick'],
		[2, '', 'There is no command "no-such-command" on the PATH.'],
		[2, '', '--model is for a launch by code; sh is a command.'],
		[2, '', '--shell starts your shell, so it goes without a code.'],
	]);
	t.deepEqual(processesUnder(home.home), []);
});
