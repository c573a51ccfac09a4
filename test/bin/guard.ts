import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {installLaunchers} from '../helpers/launchers.js';
import {startOnPty} from '../helpers/pty.js';

/** What a dashboard does to a terminal, and nothing to put it right. */
const program = String.raw`
process.stdin.setRawMode(true);
process.stdin.resume();
process.stdout.write('\u001B[?1049h\u001B[?1003h\u001B[?2026h');
for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => { process.stdout.write('got ' + name + '!'); process.stdin.setRawMode(false); process.exit(name === 'SIGTERM' ? 143 : 129); });
process.stdin.on('data', data => { if (data.includes('q')) { process.stdin.setRawMode(false); process.exit(5); } process.stdout.write('typed ' + JSON.stringify(String(data)) + ';'); });
console.log('pid=' + process.pid + ' parent=' + process.ppid + ' argv=' + process.argv.slice(2) + '.');
`;

const message = 'clutch was killed; your sessions live on. Run clutch to come back.';

/** The shell of a person: its terminal's settings before and after, and the code. */
function open(t: ExecutionContext, argument = '') {
	const home = temporaryHome(t);
	const folder = installLaunchers(home, program);
	const script = `echo "before $(stty -g)."; "${folder}/bin/clutch" ${argument}; echo "code $?."; echo "after $(stty -g)."`;
	return startOnPty(t, {file: '/bin/sh', args: ['-c', script], env: {...home.env, PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`}});
}

function field(text: string, name: string): string {
	return new RegExp(`${name}[ =]([^ .]+)`).exec(text)?.[1] ?? `no ${name}`;
}

for (const argument of ['', '--theme dark', '--theme=light --motion reduced', 'dashboard api --borders ascii', 'demo', 'watch']) {
	test.serial(`puts the terminal right after kill -9 of clutch ${argument}`, async t => {
		const {waitForText, text, exit} = open(t, argument);
		await waitForText('argv=');
		process.kill(Number(field(text(), 'pid')), 'SIGKILL');
		await exit;
		const said = text();
		t.is(field(said, 'code'), '137');
		t.is(field(said, 'after'), field(said, 'before'));
		const started = said.indexOf('argv=');
		t.deepEqual(['\u001B[?2026l', '\u001B[?1000l', '\u001B[?1002l', '\u001B[?1003l', '\u001B[?1006l', '\u001B[?2004l', '\u001B[?1004l', '\u001B[?1049l', '\u001B[?25h', '\u001B[0m'].filter(sequence => !said.includes(sequence, started)), []);
		t.true(said.includes(message, started));
	});
}

test.serial('gives what is typed to the dashboard and passes on its code without a word', async t => {
	const {waitForText, text, exit, pty} = open(t);
	await waitForText('argv=');
	pty.write(Buffer.from('\u0003'));
	await waitForText(String.raw`typed "\u0003";`);
	pty.write(Buffer.from('q'));
	await exit;
	t.deepEqual([field(text(), 'code'), text().includes(message)], ['5', false]);
});

for (const [signal, code] of [['SIGTERM', '143'], ['SIGHUP', '129']] as const) {
	test.serial(`passes ${signal} on to the dashboard and waits for its end`, async t => {
		const {waitForText, text, exit} = open(t);
		await waitForText('argv=');
		process.kill(Number(field(text(), 'parent')), signal);
		await exit;
		t.true(text().includes(`got ${signal}!`));
		t.deepEqual([field(text(), 'code'), text().includes(message)], [code, false]);
	});
}

for (const argument of ['status', '--version', '-h']) {
	test.serial(`takes the place of the shell for ${argument}, as for every other command`, async t => {
		const {waitForText, text, exit} = open(t, argument);
		await waitForText('argv=');
		process.kill(Number(field(text(), 'pid')), 'SIGKILL');
		await exit;
		t.deepEqual([field(text(), 'code'), text().includes(message)], ['137', false]);
	});
}
