import {readFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {createFirstChrome} from '../../source/ui/first-chrome.js';
import type {View} from '../../source/ui/view.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import {temporaryHome} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';
import {wrongModes} from '../helpers/terminal-modes.js';
import {viewOf} from '../helpers/view.js';

test('what fails while the chrome is drawn is told to whoever drew it', async t => {
	const {promise: failure, resolve} = Promise.withResolvers<unknown>();
	const chrome = createFirstChrome(viewOf({size: {cols: 120, rows: 36}}), {
		onFrame() {
			// Nothing is looked at.
		},
		onFailure: resolve,
	});
	t.teardown(chrome.close);
	const broken: View = {
		...viewOf({size: {cols: 120, rows: 36}, navigation: {overlays: [{type: 'help', scroll: 0, filter: undefined}]}}),
		paint() {
			throw new TypeError('a fault of ours');
		},
	};
	chrome.draw(broken);
	t.like(await failure, {message: 'a fault of ours'});
});

test('a fault while the chrome is drawn gives the terminal back with a sentence, and the sessions live on', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', 'echo ready; exec sleep 1000']});
	const terminal = openTerminal(t, {
		argv: ['/bin/sh', '-c', 'before=$(stty -g); "$0"; echo "left with $?"; test "$before" = "$(stty -g)" && echo "its lines as before"; read line', `${root}bin/clutch`],
		env: {...home.env, NODE_OPTIONS: `--import=${pathToFileURL(fixture('break-drawing.js')).href}`},
		cwd: home.project,
	});
	await terminal.waitFor('the pane is shown', text => text.includes('ready'));
	terminal.write('\u0000');
	await terminal.waitFor('the shell has its terminal back', text => /left with \d+\nits lines as before/.test(text));
	const log = path.join(home.paths.log, 'clutch.log');
	t.is(terminal.text().replaceAll(/\s+/g, ' ').trim(), `Clutch failed at something that is its own fault: a fault of ours The log ${log} has the details; please report them. left with 70 its lines as before`);
	t.false(terminal.isAlternate());
	t.deepEqual(wrongModes(terminal.raw()), []);
	t.notRegex(terminal.raw().toString(), /TypeError|\bat [\w.]+ \(/);
	t.regex(readFileSync(log, 'utf8'), /"problem":"a fault of ours","stack":"TypeError: a fault of ours/);
	t.is(watcher.state().sessions.find(session => session.id === id)?.state.status, 'live');
	terminal.write('\n');
	await terminal.exit;
});
