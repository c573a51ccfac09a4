import {writeFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import type {Usage} from '../../source/core/usage/usage.js';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {callHttp} from '../helpers/gateway.js';
import {temporaryHome} from '../helpers/home.js';
import {lookAgain} from '../helpers/look-again.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';
import {usageRecord} from '../helpers/usage.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream} from '../helpers/with-upstream.js';

async function setUp(t: ExecutionContext, {config, cols = 120, rows = 36, clock = systemClock, alone = true}: {readonly config?: unknown; readonly cols?: number; readonly rows?: number; readonly clock?: Clock; readonly alone?: boolean} = {}) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	if (config === undefined) {
		withoutGateway(home);
	} else {
		writeFileSync(home.paths.config, JSON.stringify(config));
	}

	const watcher = await watchClutchd(t, {home});
	const terminal = fakeTerminal(cols, rows);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock, focused: undefined, watch: alone});
	t.teardown(dashboard.close);
	return {home, watcher, terminal, dashboard};
}

const prices = {two: {b: {usd_per_million_input: 3, usd_per_million_output: 15}}};

test('a cascade through the real gateway is a line in Watch, and Enter shows each attempt', async t => {
	const one = await withUpstream(t, () => ({status: 429, headers: {'content-type': 'application/json', 'retry-after': '38'}, chunks: ['{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}']}));
	const two = await withUpstream(t, () => ({headers: eventStream, chunks: [wire('messages-tool.sse')]}));
	const {watcher, terminal, dashboard} = await setUp(t, {config: {
		prices,
		model_tiers: {BIG: {default: 'one:a', cascade: ['two:b']}},
		fallbacks: ['two:c'],
		providers: {one: {base_url: one.address, wires: ['messages'], api_key: 'sk-one'}, two: {base_url: two.address, wires: ['messages'], api_key: 'sk-two'}},
	}});
	let port = 0;
	await watcher.waitFor('the gateway is ready', ({services}) => services.some(({id, state}) => {
		port = id === 'gateway' && state.status === 'ready' ? Number(new URL(state.address ?? '').port) : port;
		return port !== 0;
	}));
	await until('Watch stands', () => /● gateway +:\d+ +up now/.test(terminal.text()));
	const answer = await callHttp({port}, {body: {model: 'claude-opus-5-5', stream: true}, headers: {authorization: 'Bearer clutch'}});
	t.is(answer.status, 200);
	await until('the cascade is a line', () => /\d\d:\d\d:\d\d {2}no session +a → b +429 rate limit, retry in 38 s .* lost/.test(terminal.text()));
	await until('the model has a row, with what it cost', () => /b +two +1 +0 .*\$0\.\d\d/.test(terminal.text()));
	await until('a chart is drawn', () => /requests\/min ▁+█/.test(terminal.text()));
	terminal.type('\r');
	await until('both attempts are shown', () => /tried +1 {2}one {2}a +429/.test(terminal.text()) && /2 {2}two {2}b +answered 200/.test(terminal.text()));
	t.regex(terminal.text(), /facts +main conversation, no tools, role BIG, our key\s+rule +role\s/);
	t.regex(terminal.text(), /candidates +1 {2}one {2}a {3}by the rule {3}passed over: 429 rate limit, retry in 38 s\s+2 {2}two {2}b {3}cascade {3}taken: it answered\s+3 {2}two {2}c {3}fallback {3}not asked: an earlier one answered/);
	terminal.type('\u001B');
	await until('the lists are back', () => terminal.text().includes('requests/min') && !terminal.text().includes('candidates'));
	terminal.type('l');
	await until('the log of the gateway is shown', () => terminal.text().includes('log "gateway"') && terminal.text().includes('gateway on http'));
	terminal.type('Q');
	t.is(await dashboard.done, 'quit');
});

for (const [cols, rows] of [[80, 24], [60, 15]] as const) {
	test(`opens with w from Home and closes with Esc at ${cols}×${rows}`, async t => {
		const {terminal} = await setUp(t, {cols, rows, alone: false});
		await until('Home stands', () => terminal.text().includes('? keys'));
		terminal.type('w');
		await until('Watch is told its figures', () => terminal.text().includes('No request came through the gateway yet.'));
		t.regex(terminal.text(), /last 15 min ▾ +all sessions ▾/);
		terminal.type('t');
		await until('another range', () => terminal.text().includes('last 1 h ▾'));
		terminal.type('\u001B');
		await until('Home is back', () => terminal.text().includes('? keys'));
	});
}

/** Counts how often Watch has asked clutchd: each time it waits for the next. */
function countingClock() {
	let asked = 0;
	return {
		asked: () => asked,
		clock: {...systemClock, after(ms: number, callback: () => void) {
			asked += ms === 2000 ? 1 : 0;
			return systemClock.after(ms, callback);
		}},
	};
}

test('nothing is drawn while nothing changes', async t => {
	const {clock, asked} = countingClock();
	const {terminal, dashboard} = await setUp(t, {clock});
	await until('Watch is told its figures', () => terminal.text().includes('No request came through the gateway yet.'));
	await until('its charts are there', () => terminal.text().includes('requests/min ▁'));
	const drawn = await lookAgain(async () => {
		const {renders} = dashboard.counts();
		const first = asked();
		await until('clutchd was asked again and again', () => asked() >= first + 3);
		return dashboard.counts().renders - renders;
	}, {isWanted: count => count === 0});
	t.is(drawn, 0);
});

test('two hundred requests a second are drawn at most twice a second, and all of them count', async t => {
	const {watcher, terminal, dashboard} = await setUp(t);
	await until('Watch is told its figures', () => terminal.text().includes('No request came through the gateway yet.'));
	await until('its charts are there', () => terminal.text().includes('requests/min ▁'));
	const {renders} = dashboard.counts();
	const began = performance.now();
	const total = 800;
	for (let sent = 0; sent < total; sent += 20) {
		const records: readonly Usage[] = Array.from({length: 20}, (_, index) => usageRecord(`r${sent + index}`, {at: Date.now(), session: undefined}));
		await watcher.client.call({type: 'usage.record', records});
		await new Promise(resolve => {
			setTimeout(resolve, 100);
		});
	}

	const seconds = (performance.now() - began) / 1000;
	t.true(dashboard.counts().renders - renders <= (2 * seconds) + 2, `${dashboard.counts().renders - renders} in ${seconds} s`);
	await until('the last of them counts', () => /requests\/min .* +800 +tokens/.test(terminal.text()));
	t.true(JSON.stringify(watcher.events.findLast(({type}) => type === 'meter.changed')).length < 20_000);
	t.true(watcher.events.filter(({type}) => type === 'meter.changed').length <= (2 * seconds) + 3);
});

test('a pane that Watch covers is neither sent nor drawn, and is back at once with Esc', async t => {
	const {clock, asked} = countingClock();
	const {watcher, terminal, dashboard} = await setUp(t, {clock, alone: false});
	await watcher.open({file: process.execPath, args: ['--eval', 'let n = 0; setInterval(() => console.log("line", ++n), 20);']});
	await until('the pane is shown', () => /line \d+/.test(terminal.text()));
	terminal.type('\u0000');
	await until('the box is open', () => terminal.text().includes('› _'));
	terminal.type('w');
	await until('Watch covers the pane', () => terminal.text().includes('requests/min ▁'));
	// The last rows may be on their way.
	const came = await lookAgain(async () => {
		const {rows} = dashboard.counts();
		const first = asked();
		await until('time passes in Watch', () => asked() >= first + 2);
		return dashboard.counts().rows - rows;
	}, {isWanted: count => count === 0});
	t.is(came, 0);
	const {rows} = dashboard.counts();
	t.notRegex(terminal.text(), /line \d+/);
	t.regex(terminal.lines().at(-1) ?? '', /gateway .*Esc back/);
	terminal.type('\u001B');
	await until('the pane is back, and goes on', () => /line \d+/.test(terminal.text()) && dashboard.counts().rows > rows + 1);
});
