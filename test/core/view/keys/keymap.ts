import {readFileSync} from 'node:fs';
import test from 'ava';
import {agentLetters, keymap, placeNames, rowsOfPlace, type Place} from '../../../../source/core/view/keys/keymap.js';

const places: readonly Place[] = ['home', 'box', 'panes', 'sidebar', 'ended', 'copy', 'watch', 'log', 'confirm', 'question', 'help'];

test('no command takes a letter that begins a code, where codes are typed', t => {
	const taken = keymap.filter(row => row.places.some(place => place === 'home' || place === 'box')).flatMap(row => row.keys).filter(key => key.length === 1 && agentLetters.includes(key));
	t.deepEqual(taken, []);
});

test('no key means two things in one place', t => {
	for (const place of places) {
		const keys = rowsOfPlace(place).flatMap(row => row.keys);
		t.deepEqual([place, ...keys], [place, ...new Set(keys)]);
	}
});

test('docs/keys.md has every key of the table and no other', t => {
	const page = readFileSync(new URL('../../../../docs/keys.md', import.meta.url), 'utf8');
	const tables = places.map(place => [
		`## ${placeNames[place]}`,
		'',
		'| key | name | what it does |',
		'|---|---|---|',
		...rowsOfPlace(place).map(row => `| ${row.shown.split(' ').map(key => key === '|' ? '`\\|`' : `\`${key}\``).join(' ')} | \`${row.action}\` | ${row.label} |`),
	].join('\n'));
	t.is(page.slice(page.indexOf('## On Home')).trimEnd(), tables.join('\n\n'));
});
