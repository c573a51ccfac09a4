import test from 'ava';
import type {FromHolder} from '../../source/core/ipc/holder.js';
import {withHolder} from '../helpers/holder.js';
import {until} from '../helpers/until.js';

type Gap = Extract<FromHolder, {type: 'gap'}>;

const credit = 1024 * 1024;

test('never holds a flooding service up for long, and counts the lines that a slow daemon misses', async t => {
	const {connect} = await withHolder(t, {kind: 'pipe', script: 'numbered-flood.js', args: ['0', '300000']});
	const daemon = await connect('daemon');
	const gaps: Gap[] = [];
	let text = '';
	let due = 0;
	let exited = false;
	daemon.onBytes((offset, bytes) => {
		text += Buffer.from(bytes).toString('latin1');
		due = offset + bytes.length;
	});
	daemon.onMessage(message => {
		if (message.type === 'gap') {
			gaps.push(message);
			text += `\u0000${gaps.length - 1}\u0000`;
		}

		exited ||= message.type === 'exited';
	});
	daemon.attach('oldest', credit);
	// A daemon that takes a megabyte in longer than the child is let wait.
	const taking = setInterval(() => {
		daemon.ack(due);
	}, 1000);
	t.teardown(() => {
		clearInterval(taking);
	});
	await until('the flood is over', () => exited, {timeoutMs: 60_000});

	t.true(gaps.length > 0);
	const [, printed, worst] = /printed (\d+) lines before this one, and waited (\d+) ms at worst/.exec(text) ?? [];
	const kept = text.split('\n').length - 2;
	t.is(kept + gaps.reduce((sum, {lines = Number.NaN}) => sum + lines, 0), Number(printed));
	// The patience is 250 ms; the rest is for a busy machine.
	t.true(Number(worst) < 2000, `${worst} ms`);
});
