import test from 'ava';
import {createLooking} from '../../source/supervisor/looking.js';

test('wants the output at once of what somebody works in, later of what is beside it, and last of what nobody sees', t => {
	const changes: Array<readonly [string, number]> = [];
	const looking = createLooking((session, ms) => {
		changes.push([session, ms]);
	});
	t.is(looking.pace('one'), 100);
	looking.watch(1, ['one', 'two'], 'one');
	t.deepEqual(changes.splice(0), [['one', 0], ['two', 67]]);
	looking.watch(2, ['two']);
	t.deepEqual(changes.splice(0), [['two', 0]]);
	looking.watch(1, ['two'], 'two');
	t.deepEqual(changes.splice(0), [['one', 100]]);
	looking.watch(2, []);
	looking.watch(1, []);
	t.deepEqual(changes.splice(0), [['two', 100]]);
});
