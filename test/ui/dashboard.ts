import process from 'node:process';
import test from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {connectClutchd} from '../../source/io/clutchd-client.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {lookAgain} from '../helpers/look-again.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {parentOf} from '../helpers/process-tree.js';
import {patience, until} from '../helpers/until.js';

/** Echoes every byte it is given, upper case. */
const echo = ['--eval', 'process.stdin.setRawMode(true); process.stdout.write("ready> "); process.stdin.on("data", bytes => process.stdout.write(String(bytes).toUpperCase()));'];

async function setUp(t: Parameters<typeof temporaryHome>[0], {cols = 120, rows = 36} = {}) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const terminal = fakeTerminal(cols, rows);
	const show = (clock = systemClock) => {
		const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock, focused: undefined});
		t.teardown(dashboard.close);
		return dashboard;
	};

	return {home, watcher, terminal, show};
}

test('draws Home before it knows anything', async t => {
	const {terminal, show} = await setUp(t);
	show();
	await until('the first frame stands', () => terminal.text().includes('? keys'));
	t.regex(terminal.text(), /clutch 0\.1\.0/);
	t.regex(terminal.text(), /Type a code/);
});

test('a hundred keys and their echo are drawn without React', async t => {
	const {watcher, terminal, show} = await setUp(t);
	await watcher.open({file: process.execPath, args: echo});
	const dashboard = show();
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	terminal.type('a');
	await until('the keys reach the session', () => terminal.text().includes('ready> A'));
	await until('Ink draws', () => dashboard.counts().renders > 0);
	const echoed = () => terminal.text().replaceAll(/[^K]/g, '').length;
	const renders = await lookAgain(async () => {
		const before = dashboard.counts();
		const from = echoed();
		for (let number = 1; number <= 100; number++) {
			terminal.type('k');
			await until(`key ${number} is echoed`, () => echoed() === from + number);
		}

		t.true(dashboard.counts().frames - before.frames >= 100);
		return dashboard.counts().renders - before.renders;
	}, {isWanted: count => count === 0});
	t.is(renders, 0);
});

test('the reserved chord opens the box, and pressed twice it reaches the session', async t => {
	const {watcher, terminal, show} = await setUp(t);
	await watcher.open({file: process.execPath, args: ['--eval', 'process.stdin.setRawMode(true); process.stdout.write("ready> "); process.stdin.on("data", bytes => process.stdout.write(JSON.stringify([...bytes])));']});
	show();
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	terminal.type('\u0000');
	await until('the box is open', () => terminal.text().includes('› _'));
	terminal.type('\u0000');
	await until('the chord arrived', () => terminal.text().includes('ready> [0]'));
	await until('the box is closed', () => !terminal.text().includes('› _'));
	t.regex(terminal.text(), /ready> \[0]/);
});

test('a pane has the size of its rectangle and follows the terminal', async t => {
	const {watcher, terminal, show} = await setUp(t);
	await watcher.open({file: process.execPath, args: ['--eval', 'const say = () => console.log("size %dx%d", process.stdout.columns, process.stdout.rows); say(); process.stdout.on("resize", say); setInterval(() => {}, 1000);']});
	show();
	await until('it has the room of the pane', () => terminal.text().includes('size 93x33'));
	terminal.resizeTo(80, 24);
	await until('the sidebar is folded', () => terminal.text().includes('size 80x22'));
	terminal.resizeTo(40, 10);
	await until('one pane and the bar are left', () => terminal.text().includes('size 40x9'));
	t.regex(terminal.lines().at(-1) ?? '', /Ctrl\+Space/);
});

test('a session that ends keeps its last screen and says how it ended', async t => {
	const {watcher, terminal, show} = await setUp(t);
	await watcher.open({file: process.execPath, args: ['--eval', 'process.stdin.setRawMode(true); process.stdout.write("last words"); process.stdin.on("data", () => process.exit(3));']});
	show();
	await until('the pane is shown', () => terminal.text().includes('last words'));
	terminal.type('x');
	await until('its end is told', () => terminal.text().includes('ended with exit code 3.   r restore   L let go'));
	t.regex(terminal.text(), /last words/);
});

test('clutchd that dies comes back under the screen, and keys arrive meanwhile', async t => {
	const {watcher, terminal, show} = await setUp(t);
	await watcher.open({file: process.execPath, args: echo});
	show();
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	terminal.type('before');
	await until('keys are echoed', () => terminal.text().includes('ready> BEFORE'));
	process.kill(watcher.client.welcome.pid, 'SIGKILL');
	terminal.type('-while');
	await until('the echo is shown again', () => terminal.text().includes('ready> BEFORE-WHILE'));
	terminal.type('-after');
	await until('it goes on', () => terminal.text().includes('-AFTER'));
	t.regex(terminal.text(), /ready> BEFORE-WHILE-AFTER/);
});

test('keys that are typed while their holder stands still arrive when it goes on', async t => {
	const {watcher, terminal, show} = await setUp(t);
	await watcher.open({file: process.execPath, args: echo});
	const {sessions: [session]} = await watcher.waitFor('it lives', ({sessions}) => sessions[0]?.state.status === 'live');
	await watcher.waitForScreen(session?.id ?? '', lines => lines.some(line => line.includes('ready>')));
	const holder = identify(parentOf(session?.state.status === 'live' ? session.state.pid : 0) ?? 0);
	t.true(holder !== undefined && signalProcess(holder, 'SIGSTOP'));
	show();
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	const typed = performance.now();
	terminal.type('late');
	await until('nobody waits for an ordinary answer any more', () => performance.now() > typed + 6000);
	t.true(holder !== undefined && signalProcess(holder, 'SIGCONT'));
	await t.notThrowsAsync(until('they are echoed', () => terminal.text().includes('ready> LATE')));
});

test('clutchd that was put to rest is not started, and the dashboard comes back with the next one', async t => {
	const {home, watcher, terminal, show} = await setUp(t);
	await watcher.open({file: process.execPath, args: echo});
	const waits: number[] = [];
	show({
		...systemClock,
		after(ms, task) {
			waits.push(ms);
			return systemClock.after(ms, task);
		},
	});
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	const first = watcher.client.welcome.pid;
	await watcher.shutdown();
	await until('it is said', () => terminal.text().includes('○ stopped   clutch was put to rest; clutch up starts it'));
	terminal.type('quiet');
	await until('it has looked for clutchd more than once', () => waits.includes(800));
	await t.throwsAsync(connectClutchd({paths: home.paths, client: 'test', ...patience(), start: false, env: home.env}), {code: 'ERR_CLUTCH_NOT_RUNNING'});
	const next = await watchClutchd(t, {home});
	t.not(next.client.welcome.pid, first);
	await until('the dashboard is back', () => terminal.text().includes('ready> QUIET') && !terminal.text().includes('clutch up starts it'));
});

test('r starts a session again under its id, with the command shown before, and the keys go to the new one', async t => {
	const {watcher, terminal, show} = await setUp(t);
	const {id} = await watcher.open({file: process.execPath, args: echo});
	show();
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	terminal.type('first');
	await until('keys are echoed', () => terminal.text().includes('ready> FIRST'));
	const [session] = watcher.state().sessions;
	process.kill(session?.state.status === 'live' ? session.state.pid : 0, 'SIGKILL');
	await until('its end is told, over its last screen', () => terminal.text().includes('was ended by SIGKILL.') && terminal.text().includes('ready> FIRST'));
	await until('what would run is told', () => /── runs {2}\S*node/.test(terminal.text()));
	terminal.type('r');
	await until('a new one waits', () => terminal.text().includes('ready>') && !terminal.text().includes('FIRST'));
	terminal.type('again');
	await until('keys are echoed by the new one', () => terminal.text().includes('ready> AGAIN'));
	t.deepEqual(watcher.state().sessions.map(each => [each.id, each.state.status]), [[id, 'live']]);
});
