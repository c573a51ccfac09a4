import assert from 'node:assert/strict';
import {openUserInterface} from '../helpers/user-interface.js';
import {patienceMs, type World} from './world.js';

/** Watch, in a terminal that is rebuilt, shows each of these, named from the last to the first, with what it says of itself. */
export async function isOnTheScreen(world: World, wanted: Readonly<Record<string, readonly RegExp[]>>): Promise<string> {
	const {home, t} = world;
	const {terminal, leftOver} = openUserInterface(t, {home, words: ['watch'], cols: 120, rows: 44});
	await terminal.waitFor('Watch is there', text => /● gateway {5}:\d+ +up /m.test(text), patienceMs);
	// The first step goes among the newest entries; above them are the services, the last one first.
	await terminal.waitFor('it has an entry', text => /^ {2}\d\d:\d\d:\d\d /m.test(text), patienceMs);
	terminal.write('\u001B[B');
	await terminal.waitFor('the cursor is there', text => chosen(text) !== '', patienceMs);
	for (const [id, texts] of Object.entries(wanted)) {
		await terminal.waitFor(`${id} stands there`, text => new RegExp(String.raw`^ [ ▸]{1,3}● ${id} `, 'm').test(text), patienceMs);
		for (let step = 0; step < 12 && !new RegExp(String.raw`▸● ${id} `).test(terminal.text()); step++) {
			const before = chosen(terminal.text());
			terminal.write('\u001B[A');
			await terminal.waitFor('the cursor has moved', text => chosen(text) !== before, patienceMs);
		}

		for (const text of texts) {
			await terminal.waitFor(`${id} says ${text.source}`, seen => text.test(seen), patienceMs);
		}
	}

	terminal.write('\u001B');
	assert.deepEqual(await leftOver(), []);
	return `${Object.keys(wanted).join(', ')} with their figures`;
}

/** The line with the cursor, as far as time does not change it. */
function chosen(text: string): string {
	return /▸.{14}/.exec(text)?.[0] ?? '';
}

/** One line for each service, with its state. */
export async function isInPlainWatch(world: World, ids: readonly string[]): Promise<string> {
	const {code, stdout} = await world.clutch('watch', '--plain', '--once');
	assert.equal(code, 0);
	for (const id of ids) {
		assert.ok(stdout.includes(id), stdout);
	}

	return ids.join(', ');
}
