import {setImmediate as turn} from 'node:timers/promises';
import test from 'ava';
import {createTurns} from '../../source/io/emulator-turns.js';

test('gives each session a slice in its turn, and messages a turn between two of them', async t => {
	const taken: string[] = [];
	const left: Record<string, number> = {one: 3, two: 1, three: 2};
	const turns = createTurns(session => {
		taken.push(session);
		left[session] = (left[session] ?? 0) - 1;
		if ((left[session] ?? 0) > 0) {
			turns.wait(session);
		}
	});
	for (const session of Object.keys(left)) {
		turns.wait(session);
		turns.wait(session);
	}

	const seen: number[] = [];
	for (let each = 0; each < 7; each++) {
		await turn();
		seen.push(taken.length);
	}

	t.deepEqual(taken, ['one', 'two', 'three', 'one', 'three', 'one']);
	t.true(seen.every((count, index) => index === 0 || count - (seen[index - 1] ?? 0) <= 1), 'never two in one turn');
});
