import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {connectHolder} from '../../source/io/holder-client.js';
import {signalProcess} from '../../source/io/process-identity.js';
import {ownLines, watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {endAll, temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram, type Ended} from '../helpers/program.js';
import {patience, until} from '../helpers/until.js';

/** An agent that keeps its conversation where Claude Code does, as soon as something is said; says how it was started, and waits. */
const claude = `#!/bin/sh
for word in "$@"; do case "$before" in --session-id|--resume) id=$word ;; esac; before=$word; done
kept="$HOME/.claude/projects/$(pwd -P | sed 's/[^a-zA-Z0-9]/-/g')"
echo "claude $*"
while read line; do mkdir -p "$kept"; echo '{"type":"user","message":{"content":"hello"}}' >> "$kept/$id.jsonl"; echo "said $line"; done
`;

/** One that never says which conversation it has. */
const hermes = '#!/bin/sh\necho "hermes $*"\nexec cat\n';

type Machine = {readonly home: Home; readonly run: (argv: readonly string[]) => Promise<Ended>; readonly reboot: () => Promise<void>};

/** A machine with two agents, whose starts are told apart by a file. */
function machine(t: ExecutionContext, settings: Readonly<Record<string, unknown>> = {}): Machine {
	const boot = path.join('/tmp', `clutch-boot-${process.pid}-${Math.random().toString(36).slice(2)}`);
	writeFileSync(boot, 'first\n');
	t.teardown(() => {
		rmSync(boot, {force: true});
	});
	const home = temporaryHome(t, {CLUTCH_BOOT_ID_FILE: boot, IS_SANDBOX: '1'});
	writeFileSync(home.paths.config, `${JSON.stringify({proxy: {auto_start: false}, ...settings})}\n`);
	const folder = path.join(home.user, 'bin');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'claude'), claude, {mode: 0o755});
	writeFileSync(path.join(folder, 'hermes'), hermes, {mode: 0o755});
	const env = {PATH: `${folder}:${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`};
	return {
		home,
		run: async argv => runProgram(['clutch', ...argv], {home, env}),
		async reboot() {
			await endAll(home.home);
			rmSync(home.paths.run, {recursive: true, force: true});
			writeFileSync(boot, 'second\n');
		},
	};
}

async function spawned({run}: Machine, argv: readonly string[]): Promise<string> {
	const {stdout, stderr} = await run(['spawn', ...argv]);
	if (!/^\w+\n$/.test(stdout)) {
		throw new Error(`spawn said ${stdout}${stderr}`);
	}

	return stdout.trim();
}

/** Has something said in a conversation, so that its agent keeps it. */
async function talk(watcher: Watcher, {machine: {run}, id}: {readonly machine: Machine; readonly id: string}): Promise<string> {
	await watcher.waitForScreen(id, lines => lines.some(line => line.startsWith('claude')));
	await run(['send', id, 'hello', '--enter']);
	await watcher.waitForScreen(id, lines => lines.includes('said hello'));
	return watcher.state().sessions.find(session => session.id === id)?.recipe.conversation ?? 'none';
}

test.serial('lists every session after a reboot with its exact command, and starts what needs no answer', async t => {
	const here = machine(t);
	const {home, run} = here;
	const watcher = await watchClutchd(t, {home});
	const api = await spawned(here, ['cid', '--name', 'api', '--ask']);
	const conversation = await talk(watcher, {machine: here, id: api});
	const fresh = await spawned(here, ['cid', '--name', 'fresh', '-m', 'opus']);
	const shell = await spawned(here, ['--name', 'sh', '--', '/bin/sh']);
	const build = await spawned(here, ['--name', 'build', '--', '/bin/sh', '-c', 'echo "built in $PWD"; exec cat']);
	const memory = await spawned(here, ['hid', '--name', 'memory']);
	await watcher.waitFor('all live', ({sessions}) => sessions.length === 5 && sessions.every(({state}) => state.status === 'live'));
	const freshId = watcher.state().sessions.find(({id}) => id === fresh)?.recipe.conversation ?? 'none';
	await here.reboot();

	const {code, stdout, stderr} = await run(['restore', '--dry-run']);
	t.deepEqual([code, stderr], [0, '']);
	const bin = path.join(home.user, 'bin');
	const told = stdout.replaceAll(/ {2}ended .*$/gm, '');
	t.is(told, [
		`api  ${api}  Claude Code  ~/src/api-server`,
		`    resume  its conversation ${conversation}`,
		`    ${bin}/claude --resume ${conversation} --permission-mode manual`,
		'',
		`fresh  ${fresh}  Claude Code  ~/src/api-server`,
		`    asks    Claude Code keeps no conversation ${freshId} of fresh: nothing was said in it, or it is not kept any more.`,
		`    1 clutch restore ${fresh} --new   begins a new one`,
		'',
		`sh  ${shell}  sh  ~/src/api-server`,
		'    again   a fresh shell in its folder',
		'    /bin/sh',
		'',
		`build  ${build}  sh  ~/src/api-server`,
		'    again   the same command, from its beginning',
		'    /bin/sh -c \'echo "built in $PWD"; exec cat\'',
		'',
		`memory  ${memory}  Hermes  ~/src/api-server`,
		'    asks    Which conversation memory had is not known, and what Hermes keeps cannot be looked up.',
		`    1 clutch restore ${memory} --new   begins a new one`,
		'',
		'Nothing was started. clutch restore ID… or --all (what ended without you) does it.',
		'',
	].join('\n'));
	const after = await watchClutchd(t, {home});
	t.deepEqual(after.state().sessions.map(({state}) => state.status === 'host-lost' ? state.why : state.status), Array.from({length: 5}, () => 'reboot'));

	const all = await run(['restore', '--all']);
	t.is(all.code, 1);
	t.regex(all.stdout, /api \(\w+\) goes on; clutch attach \w+ shows it\.\n/);
	t.regex(all.stdout, /3 of 5 started\.\n$/);
	t.regex(all.stderr, /^memory \(\w+\) was not started\.\n {4}asks {4}Which conversation/m);
	const shown = await after.waitForScreen(api, lines => lines.some(line => line.startsWith('claude')));
	t.is(shown[0], `claude --resume ${conversation} --permission-mode manual`);
	await after.waitForScreen(build, lines => lines[0] === `built in ${home.project}`);
	t.deepEqual(after.state().sessions.filter(({state}) => state.status === 'live').map(({id}) => id).toSorted(), [api, shell, build].toSorted());

	const again = await run(['restore', memory, '--new']);
	t.deepEqual([again.code, again.stderr], [0, '']);
	const twice = await run(['restore', memory]);
	t.deepEqual([twice.code, twice.stderr], [1, 'The session "memory" runs, or is being started again.\nclutch attach ' + memory + ' shows it.\n']);
});

test.serial('begins no other conversation where the one that was had is not kept any more', async t => {
	const here = machine(t, {sessions: {restore: 'auto', crash: 'once'}});
	const {home, run} = here;
	const watcher = await watchClutchd(t, {home});
	const id = await spawned(here, ['cid', '--name', 'api']);
	const conversation = await talk(watcher, {machine: here, id});
	rmSync(path.join(home.user, '.claude'), {recursive: true});
	await here.reboot();
	const after = await watchClutchd(t, {home});
	const sentence = `Claude Code keeps no conversation ${conversation} of api: nothing was said in it, or it is not kept any more.`;
	await after.waitFor('clutchd has left it as it is', ({sessions}) => sessions[0]?.relaunches?.parked === sentence);
	for (const argv of [['restore', 'api'], ['restore', '--all']]) {
		const {code, stdout, stderr} = await run(argv);
		t.deepEqual([code, stdout, stderr], [1, '', `api (${id}) was not started.\n    asks    ${sentence}\n    1 clutch restore ${id} --new   begins a new one\n`]);
	}

	t.is(after.state().sessions[0]?.state.status, 'host-lost');
	const chosen = await run(['restore', 'api', '--new']);
	t.is(chosen.code, 0);
});

test.serial('conversations go on by themselves after a reboot where the config says so, and nothing else does', async t => {
	const here = machine(t, {sessions: {restore: 'auto'}});
	const {home} = here;
	const watcher = await watchClutchd(t, {home});
	const ids = [await spawned(here, ['cid', '--name', 'one']), await spawned(here, ['cid', '--name', 'two']), await spawned(here, ['cid', '--name', 'three'])];
	for (const id of ids) {
		await talk(watcher, {machine: here, id});
	}

	const memory = await spawned(here, ['hid', '--name', 'memory']);
	await watcher.waitFor('all live', ({sessions}) => sessions.every(({state}) => state.status === 'live'));
	await here.reboot();
	const after = await watchClutchd(t, {home});
	await after.waitFor('it says what it did', ({notices}) => notices.some(({text}) => text === '3 of 4 sessions that the last shutdown ended go on; clutch restore has the others'));
	t.deepEqual(after.state().sessions.filter(({state}) => state.status === 'live').map(({id}) => id).toSorted(), ids.toSorted());
	t.like(after.state().sessions.find(({id}) => id === memory), {state: {status: 'host-lost'}, relaunches: {parked: 'Which conversation memory had is not known, and what Hermes keeps cannot be looked up.'}});
});

test.serial('an agent that is killed goes on once by itself, and says so', async t => {
	const here = machine(t);
	const {home} = here;
	const watcher = await watchClutchd(t, {home});
	const id = await spawned(here, ['cid', '--name', 'api']);
	const conversation = await talk(watcher, {machine: here, id});
	const live = () => {
		const state = watcher.state().sessions.find(session => session.id === id)?.state;
		return state?.status === 'live' ? state : undefined;
	};

	const first = live();
	// It has to have lived for a while: that is what is waited for here.
	await new Promise(resolve => {
		setTimeout(resolve, Math.max(0, (first?.since ?? 0) + 5100 - Date.now()));
	});
	process.kill(first?.pid ?? 0, 'SIGKILL');
	await watcher.waitFor('it was resumed', ({notices}) => notices.some(({text}) => text === 'claude "api" crashed (killed) and was resumed'));
	const [line] = await watcher.waitForScreen(id, lines => lines.some(text => text.startsWith('claude --resume')));
	t.is(line, `claude --resume ${conversation} --dangerously-skip-permissions --settings {"skipDangerousModePermissi`.slice(0, line?.length));
	t.like(watcher.state().sessions[0], {relaunches: {count: 1}});
	// Killed at once, it stays as it is.
	process.kill(live()?.pid ?? 0, 'SIGKILL');
	await watcher.waitFor('it is over', ({sessions}) => sessions[0]?.state.status === 'crashed');
	await here.run(['restore', id]);
	await watcher.waitFor('its user has it back', ({sessions}) => sessions[0]?.state.status === 'live' && sessions[0].relaunches === undefined);
});

test.serial('says what nobody can restore', async t => {
	const here = machine(t);
	const {run} = here;
	t.deepEqual(await run(['restore']), {code: 0, signal: null, stdout: 'Nothing to restore: every session lives, or was closed.\n', stderr: ''});
	t.deepEqual(await run(['restore', '--all']), {code: 0, signal: null, stdout: 'Nothing to restore: no session ended without you.\n', stderr: ''});
	const id = await spawned(here, ['--name', 'build', '--', '/bin/sh', '-c', 'exit 3']);
	const wrong = await run(['restore', 'buidl']);
	t.deepEqual([wrong.code, wrong.stderr], [2, 'There is no session "buidl".\nDid you mean "build"?\n']);
	const both = await run(['restore', id, '--new', '--conversation', 'x']);
	t.is(both.code, 2);
	const json = await run(['restore', '--json']);
	t.like(JSON.parse(json.stdout), {offers: [{id, name: 'build', answer: {type: 'again', command: '/bin/sh -c \'exit 3\''}}]});
});

test.serial('a machine that kills one holder after the other before it goes down has ended them all', async t => {
	const here = machine(t, {sessions: {restore: 'auto', crash: 'never'}});
	const {home} = here;
	const watcher = await watchClutchd(t, {home});
	const ids = [await spawned(here, ['cid', '--name', 'one']), await spawned(here, ['cid', '--name', 'two'])];
	for (const id of ids) {
		await talk(watcher, {machine: here, id});
	}

	const other = await spawned(here, ['--name', 'sh', '--', '/bin/sh']);
	await watcher.waitFor('all live', ({sessions}) => sessions.length === 3 && sessions.every(({state}) => state.status === 'live'));
	for (const id of ids) {
		const probe = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'probe', client: 'test', ...patience()});
		probe.end();
		t.true(signalProcess(probe.welcome.holder, 'SIGKILL'));
		await watcher.waitFor('its loss is known', ({sessions}) => sessions.some(session => session.id === id && session.state.status === 'host-lost' && session.state.why === 'holder-gone'));
	}

	await here.reboot();
	const after = await watchClutchd(t, {home});
	await after.waitFor('both go on', ({sessions}) => ids.every(id => sessions.some(session => session.id === id && session.state.status === 'live')));
	t.like(after.state().sessions.find(({id}) => id === other)?.state, {status: 'host-lost', why: 'reboot'});
});

test.serial('two who restore everything at the same moment start each session once, and neither fails', async t => {
	const here = machine(t);
	const {home} = here;
	const watcher = await watchClutchd(t, {home});
	const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
	for (const id of ids) {
		await watcher.open({file: '/bin/sh', args: ['-c', `echo started >> ${id}; exec cat`]}, {id, name: `name-${id}`});
	}

	await until('all have started', () => ids.every(id => ownLines(path.join(home.project, id)).length === 1));
	await here.reboot();
	const after = await watchClutchd(t, {home});
	const both = await Promise.all([here.run(['restore', '--all', '--json']), here.run(['restore', '--all'])]);
	await until('all have started again', () => ids.every(id => ownLines(path.join(home.project, id)).length > 1));
	t.deepEqual(both.map(({code, stderr}) => [code, stderr]), [[0, ''], [0, '']]);
	t.deepEqual(ids.map(id => ownLines(path.join(home.project, id)).length), ids.map(() => 2));
	const [one, other] = both;
	const {restored = [], elsewhere = [], failed} = JSON.parse(one?.stdout ?? '') as Record<string, ReadonlyArray<{readonly id: string}>>;
	t.deepEqual(failed, []);
	const own = [...(other?.stdout ?? '').matchAll(/^name-\w \((\w)\) is started again;/gm)].map(([, id]) => id);
	t.is([...restored.map(({id}) => id), ...own].toSorted((left = '', right = '') => left.localeCompare(right)).join(''), ids.join(''));
	const others = [...(other?.stdout ?? '').matchAll(/^name-\w \((\w)\) was started by somebody else; clutch attach \w shows it\.$/gm)].map(([, id]) => id);
	// How many each finds taken is a matter of moments, but nobody takes what he started himself for another's.
	t.deepEqual([...own.filter(id => others.includes(id)), ...elsewhere.filter(({id}) => restored.some(each => each.id === id))], []);
	const sum = `${own.length} of ${own.length + others.length} started${others.length === 0 ? '' : `, ${others.length} by somebody else`}.\n`;
	t.true(own.length + others.length < 2 || (other?.stdout ?? '').endsWith(sum));
	t.true(after.state().sessions.every(({state}) => state.status === 'live'));
});
