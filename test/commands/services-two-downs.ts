import test, {type ExecutionContext} from 'ava';
import {returnOfClutchd, watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {processesUnder, type Home} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {serviceHome, whenService} from '../helpers/services.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';

const patience = 90_000;
/** Ends by SIGKILL only, and says when it has taken its signals. */
const stubborn = [process.execPath, '-e', 'for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => {}); console.log("deaf"); setInterval(() => {}, 1000)'];
const router = {argv: stubborn, startup: {log: 'deaf', grace_seconds: 600}, stop: [{signal: 'SIGTERM', wait_seconds: 600}]};

async function withRouter(t: ExecutionContext): Promise<{readonly home: Home; readonly watcher: Watcher}> {
	t.timeout(300_000);
	const home = serviceHome(t, {services: () => ({router})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'router', {is: 'ready', timeoutMs: patience});
	return {home, watcher};
}

async function openDown(t: ExecutionContext, {home, words}: {readonly home: Home; readonly words: readonly string[]}): Promise<Terminal> {
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'down', ...words], env: home.env, cwd: home.project});
	await terminal.waitFor('it waits', text => text.includes('waiting for router (pid '), patience);
	return terminal;
}

test.serial('two downs at once both end well', async t => {
	const {home, watcher} = await withRouter(t);
	const downs = await Promise.all([[], []].map(async words => openDown(t, {home, words})));
	await watcher.client.call({type: 'service.hurry', id: 'router'});
	for (const terminal of downs) {
		await terminal.waitFor('it says that all is stopped', text => text.trim() === 'The services, the sessions and clutchd are stopped.', patience);
		t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	}

	await until('nothing is left', () => processesUnder(home.home).length === 0, {timeoutMs: patience});
});

for (const words of [[], ['router']]) {
	test.serial(`down ${words.length === 0 ? 'alone' : 'with a name'} goes on where clutchd leaves meanwhile`, async t => {
		const {home, watcher} = await withRouter(t);
		const terminal = await openDown(t, {home, words});
		await watcher.shutdown();
		const next = await returnOfClutchd(t, home);
		t.not(next.client.welcome.pid, watcher.client.welcome.pid);
		await whenService(next, 'router', {is: 'stopping', timeoutMs: patience});
		await next.client.call({type: 'service.hurry', id: 'router'});
		await terminal.waitFor('it says that it is stopped', text => text.includes(words.length === 0 ? 'The services, the sessions and clutchd are stopped.' : 'Stopped: router.'), patience);
		t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	});
}
