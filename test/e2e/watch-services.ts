import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {ensureDirectories} from '../../source/io/paths.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {storyMs} from '../helpers/until.js';
import {openUserInterface} from '../helpers/user-interface.js';

/** Six starts, and up to 19 s between them. */
const parkedMs = 240_000;

/** Counts as long as it may, so slowly that all its lines stand on the screen; while the file is there it says why it cannot, and dies. */
const script = 'if [ -e "$0" ]; then echo "cannot count: $0 is there"; exit 7; fi; n=0; while :; do n=$((n+1)); echo "counted to $n"; sleep 1; done';

test('a service of the user dies, is parked with its reason, is started again by its key, and its log follows', async t => {
	t.timeout(storyMs);
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	const stop = path.join(home.user, 'stop');
	writeFileSync(stop, '');
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {counter: {title: 'Counter', argv: ['/bin/sh', '-c', script, stop]}}}));
	const watcher = await watchClutchd(t, {home});
	const {terminal, leftOver} = openUserInterface(t, {home, words: ['watch'], rows: 90});
	await terminal.waitFor('it is listed', text => /○ counter +stopped/.test(text));
	const pointed = () => terminal.screen().find(line => line.startsWith(' ▸'));
	while (pointed()?.includes('counter') !== true) {
		const before = pointed();
		terminal.write('\u001B[A');
		await terminal.waitFor('the cursor goes up, through what happened to the services', () => pointed() !== before);
	}

	await terminal.waitFor('its key is named', text => text.includes('s start'));
	terminal.write('s');
	await terminal.waitFor('it is parked, and says why', text => /✖ counter +parked: It ended 6 times/.test(text), parkedMs);
	await terminal.waitFor('its reason stands whole, with what can be done', text => text.replaceAll(/\s+/g, ' ').includes(`cannot count: ${stop} is there`) && text.includes('1 try again'));
	terminal.write('l');
	await terminal.waitFor('its log is there, with how it ended above', text => text.includes('log "counter"   ✖ parked') && text.includes('ended: exit code 7') && /\d\d:\d\d:\d\d cannot count/.test(text));
	await terminal.waitFor('its keys are named', () => /^ R retry {3}f stand still/.test(terminal.screen().at(-1) ?? ''));
	rmSync(stop);
	terminal.write('R');
	await terminal.waitFor('it runs, and its lines come', text => /log "counter" {3}● up/.test(text) && /counted to \d+/.test(text));
	const newest = () => Math.max(0, ...[...terminal.text().matchAll(/counted to (\d+)/g)].map(([, number]) => Number(number)));
	const seen = newest();
	await terminal.waitFor('the next ones come by themselves', () => newest() >= seen + 3);
	terminal.write('/');
	terminal.write('to 1');
	await terminal.waitFor('only what fits is there', text => /counted to 1$/m.test(text) && !text.includes('counted to 2'));
	terminal.write('\u001B');
	await terminal.waitFor('all is there again', text => /counted to 2$/m.test(text));
	terminal.write('\u001B');
	await terminal.waitFor('the lists are back', text => /▸● counter +up/.test(text));
	terminal.write('S');
	await terminal.waitFor('it is stopped', text => /▸○ counter +stopped/.test(text));
	await watcher.waitFor('clutchd says so too', ({services}) => services.some(({id, state}) => id === 'counter' && state.status === 'stopped'));
	terminal.write('\u001B');
	t.deepEqual(await leftOver(), []);
});
