import test from 'ava';
import type {FromHolder} from '../../source/core/ipc/holder.js';
import {withHolder} from '../helpers/holder.js';
import {until} from '../helpers/until.js';

type Gap = Extract<FromHolder, {type: 'gap'}>;

const credit = 1024 * 1024;

test('never holds a flooding service up for long, and counts the lines that a slow daemon misses', async t => {
	const {connect, look} = await withHolder(t, {kind: 'pipe', script: 'numbered-flood.js', args: ['0', '300000']});
	const daemon = await connect('daemon');
	const gaps: Gap[] = [];
	let text = '';
	const seen = {due: 0, exited: false};
	daemon.onBytes((offset, bytes) => {
		text += Buffer.from(bytes).toString('latin1');
		seen.due = offset + bytes.length;
	});
	daemon.onMessage(message => {
		if (message.type === 'gap') {
			gaps.push(message);
			text += `\u0000${gaps.length - 1}\u0000`;
		}

		seen.exited ||= message.type === 'exited';
	});
	daemon.attach('oldest', credit);
	// A daemon that takes its next megabyte only when the ring has gone by it.
	const isBehind = async () => {
		const {ring, exit} = await look();
		return exit !== undefined || ring.oldest > seen.due;
	};

	while (!seen.exited) {
		await until('the child has left its daemon behind', isBehind);
		daemon.ack(seen.due);
	}

	t.true(gaps.length > 1);
	const [, printed, worst] = /printed (\d+) lines before this one, and waited (\d+) ms at worst/.exec(text) ?? [];
	const kept = text.split('\n').length - 2;
	t.is(kept + gaps.reduce((sum, {lines = Number.NaN}) => sum + lines, 0), Number(printed));
	// The patience is 250 ms; the rest is for a busy machine. A program on a terminal would have waited for half a minute.
	t.true(Number(worst) < 15_000, `${worst} ms`);
});
