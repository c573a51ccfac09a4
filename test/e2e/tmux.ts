import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {findExecutable} from '../../source/io/executable.js';
import {watchClutchd, withoutGateway, type Watcher} from '../helpers/clutchd.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {patienceMs, until} from '../helpers/until.js';

const tmux = findExecutable('tmux', {searchPath: process.env.PATH, cwd: '/'});

/** What somebody at a tmux of their own sees and types; the server is this test's alone. */
type Tmux = {
	readonly screen: () => string;
	readonly type: (...keys: readonly string[]) => void;
	readonly waitFor: (name: string, condition: (text: string) => boolean) => Promise<void>;
};

/** False where tmux is not installed; where everything has to be there, that is a failure. */
function isInstalled(t: ExecutionContext): boolean {
	if (tmux.status === 'found') {
		return true;
	}

	if (process.env.CI === 'true') {
		t.fail('tmux is not installed, and with CI=true it has to be');
	} else {
		t.log('skipped: tmux is not installed');
		t.pass();
	}

	return false;
}

function openTmux(t: ExecutionContext, {home, argv, cols = 120, rows = 36}: {readonly home: Home; readonly argv: readonly string[]; readonly cols?: number; readonly rows?: number}): Tmux {
	const socket = path.join(home.home, 'tmux.sock');
	const ask = (...args: readonly string[]) => spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {env: home.env, cwd: home.project, encoding: 'utf8', timeout: patienceMs});
	const {status, stderr} = ask('new-session', '-d', '-x', String(cols), '-y', String(rows), ...argv);
	t.is(status, 0, stderr);
	t.teardown(() => {
		ask('kill-server');
	});
	const screen = () => ask('capture-pane', '-p').stdout;
	return {
		screen,
		type(...keys) {
			ask('send-keys', ...keys);
		},
		async waitFor(name, condition) {
			await until(name, () => condition(screen()), {otherwise() {
				t.log(screen());
			}});
		},
	};
}

test('the dashboard shows a session inside tmux, passes keys on and leaves the pane as it was', async t => {
	if (!isInstalled(t)) {
		return;
	}

	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', 'echo "[$TMUX]" inside; exec cat']}, {name: 'inner'});
	const pane = openTmux(t, {home, argv: ['/bin/sh', '-i']});
	pane.type('clear; echo before-it', 'Enter');
	await pane.waitFor('the shell answers', text => text.includes('before-it'));
	pane.type(`${root}bin/clutch`, 'Enter');
	await pane.waitFor('the pane of the session is shown', text => text.includes('[] inside'));
	pane.type('-l', 'typed-inside');
	pane.type('Enter');
	await watcher.waitForScreen(id, lines => lines.filter(line => line.includes('typed-inside')).length === 2);
	await pane.waitFor('the echo is shown', text => (text.match(/typed-inside/g)?.length ?? 0) >= 2);
	// Out of the keyboard of the session, then out of the dashboard.
	pane.type('C-Space', 'Q');
	await pane.waitFor('the shell is back', text => text.includes('before-it') && !text.includes('inside'));
	pane.type('echo after-$((40 + 2))', 'Enter');
	await pane.waitFor('the shell reads as before', text => text.includes('after-42'));
	t.is(watcher.state().sessions.find(session => session.id === id)?.state.status, 'live');
});

test('clutch attach shows a session inside tmux, and leaves it by its chord', async t => {
	if (!isInstalled(t)) {
		return;
	}

	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/cat'}, {name: 'inner'});
	const pane = openTmux(t, {home, argv: ['/bin/sh', '-i'], cols: 90, rows: 20});
	pane.type(`clear; ${root}bin/clutch attach inner`, 'Enter');
	await until('the session has the size of the pane', async () => await columns(watcher, id) === 90);
	pane.type('-l', 'hällo');
	pane.type('Enter');
	await pane.waitFor('the echo is shown', text => (text.match(/hällo/g)?.length ?? 0) >= 2);
	pane.type('C-Space', 'd');
	await pane.waitFor('it says how to come back', text => text.includes('inner goes on.'));
	t.is(watcher.state().sessions.find(session => session.id === id)?.state.status, 'live');
	t.true(existsSync(path.join(home.paths.holders, `${id}.sock`)));
});

async function columns({client}: Watcher, id: string): Promise<number> {
	const {cols} = await client.call({type: 'session.screen', id}) as {readonly cols: number};
	return cols;
}

test('doctor asks the tmux around it what it lets through', async t => {
	if (!isInstalled(t)) {
		return;
	}

	const home = temporaryHome(t);
	const answer = path.join(home.user, 'doctor.json');
	const pane = openTmux(t, {home, argv: ['/bin/sh', '-c', `tmux -S "${path.join(home.home, 'tmux.sock')}" set -g focus-events on; "${root}bin/clutch" doctor --json > "${answer}.new"; mv "${answer}.new" "${answer}"; exec sleep 600`]});
	await until('doctor has answered', () => existsSync(answer), {otherwise() {
		t.log(pane.screen());
	}});
	const {findings} = JSON.parse(readFileSync(answer, 'utf8')) as {findings: ReadonlyArray<{id: string; status: string}>};
	const ofTmux = Object.fromEntries(findings.flatMap(({id, status}) => id.startsWith('terminal.multiplexer') ? [[id, status]] : []));
	t.like(ofTmux, {'terminal.multiplexer': 'info', 'terminal.multiplexer.focus': 'ok', 'terminal.multiplexer.clipboard': 'ok'});
});
