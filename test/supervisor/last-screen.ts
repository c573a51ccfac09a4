import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Screen} from '../../source/io/emulator.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {identify, isAlive, signalProcess} from '../../source/io/process-identity.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {patience, until} from '../helpers/until.js';

/** Scrolls within margins, in colours and wide letters, over the edge of a row. */
const drawing = String.raw`
	process.stdin.setRawMode(true);
	process.stdout.write('so much that its screen was written down on the way\r\n'.repeat(30_000));
	process.stdout.write('$ agent\r\n\x1b[?1049h\x1b[?1002;1006;2004h\x1b[>5u\x1b[?25l\x1b]2;an agent\x07\x1b[2J\x1b[3;20r\x1b[20;1H');
	for (let line = 0; line < 60; line++) process.stdout.write('\r\n\x1b[38;5;' + (line + 20) + 'm' + line + ' \u6f22\u5b57 \x1b[4:3;58:2::9:8:7mwavy\x1b[m');
	process.stdout.write('\x1b[r\x1b[22;60H\x1b[44mover the edge of this row\x1b[m\x1b[1;1H\x1b[7m ready \x1b[m\x1b[10;5H');
	setInterval(() => {}, 1e6);
`;

const programs = [
	{name: 'a program of ours', file: process.execPath, args: ['-e', drawing], ready: ({lines, cursor}: Screen) => lines[0]?.startsWith(' ready') === true && cursor?.y === 9},
	// Where it is there, one that others have written.
	...['/usr/bin/less', '/bin/less'].filter(file => existsSync(file)).slice(0, 1).map(file => ({name: 'less', file, args: ['text'], ready: ({lines}: Screen) => lines.at(-1)?.startsWith('text') === true})),
];

for (const {name, file, args, ready} of programs) {
	test.serial(`the last screen of ${name} that was killed is the same after clutchd and its holder are gone`, async t => {
		const home = temporaryHome(t, {CLUTCH_LINGER_MS: '1', CLUTCH_REVIVE_MS: '3600000'});
		withoutGateway(home);
		writeFileSync(path.join(home.project, 'text'), Array.from({length: 200}, (_, index) => `line ${index + 1} of a long text\n`).join(''));
		const first = await watchClutchd(t, {home});
		const {id} = await first.open({file, args}, {cols: 80, rows: 24});
		await until('it has drawn', async () => ready(await first.client.call({type: 'session.screen', id}) as Screen));
		const probe = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'probe', client: 'test', ...patience()});
		const {holder, child} = probe.welcome;
		probe.end();
		const before = await first.client.call({type: 'session.screen', id, ansi: true}) as Screen;
		t.true(child !== undefined && signalProcess(child, 'SIGKILL'));
		await first.waitFor('its end is known', ({sessions}) => sessions[0]?.state.status === 'crashed');
		await until('the holder is gone', () => !isAlive(holder));
		const clutchd = identify(first.client.welcome.pid);
		t.true(clutchd !== undefined && signalProcess(clutchd, 'SIGKILL'));

		const second = await watchClutchd(t, {home});
		t.like(second.state().sessions[0], {id, state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGKILL'}}});
		const after = await second.client.call({type: 'session.screen', id, ansi: true}) as Screen;
		t.deepEqual([after.cols, after.rows, after.title, after.lines], [before.cols, before.rows, before.title, before.lines]);
		t.deepEqual([after.cursor?.x, after.cursor?.y, after.cursor?.visible], [before.cursor?.x, before.cursor?.y, true]);
	});
}
