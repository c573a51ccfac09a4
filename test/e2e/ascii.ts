import test from 'ava';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {storyMs} from '../helpers/until.js';
import {openUserInterface} from '../helpers/user-interface.js';

/** What is not ASCII on the screen, row by row. */
const foreign = (screen: readonly string[]) => screen.filter(line => /[^ -~]/.test(line));

test('with a locale that is not UTF-8 Home, Work, the box and Watch are ASCII alone', async t => {
	t.timeout(storyMs);
	const home = temporaryHome(t);
	withoutGateway(home);
	const {terminal} = openUserInterface(t, {home, cols: 80, rows: 24, env: {LANG: 'C', LC_ALL: 'C'}});
	await terminal.waitFor('Home stands', text => text.includes('? keys'));
	t.deepEqual(foreign(terminal.screen()), []);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: '/bin/sh', args: ['-c', 'echo shown; sleep 1000']}, {name: 'api'});
	await terminal.waitFor('Work stands', text => text.includes('shown') && text.includes('Ctrl+Space'));
	t.deepEqual(foreign(terminal.screen()), []);
	terminal.write('\u0000');
	await terminal.waitFor('the box stands', text => text.includes('+---'));
	t.deepEqual(foreign(terminal.screen()), []);
	terminal.write('w');
	await terminal.waitFor('Watch stands', text => text.includes('requests/min'));
	t.deepEqual(foreign(terminal.screen()), []);
});
