import process from 'node:process';
import test from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {takenPort} from '../helpers/ports.js';
import type {Terminal} from '../helpers/terminal.js';
import {watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {storyMs} from '../helpers/until.js';
import {kill, openUserInterface} from '../helpers/user-interface.js';

const sizes = [[120, 36], [80, 24], [60, 15]] as const;

async function resized(terminal: Terminal, [cols, rows]: (typeof sizes)[number]): Promise<void> {
	terminal.resize(cols, rows);
	await terminal.waitFor(`it is drawn at ${cols}×${rows}`, text => terminal.screen().length === rows && /Esc leave *$/.test(text));
}

function gatewayPid(watcher: Watcher): number {
	const state = watcher.state().services.find(({id}) => id === 'gateway')?.state;
	return state?.status === 'ready' ? state.pid : 0;
}

test('`clutch watch` opens straight into it, says that the gateway was killed and came back, and leaves with Esc', async t => {
	t.timeout(storyMs);
	const home = temporaryHome(t);
	const watcher = await watchClutchd(t, {home});
	const {terminal, leftOver} = openUserInterface(t, {home, words: ['watch']});
	await terminal.waitFor('the gateway is well', text => /^ {2}● gateway {5}:\d+ +up /m.test(text));
	t.notRegex(terminal.text(), /Type a code/);
	const first = gatewayPid(watcher);
	kill(first);
	await terminal.waitFor('it says that it is back', text => /gateway +ended \(signal SIGKILL\), starts again, attempt 1/.test(text) && /● gateway {5}:\d+ +up /.test(text));
	await watcher.waitFor('another gateway is ready', () => ![0, first].includes(gatewayPid(watcher)));
	for (const size of sizes) {
		await resized(terminal, size);
		const isNarrow = size[0] === 60;
		for (const part of [
			isNarrow ? /^ watch +last 15 min ▾ +all sessions ▾ +\d\d:\d\d:\d\d$/m : /^ watch +last 15 min ▾ +all sessions ▾ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/m,
			isNarrow ? /^ {2}req\/min .* 0 {2}first p50 +n\/a {2}p95 +n\/a$/m : /^ {2}requests\/min .* first token p50 +n\/a {2}p95 +n\/a$/m,
			isNarrow ? /^ {2}tok\/s in .* out /m : /tokens\/s in .* out /,
			/^ {2}today +n\/a {3}in .* out /m,
			size[0] === 120 ? /^ {2}services +models +req +fail +p50 +p95 +\$$/m : /^ models .*req {2}fail +p50 +p95 +\$$/m,
			// What it takes is measured anew for the one that came back.
			/^ {2}● gateway {5}:\d+ +up .* % +\d+ MB/m,
			/^ {2}\d\d:\d\d:\d\d {2}gateway +ready at http:\/\/127\.0\.0\.1:\d+$/m,
			/^ {2}\d\d:\d\d:\d\d {2}gateway +ended \(signal SIGKILL\), starts/m,
		]) {
			await terminal.waitFor(`${part.source} stands at ${size.join('×')}`, text => part.test(text));
		}

		await terminal.waitFor('its keys are named', () => /^ ↑↓ choose {3}Enter open {3}.*● gateway {3}Esc leave$/.test(terminal.screen().at(-1) ?? ''));
		t.notRegex(terminal.text(), /undefined|NaN|\[object|Infinity/);
	}

	terminal.write('\u001B');
	t.deepEqual(await leftOver(), []);
});

test('`clutch watch` says why a gateway is parked and what can be done, and the digit does it', async t => {
	t.timeout(storyMs);
	const port = await takenPort(t);
	const home = temporaryHome(t, {PORT: String(port)});
	const {terminal} = openUserInterface(t, {home, words: ['watch']});
	await terminal.waitFor('it is parked', text => text.includes('✖ gateway') && text.includes('parked: '));
	for (const size of sizes) {
		await resized(terminal, size);
		const reason = new RegExp(String.raw`${port} is taken by \S+ \(pid ${process.pid}, .*\)\.? 1 use \d+ 2 try again`);
		await terminal.waitFor('it is listed', text => new RegExp(`^ {2}✖ gateway +:${port} +parked: ${port} is taken by `, 'm').test(text));
		await terminal.waitFor(`its reason and what can be done stand at ${size.join('×')}`, text => reason.test(text.replaceAll(/\s+/g, ' ')));
		await terminal.waitFor('its keys are named', () => /^ R retry {3}↑↓ choose {3}.*✖ gateway parked {3}Esc leave$/.test(terminal.screen().at(-1) ?? ''));
	}

	terminal.resize(120, 36);
	terminal.write('1');
	await t.notThrowsAsync(terminal.waitFor('it runs on the other port', text => /^ {2}● gateway {5}:\d+ +up /m.test(text) && !text.includes(`:${port} `)));
});
