import process from 'node:process';
import test from 'ava';
import {createRedactor, redact, secretForms} from '../../../source/core/log/redact.js';
import {createSecretFinder} from '../../../source/core/log/secret-finder.js';

const hides = test.macro({
	exec(t, text: string, wanted: string) {
		t.is(redact(text), wanted);
	},
	title: (_, text) => `hides what is secret in ${JSON.stringify(text)}`,
});

test(hides, 'Authorization: Bearer abcdefgh12345678', 'Authorization: •••• ••••');
test(hides, 'basic dXNlcjpwYXNz done', 'basic •••• done');
test(hides, 'using sk-ant-api03-abcdefgh, hf_abcdefghij', 'using ••••, ••••');
test(hides, 'OPENROUTER_API_KEY=abc next', 'OPENROUTER_API_KEY=•••• next');
test(hides, String.raw`{"api_key":"a \"b\" c","ok":true}`, '{"api_key":"••••","ok":true}');
test(hides, String.raw`{"body":"{\"token\":\"abc\",\"n\":1}"}`, String.raw`{"body":"{\"token\":••••,\"n\":1}"}`);
test(hides, 'password = \'two words\' x', 'password = •••• x');
test(hides, 'http://me:secret@host/path', 'http://••••@host/path');
test(hides, 'set-cookie: session=abc; Path=/', 'set-cookie: ••••; Path=/');
test(hides, 'max_tokens: 5, keys: 3, monkey business, env_key=OPENAI_API_KEY', 'max_tokens: 5, keys: 3, monkey business, env_key=OPENAI_API_KEY');
test(hides, 'open postgres://u:SuperSecretPw99@h/db, amqp://:pw@q', 'open postgres://••••@h/db, amqp://••••@q');
test(hides, 'sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJ_SMeKKF2 now', 'sent •••• now');
test(hides, 'AKIAIOSFODNN7EXAMPLE ASIAIOSFODNN7EXAMPLE AKIAshort', '•••• •••• AKIAshort');
test(hides, '{"user":"u","pass":"hunter22","passes":3}', '{"user":"u","pass":"••••","passes":3}');
test(hides, '{"pass":12,"fail":0} 5 pass, bypass: yes', '{"pass":12,"fail":0} 5 pass, bypass: yes');
test(hides, 'ran api --password hunter2hunter2 --db-token "a b" --api-key k1 --token --verbose', 'ran api --password •••• --db-token •••• --api-key •••• --token --verbose');
test(hides, String.raw`{"pem":"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"}`, String.raw`{"pem":"-----BEGIN PRIVATE KEY-----••••-----END PRIVATE KEY-----\n"}`);
test(hides, `-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n${'Ab1+'.repeat(16)}\nQw==\n-----END RSA PRIVATE KEY-----\nword`, '-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,••••\n••••\n••••\n-----END RSA PRIVATE KEY-----\nword');
test(hides, `no -----BEGIN PRIVATE KEY----- in it\nok all\nready\n${'word\n'.repeat(3)}`, `no -----BEGIN PRIVATE KEY-----••••\nok all\nready\n${'word\n'.repeat(3)}`);
test(hides, 'token=\nnext line', 'token=\nnext line');

test('hides what is known wherever it stands, the longest first', t => {
	const {redact: hide, spans} = createRedactor({secrets: ['hunter2hunter2', 'hunter2hunter2-long', 'another-one', 'short']});
	t.is(hide('xhunter2hunter2y another-oneanother-one hunter2hunter2-long short'), 'x••••y •••••••• •••• short');
	t.deepEqual(spans('a another-one').toSorted(([one], [other]) => one - other), [[2, 13]]);
});

test('finds known texts as a plain search does', t => {
	let seed = 7;
	const random = (most: number) => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return seed % most;
	};

	const word = (length: number) => Array.from({length}, () => 'ab\n'[random(3)]).join('');
	for (let round = 0; round < 300; round++) {
		const secrets = Array.from({length: 1 + random(5)}, () => word(8 + random(4)));
		const text = word(200);
		const wanted = Array.from({length: text.length}, (_, at) => at).flatMap(at => {
			const longest = secrets.filter(secret => text.startsWith(secret, at)).toSorted((one, other) => other.length - one.length)[0];
			return longest === undefined ? [] : [[at, at + longest.length]];
		});
		t.deepEqual(createSecretFinder(secrets)(text).map(span => [...span]), wanted);
	}
});

test('knows a secret as it is, in JSON, in an address, and by its lines', t => {
	t.deepEqual(secretForms(['a b"c/defg']), ['a b"c/defg', String.raw`a b\"c/defg`, 'a%20b%22c%2Fdefg']);
	t.deepEqual(secretForms(['-----BEGIN KEY-----\nMIIEvQIBADANBg\nshort\n']), ['-----BEGIN KEY-----', '-----BEGIN%20KEY-----', 'MIIEvQIBADANBg']);
});

/** What makes a careless pattern look at everything again from every place. */
const hostile: Readonly<Record<string, string>> = {
	'one letter': 'a',
	'keys without an end': 'key="',
	'keys and spaces': 'key   ',
	'escaped quotes': String.raw`token="\" `,
	'other quotes': 'token=\' ',
	addresses: 'http://a',
	'addresses without a slash': '://a:b',
	'JSON that is not signed': 'eyJ-',
	'signed JSON without an end': 'eyJabcdefgh.',
	'options and spaces': '--token   ',
	'options and quotes': '--token "\'',
	'options in a row': '--api-token-secret-',
	'only dashes': '-',
	'a name in quotes': '"pass"  ',
	'keys that begin': '-----BEGIN PRIVATE KEY-----',
	'keys of many lines': '-----BEGIN PRIVATE KEY-----\nabcd\n',
	'bearers and spaces': 'bearer  ',
	'tokens that are too short': 'sk-a ',
	'almost a secret': 'hunter2hunter',
};

for (const [name, unit] of Object.entries(hostile)) {
	test(`looks at a long text once, not again from every place: ${name}`, t => {
		const {redact: hide, spans} = createRedactor({secrets: ['hunter2hunter2', 'secret-that-is-long']});
		const text = unit.repeat((512 * 1024) / unit.length);
		const began = process.threadCpuUsage();
		hide(text);
		spans(text);
		const {user, system} = process.threadCpuUsage(began);
		// Some 50 ms; half a minute and more where every place begins anew.
		t.true(user + system < 5_000_000, `${(user + system) / 1000} ms`);
	});
}
