import {Buffer} from 'node:buffer';
import test from 'ava';
import {createRedactor} from '../../../source/core/log/redact.js';
import {createLogReader} from '../../../source/core/service/log-reader.js';

const known = 'hunter2 hünter2';
const bytesOf = (text: string) => Buffer.from(text).toString('latin1');
const mark = bytesOf('••••');
const redactor = createRedactor({mark, secrets: [bytesOf(known)]});

/** What is told of a text that pauses at these places. */
function toldWith(text: string, pauses: readonly number[]): readonly string[] {
	const reader = createLogReader({redactor, mark});
	const bytes = bytesOf(text);
	const places = [0, ...pauses, bytes.length];
	const told = places.slice(1).flatMap((end, index) => [reader.feed(bytes.slice(places[index], end)), reader.pause()]);
	return [...told, reader.end()].map(part => Buffer.from(part, 'latin1').toString());
}

/** Of a secret its first few characters may have been told, before anybody could know it for one. */
const pauses = test.macro((t, text: string, wanted: string, begun?: RegExp) => {
	const {length} = bytesOf(text);
	for (let first = 0; first <= length; first++) {
		for (let second = first; second <= length; second += second === first ? 1 : 3) {
			t.is(toldWith(text, [first, second]).join('').replaceAll(begun ?? /(?!)/g, '••••'), wanted, `pauses at ${first} and ${second}`);
		}
	}
});

test('tells a line as it is, wherever it pauses', pauses, 'Go on? [y/N] é\tno 40%\r50% 😀 done\nnext', 'Go on? [y/N] é\tno 40%\r50% 😀 done\nnext');
test('hides a known secret, wherever it pauses', pauses, `first ${known}, ${known}\nlast ${known}`, 'first ••••, ••••\nlast ••••', /\bh(?:un?)?•{4}/g);
test('hides what is given to a name, wherever it pauses', pauses, 'password: hunter2 and {"token": "abc def"} and api_key=abc\n', 'password: •••• and {"token": "••••"} and api_key=••••\n');
test('hides tokens, wherever it pauses', pauses, 'with sk-ant-0123456789 and eyJabcdefgh.abcdefghij.abc end\n', 'with •••• and •••• end\n', /\b(?:sk?|ey?)•{4}/g);
test('hides what follows a scheme and an option, wherever it pauses', pauses, 'X: Bearer abcdefghij, --token abc at db://me:abc@host/x\n', 'X: Bearer ••••, --token •••• at db://••••@host/x\n');

test('tells a question whole, and of a last word only what can be no token', t => {
	t.deepEqual(toldWith('Passphrase: ', []), ['', 'Passphrase: ', '']);
	t.deepEqual(toldWith('no newline at end', []), ['', 'no newline at end', '']);
	t.deepEqual(toldWith('Initialising...', []), ['', 'Initialising...', '']);
	t.deepEqual(toldWith('commit 0123456789abcdef', []), ['', 'commit ', '0123456789abcdef']);
	t.deepEqual(toldWith('with hunter', []), ['', 'with ', 'hunter']);
	t.deepEqual(toldWith('caf\u00E9', [4]), ['', 'caf', '', 'é', '']);
});

test('tells what was drawn over before the end of the line, never within a secret', t => {
	const reader = createLogReader({redactor, mark});
	const states = Array.from({length: 300}, (_, index) => `${index}% with ${known}, sk-ant-0123456789\r`);
	const told = states.map(state => reader.feed(bytesOf(state))).join('');
	t.true(reader.held() <= 2000 && told.length > 5000, `${reader.held()} held, ${told.length} told`);
	const whole = Buffer.from(told + reader.pause() + reader.feed('\n') + reader.end(), 'latin1').toString();
	t.is(whole, `${states.map((_, index) => `${index}% with ••••, ••••\r`).join('')}\n`);
});
