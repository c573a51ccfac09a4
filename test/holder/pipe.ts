import test from 'ava';
import {collect, withHolder} from '../helpers/holder.js';
import {numberedText} from '../helpers/numbered-text.js';

test('holds a program on pipes: both streams, no terminal', async t => {
	const {connect} = await withHolder(t, {kind: 'pipe', args: ['--eval', String.raw`process.stdout.write("out " + process.stdout.isTTY + "\n"); process.stderr.write("err\n"); setInterval(() => {}, 1000)`]});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('both have come', ({text}) => text().length >= 18);
	t.deepEqual(collected.text().split('\n').toSorted((a, b) => a.localeCompare(b)), ['', 'err', 'out undefined']);

	user.input(Buffer.from('x'));
	await collected.waitFor('it has no input', ({messages}) => messages().length > 0);
	t.deepEqual(collected.messages(), [{type: 'refused', code: 'ERR_CLUTCH_HOLDER_INPUT', message: '1 bytes of input were not taken: this program has no input.'}]);
	user.stop(5000);
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGTERM'});
});

test('loses nothing of a program on pipes that prints and exits at once', async t => {
	const {connect} = await withHolder(t, {kind: 'pipe', script: 'print-and-exit.js', args: ['4194304', '9']});
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest');
	t.deepEqual(await collected.exit(), {type: 'code', code: 9});
	t.is(collected.text(), numberedText(4_194_304));
});
