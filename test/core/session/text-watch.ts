import test from 'ava';
import {emptyTextWatch, feedTextWatch, type TextWatch} from '../../../source/core/session/text-watch.js';
import {parseUntil} from '../../../source/core/session/until.js';

function finds(pieces: readonly string[], wanted: string): boolean {
	let watch: TextWatch = emptyTextWatch;
	for (const piece of pieces) {
		const [next, found] = feedTextWatch(watch, piece, wanted);
		if (found) {
			return true;
		}

		watch = next;
	}

	return false;
}

const output = 'one\r\n\u001B[1;32mall \u001B[0mpas\u001B]0;a title\u0007sed\u001B]8;;x\u001B\\ now\u001B(B!\r\n';

test('finds what was printed in colours, whole and split everywhere', t => {
	for (let cut = 0; cut <= output.length; cut++) {
		t.true(finds([output.slice(0, cut), output.slice(cut)], 'all passed now!'), `cut at ${cut}`);
	}

	t.true(finds([...output], 'all passed now!'));
	t.true(finds([...output], 'one\nall'));
});

test('does not find what is only part of a sequence, or not there', t => {
	t.false(finds([output], 'a title'));
	t.false(finds([output], '32m'));
	t.false(finds([output], 'all  passed'));
	t.false(finds(['passe', 'x', 'd'], 'passed'));
	t.true(finds(['x'], 'x'));
});

test('takes a sequence that never ends for text', t => {
	t.true(finds([`\u001B]${'x'.repeat(5000)}`, 'done'], 'xdone'));
});

test('reads what is waited for', t => {
	t.deepEqual(['exit', 'text=all passed', 'text==', 'quiet=2', 'quiet=0.25', 'quiet=3s'].map(given => parseUntil(given)), [
		{type: 'exit'}, {type: 'text', text: 'all passed'}, {type: 'text', text: '='}, {type: 'quiet', ms: 2000}, {type: 'quiet', ms: 250}, {type: 'quiet', ms: 3000},
	]);
	t.deepEqual(['', 'exits', 'text=', 'text', 'quiet=', 'quiet=0', 'quiet=soon', 'quiet=-1', 'quiet=99999999'].map(given => parseUntil(given)), Array.from({length: 9}, () => undefined));
});
