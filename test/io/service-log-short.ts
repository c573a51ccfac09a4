import test, {type ExecutionContext} from 'ava';
import {readLoss} from '../../source/core/service/log-text.js';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {openServiceLog} from '../helpers/service-log.js';

const total = 400_000;

/** Numbers, one a line, in pieces as they come from a holder, which cut lines. */
function printed(): readonly Uint8Array[] {
	const bytes = Buffer.from(Array.from({length: total}, (_, index) => `${index}\n`).join(''));
	return Array.from({length: Math.ceil(bytes.length / 65_536)}, (_, index) => bytes.subarray(index * 65_536, (index + 1) * 65_536));
}

/** Only what is waited for passes: reading takes no time, as on a machine that is much faster than any flood. On a slow one there would be none to count. */
function clockOfWaits(): Clock {
	let time = 0;
	return {
		...systemClock,
		monotonic: () => time,
		after(ms, call) {
			const at = time + ms;
			return systemClock.after(ms, () => {
				time = Math.max(time, at);
				call();
			});
		},
	};
}

/** How many of the lines stand there and how many are counted: each once, in their order. */
function countOf(t: ExecutionContext, text: string): {readonly kept: number; readonly counted: number} {
	let next = 0;
	let kept = 0;
	for (const line of text.trimEnd().split('\n')) {
		const loss = readLoss(line);
		if (loss === undefined && Number(line) !== next) {
			t.fail(`${line} instead of ${next}`);
			break;
		}

		next += loss === undefined ? 1 : loss.lines ?? Number.NaN;
		kept += loss === undefined ? 1 : 0;
	}

	return {kept, counted: next - kept};
}

test('of very many short lines reads the first and the last, and counts the others', async t => {
	const {log, writer, print, text, kept} = openServiceLog(t, {clock: clockOfWaits()});
	const pieces = printed();
	for (const piece of pieces) {
		print(piece);
	}

	await writer.end();
	const {kept: read, counted} = countOf(t, text());
	t.is(read + counted, total);
	t.true(read >= 200_000 && counted > 100_000, `${read} read, ${counted} counted`);
	t.is(kept(), pieces.reduce((sum, {length}) => sum + length, 0));
	t.deepEqual(log.tail(50), Array.from({length: 50}, (_, index) => String(total - 50 + index)));
});

test('reads the newest of very many short lines though nothing follows', async t => {
	const {log, writer, print, text} = openServiceLog(t, {clock: clockOfWaits()});
	const isThere = Promise.withResolvers<void>();
	t.teardown(log.onLine(() => {
		if (log.tail(1)[0] === String(total - 1)) {
			isThere.resolve();
		}
	}));
	for (const piece of printed()) {
		print(piece);
	}

	await isThere.promise;
	print(`${total}\n`);
	await writer.end();
	const {kept: read, counted} = countOf(t, text());
	t.is(read + counted, total + 1);
	t.true(counted > 100_000, `${read} read, ${counted} counted`);
});
