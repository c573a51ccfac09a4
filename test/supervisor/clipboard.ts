import process from 'node:process';
import test from 'ava';
import type {ClipboardWrite} from '../../source/core/view/copy/clipboard.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {until} from '../helpers/until.js';

/** Writes its own name into the clipboard, again and again. */
const writes = (name: string) => `const text = Buffer.from("${name}").toString("base64"); setInterval(() => process.stdout.write(String.fromCodePoint(27) + "]52;c;" + text + String.fromCodePoint(7)), 50);`;

test('what a program writes into the clipboard reaches who has its pane in focus, and nobody else', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const {client, open} = await watchClutchd(t, {home});
	const heard: Array<{readonly session: string; readonly write: ClipboardWrite}> = [];
	client.onClipboard((session, write) => {
		heard.push({session, write});
	});
	const one = await open({file: process.execPath, args: ['--eval', writes('one')]});
	const other = await open({file: process.execPath, args: ['--eval', writes('other')]});
	const unseen = await open({file: process.execPath, args: ['--eval', writes('unseen')]});
	client.watch([one.id, other.id], one.id);
	const saidOf = (id: string) => [...new Set(heard.filter(({session}) => session === id).map(({write}) => JSON.stringify(write)))];
	await until('both that are watched were heard', () => saidOf(one.id).length > 0 && saidOf(other.id).length > 0);
	t.deepEqual(saidOf(one.id), ['{"status":"write","text":"one"}']);
	t.deepEqual(saidOf(other.id), ['{"status":"refused","reason":"elsewhere"}']);
	t.deepEqual(saidOf(unseen.id), []);
	client.watch([one.id, other.id], other.id);
	await until('the focus has moved', () => saidOf(other.id).includes('{"status":"write","text":"other"}'));
});
