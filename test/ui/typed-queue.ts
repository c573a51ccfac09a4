import test from 'ava';
import {typedInput} from '../helpers/typed-input.js';

test('what follows a key whose end is waited for comes after it, in its order, wherever it was cut', t => {
	const typed = 'ab1c\u001B[<0;12;3Md2\u001B[200~pasted\u001B[201~\u001B[Ae';
	for (let cut = 0; cut <= typed.length; cut++) {
		const {log, type, goOn, silence} = typedInput('chrome', {holds: '12'});
		type(typed.slice(0, cut));
		type(typed.slice(cut));
		silence(2000);
		t.deepEqual(log, ['key a', 'key b', 'key 1'], `cut at ${cut}`);
		goOn();
		t.deepEqual(log.slice(3), ['key c', 'mouse press left 11,2', 'key d', 'key 2'], `cut at ${cut}`);
		goOn('pane');
		t.is(log.slice(7).map(line => JSON.parse(line.slice(5)) as string).join(''), 'pasted\u001B[Ae', `cut at ${cut}`);
	}
});

test('what waits for a key that came to nothing is typed nowhere, and the next key is one again', t => {
	const {log, type, input, goOn} = typedInput('chrome', {holds: '1'});
	type('1rm\r');
	input.forget();
	goOn('pane');
	type('a');
	t.deepEqual(log, ['key 1', 'pane "a"']);
});

test('the chord waits for its turn for a second, and then leaves behind what has no answer', t => {
	for (const answers of [true, false]) {
		const {log, type, goOn, silence} = typedInput('chrome', {holds: '1'});
		type('1x\u0000\u0000y');
		silence(999);
		t.deepEqual(log, ['key 1']);
		if (answers) {
			goOn();
		}

		silence(1000);
		t.deepEqual(log, ['key 1', ...answers ? ['key x', 'chord'] : ['chord', 'forgotten'], 'chord', 'key y']);
	}
});

test('a key that is let go on while it is worked off comes before what was typed after it', t => {
	const {log, type, input, goOn} = typedInput('chrome', {holds: '1', onKeyName() {
		input.goOn();
	}});
	type('1ab\u001B[Ac\u0000d');
	t.deepEqual(log, ['key 1']);
	goOn();
	t.deepEqual(log, ['key 1', 'key a', 'key b', 'key Up', 'key c', 'chord', 'key d']);
});
