import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';
import {openUserInterface} from '../helpers/user-interface.js';

const asks = String.raw`stty raw -echo; printf "\033]11;?\007"; dd bs=1 count=24 2>/dev/null | od -An -c | tr -d " \n"; sleep 1000`;

test('a terminal that is light makes the dashboard light, and programs in panes hear its colours', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const {terminal} = openUserInterface(t, {home, env: {COLORTERM: 'truecolor'}});
	await terminal.waitFor('the first frame stands', text => text.includes('Type a code'));
	const letter = () => {
		const y = terminal.screen().findIndex(line => line.startsWith('   c  '));
		return terminal.cells()[y]?.[3]?.foreground;
	};

	await terminal.waitFor('it is dark', () => JSON.stringify(letter()) === '{"type":"rgb","value":6281175}');
	terminal.write('\u001B]11;rgb:fdfd/f6f6/e3e3\u0007\u001B[?62c');
	await terminal.waitFor('it is light', () => JSON.stringify(letter()) === '{"type":"rgb","value":24455}');
	await terminal.waitFor('clutchd has been told', text => /[●○] gateway/.test(text));
	const watcher = await watchClutchd(t, {home});
	const first = await watcher.open({file: '/bin/sh', args: ['-c', asks]}, {name: 'asks'});
	const heard = await watcher.waitForScreen(first.id, lines => lines.join('').includes('rgb:'));
	t.true(heard.join('').includes('rgb:fdfd/f6f6/e3e3'), `it heard ${heard.join(' ')}`);
	const edge = () => JSON.stringify(terminal.cells()[2]?.find(({text}) => text === '│')?.foreground);
	await terminal.waitFor('the session is shown beside a light edge', () => edge() === '{"type":"rgb","value":11053224}');
	terminal.write('\u001B[?997;1n');
	await terminal.waitFor('the edge is dark again', () => edge() === '{"type":"rgb","value":7105644}');
});

test('a hidden session that rings is heard once, and one that is looked at is not', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const go = path.join(home.user, 'go');
	const rings = String.raw`read -r start; printf "\a\a\a"; sleep 1000`;
	await watcher.open({file: '/bin/sh', args: ['-c', rings]}, {name: 'seen'});
	const {terminal} = openUserInterface(t, {home, env: {CLUTCH_NOTIFY: 'osc9'}});
	await terminal.waitFor('the session is shown', text => text.includes('seen'));
	const hidden = await watcher.open({file: '/bin/sh', args: ['-c', String.raw`until [ -e "$0" ]; do sleep 0.05; done; printf "\a\a\033]9;build is green\033\\"; sleep 1000`, go]}, {name: 'far'});
	await terminal.waitFor('the hidden one is listed', text => / Test +far/.test(text));
	writeFileSync(go, '');
	await terminal.waitFor('it is called', () => terminal.raw().includes('\u001B]9;'));
	await terminal.waitFor('its row says what it said', text => /◆ Test +far +needs you/.test(text) && text.includes('build is green'));
	await terminal.waitFor('the title says so', () => terminal.raw().includes('\u001B]2;clutch · 1 needs you'));
	terminal.write('\r');
	await watcher.waitFor('the seen one rings', () => watcher.events.some(event => event.type === 'session.rang' && event.id !== hidden.id));
	const called = () => terminal.raw().toString().split('\u001B]9;').slice(1).map(part => part.split('\u001B\\')[0]);
	t.is(called().length, 1);
	t.regex(called()[0] ?? '', /^clutch: Test "far" /);
	terminal.write('\u0000');
	await terminal.waitFor('the box is open', text => text.includes('›'));
	terminal.write('w');
	await terminal.waitFor('Watch has it', text => /far.* rings: build is green/.test(text));
	await terminal.waitFor('it says who needs somebody', text => text.includes('1 needs you  J'));
	terminal.write('J');
	await terminal.waitFor('it is looked at', text => /▌● Test +far/.test(text));
});

test('who rang while no dashboard was open needs somebody in every list and every window, until one has looked', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', String.raw`printf "\033]9;build is green\033\\"; sleep 1000`]}, {name: 'far'});
	await watcher.waitFor('it calls', ({sessions}) => sessions.find(session => session.id === id)?.rang?.text === 'build is green');
	// The newest is the one that a dashboard shows first.
	await watcher.open({file: '/bin/sh', args: ['-c', 'sleep 1000']}, {name: 'near'});
	const listed = async (...words: readonly string[]) => {
		const {stdout} = await runProgram(['clutch', ...words], {home});
		return stdout.split('\n').find(line => line.includes(' far ')) ?? '';
	};

	t.regex(await listed('sessions'), /^◆ needs you +\S+ +far .*build is green/);
	t.regex(await listed('status'), /◆ needs you +\S+ +far .*build is green/);
	const {terminal: first} = openUserInterface(t, {home});
	const {terminal: second} = openUserInterface(t, {home});
	for (const terminal of [first, second]) {
		await terminal.waitFor('its row and the title say so', text => /◆ Test +far +needs you/.test(text) && terminal.raw().includes('\u001B]2;clutch · 1 needs you'));
	}

	const before = second.raw().length;
	first.write('\r');
	first.write('\u0000');
	await first.waitFor('the box is open', text => text.includes('›'));
	first.write('J');
	await watcher.waitFor('it was looked at', ({sessions}) => sessions.find(session => session.id === id)?.rang === undefined);
	await second.waitFor('the other window knows', text => /● Test +far/.test(text) && second.raw().subarray(before).includes('\u001B]2;clutch\u001B\\'));
	t.regex(await listed('sessions'), /^● idle +\S+ +far /);
});

test('a session that rings as its first word is heard', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', String.raw`printf "\a"; sleep 1000`]}, {name: 'early'});
	await watcher.waitFor('it is heard', () => watcher.events.some(event => event.type === 'session.rang' && event.id === id && event.kind === 'bell'));
	t.is(watcher.events.filter(event => event.type === 'session.rang').length, 1);
});
