import test from 'ava';
import {plainHelp} from '../../../../source/core/view/plain/plain-help.js';
import {readPlainLine, type PlainLine} from '../../../../source/core/view/plain/plain-line.js';

const verbs = new Set(['show-nothing', 'kill', 'send', 'restore', 'spawn', 'keys', 'logs']);

const lines: ReadonlyArray<readonly [typed: string, meant: PlainLine]> = [
	['  ', {type: 'nothing'}],
	['cip fix it, please', {type: 'code', line: 'cip fix it, please'}],
	['12', {type: 'number', number: 12}],
	['/ retry ', {type: 'search', text: 'retry'}],
	['?', {type: 'help'}],
	['$', {type: 'shell', who: ''}],
	['$ 2', {type: 'shell', who: '2'}],
	['shell api', {type: 'shell', who: 'api'}],
	[': npm run "all tests"', {type: 'command', words: ['npm', 'run', 'all tests']}],
	[':', {type: 'wrong', problem: 'Type a command behind the colon, such as : npm test.'}],
	[': "x', {type: 'wrong', problem: 'The quote " is not closed.'}],
	['show 1', {type: 'show', who: '1', above: undefined}],
	['show 1 200', {type: 'show', who: '1', above: '200'}],
	['find 1 two words', {type: 'find', who: '1', text: 'two words'}],
	['press 1 Ctrl+C Enter', {type: 'press', who: '1', keys: ['Ctrl+C', 'Enter']}],
	['rename 1 a name', {type: 'rename', who: '1', text: 'a name'}],
	['send 1 yes', {type: 'send', who: '1', text: 'yes'}],
	['send --keys api Escape', {type: 'verb', words: ['send', '--keys', 'api', 'Escape']}],
	['kill 1', {type: 'kill', who: '1'}],
	['kill one two', {type: 'verb', words: ['kill', 'one', 'two']}],
	['restore all', {type: 'restore', who: 'all'}],
	['restore --dry-run', {type: 'verb', words: ['restore', '--dry-run']}],
	['request 3', {type: 'request', number: 3}],
	['SPAWN cip -p "fix it"', {type: 'verb', words: ['spawn', 'cip', '-p', 'fix it']}],
	['set theme light', {type: 'set', name: 'theme', value: 'light'}],
	['services', {type: 'services'}],
	['start headroom', {type: 'service', verb: 'start', id: 'headroom'}],
	['log db', {type: 'service', verb: 'log', id: 'db'}],
	['start', {type: 'unknown', word: 'start'}],
	['constable', {type: 'unknown', word: 'constable'}],
];

for (const [typed, meant] of lines) {
	test(`reads ${JSON.stringify(typed)}`, t => {
		t.deepEqual(readPlainLine(typed, verbs), meant);
	});
}

test('every word that the help names is read as one', t => {
	const words = plainHelp.slice(2, -1).map(line => (line.split(/ {2,}/)[0] ?? '').replace('NUMBER, or all', 'all').replace(/ or .*/, '').replace('a number', '1').replace('/TEXT', '/x'));
	t.true(words.length > 20);
	for (const line of words) {
		t.notRegex(readPlainLine(line, verbs).type, /unknown|wrong/, `of ${line}`);
	}
});
