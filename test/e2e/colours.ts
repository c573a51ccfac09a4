import process from 'node:process';
import test from 'ava';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {storyMs} from '../helpers/until.js';
import {openUserInterface} from '../helpers/user-interface.js';

/** Each SGR parameter list that says a colour. Numbers behind 38, 48 and 58 belong to those. */
function colours(bytes: Uint8Array): readonly string[] {
	const text = Buffer.from(bytes).toString('latin1');
	// eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
	return [...new Set([...text.matchAll(/\u001B\[([\d;:]*)m/g)].flatMap(([, parameters = '']) => /(?:^|;)[34]8[;:]/.test(parameters)
		? [parameters]
		: parameters.split(';').filter(parameter => /^(?:3\d|4\d|58|59|9\d|10[0-7])$/.test(parameter))))];
}

/** Draws in every depth of colour, and says that it works. */
const painter = ['--eval', String.raw`process.stdin.setRawMode(true); process.stdout.write("\u001B]7501;state=working:app=test\u0007\u001B[31mred \u001B[38;5;208morange \u001B[38;2;10;200;30mgreen\u001B[m\u001B[48;2;40;40;90m shown"); process.stdin.on("data", () => {});`];
const asker = ['--eval', String.raw`process.stdout.write("\u001B]7501;state=blocked:kind=permission:msg=` + Buffer.from('edit retry.ts?').toString('base64') + String.raw`\u0007waits"); setInterval(() => {}, 1000);`];

const depths: ReadonlyArray<readonly [name: string, env: Readonly<Record<string, string>>, allowed: RegExp]> = [
	// 39 and 49 say the terminal's own colour.
	['sixteen colours', {TERM: 'xterm', COLORTERM: '', NO_COLOR: ''}, /^(?:3[0-79]|4[0-79]|9[0-7]|10[0-7])$/],
	['NO_COLOR', {NO_COLOR: '1', COLORTERM: 'truecolor'}, /^(?!)/],
];

for (const [name, env, allowed] of depths) {
	for (const [cols, rows] of [[80, 24], [120, 36]] as const) {
		test(`with ${name} words and shapes carry Home, Work, the box and Watch at ${cols}×${rows}`, async t => {
			t.timeout(storyMs);
			const home = temporaryHome(t);
			withoutGateway(home);
			const {terminal} = openUserInterface(t, {home, cols, rows, env: {SHELL: '/bin/sh', ...env}});
			const hasNoOther = (where: string) => {
				t.deepEqual(colours(terminal.raw()).filter(colour => !allowed.test(colour)), [], where);
			};

			await terminal.waitFor('Home stands and clutchd is there', text => text.includes('? keys') && /[●○] gateway/.test(text));
			hasNoOther('Home');

			const watcher = await watchClutchd(t, {home});
			await watcher.open({file: process.execPath, args: painter}, {name: 'api'});
			const {id} = await watcher.open({file: '/bin/sh', args: ['-c', 'exit 3']}, {name: 'port'});
			await watcher.open({file: process.execPath, args: asker}, {name: 'web'});
			await watcher.waitFor('one works, one asks, one has crashed', ({sessions}) =>
				sessions.some(({activity}) => activity === 'working') && sessions.some(({activity}) => activity === 'blocked') && sessions.some(session => session.id === id && session.state.status === 'crashed'));
			await terminal.waitFor('Work says what each does', cols > 100
				? text => /[◐◓◑◒] \S+ +api/.test(text) && /↻ \S+ +port +crashed/.test(text) && /◆ \S+ +web +needs you/.test(text) && text.includes('edit retry.ts?') && text.includes('▌')
				: text => ['◆1', '◐1', '↻1'].every(count => text.includes(count)));
			hasNoOther('Work');

			terminal.write('\u0000');
			await terminal.waitFor('the box stands', text => text.includes('› _') && text.includes('╭'));
			terminal.write('|$');
			await terminal.waitFor('a shell stands beside, or alone where there is room for one', text => cols > 80 ? /─\S \S+ .*│▌\S sh/.test(text) : text.includes('sh "sh"'));
			hasNoOther('a split and the box');

			terminal.write('\u0000');
			await terminal.waitFor('the box stands again', text => text.includes('› _'));
			terminal.write('w');
			await terminal.waitFor('Watch stands', text => text.includes('requests/min') && /○ gateway|● gateway/.test(text));
			hasNoOther('Watch');
			t.is(colours(terminal.raw()).length > 0, name === 'sixteen colours');
		});
	}
}
