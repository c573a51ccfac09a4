import test, {type ExecutionContext} from 'ava';
import {freeName, nameAfter, nameProblem, sessionOf} from '../../../source/core/session/named.js';

const sessions = [{id: 'a1b2', name: 'api'}, {id: 'a1c3', name: 'web'}, {id: 'ffff', name: 'web'}, {id: 'web2', name: 'a1'}];

const means = test.macro({
	exec(t: ExecutionContext, word: string, expected: string) {
		const answer = sessionOf(word, sessions);
		const got = answer.type === 'found' ? answer.session.id : (answer.type === 'several' ? `${answer.by}: ${answer.sessions.map(({id}) => id).join(' ')}` : `near ${answer.near ?? 'nothing'}`);
		t.is(got, expected);
	},
	title: (_: string | undefined, word: string, expected: string) => `"${word}" means ${expected}`,
});

test(means, 'a1b2', 'a1b2');
test(means, 'api', 'a1b2');
test(means, 'a1b', 'a1b2');
test(means, 'ff', 'ffff');
test(means, 'web', 'name: a1c3 ffff');
test(means, 'web2', 'web2');
// A whole name comes before the beginning of ids.
test(means, 'a1', 'web2');
test('a beginning that fits several ids is not taken for one of them', t => {
	t.deepEqual(sessionOf('a1', sessions.slice(0, 3)), {type: 'several', by: 'id', sessions: sessions.slice(0, 2)});
});
test(means, 'f', 'near nothing');
test(means, 'apo', 'near api');

const isProblem = test.macro({
	exec(t: ExecutionContext, name: string, expected: string | undefined) {
		t.is(nameProblem(name, {id: 'ffff', sessions}), expected);
	},
	title: (_: string | undefined, name: string, expected: string | undefined) => `a new name ${JSON.stringify(name.slice(0, 20))}: ${expected ?? 'is taken'}`,
});

test(isProblem, 'my work', undefined);
test(isProblem, 'api', undefined);
test(isProblem, 'ffff', undefined);
test(isProblem, '', 'A name has to have something in it.');
test(isProblem, ' \t', 'A name has to have something in it.');
test(isProblem, 'a\u001B[2Jb', 'A name has no control characters in it.');
test(isProblem, 'a1b2', '"a1b2" is the id of another session.');
test(isProblem, 'x'.repeat(200), undefined);
test(isProblem, 'x'.repeat(201), 'A name has at most 200 characters.');
test(isProblem, '-x', 'A name does not begin with a dash: it would be taken for an option.');
test(isProblem, 'a\u2028b', 'A name has no control characters in it.');

for (const [text, name] of [['api-server', 'api-server'], ['--weird \n one', 'weird   one'], ['--', 'session'], ['x'.repeat(300), 'x'.repeat(200)]] as const) {
	test(`a session is called ${JSON.stringify(name.slice(0, 20))} after ${JSON.stringify(text.slice(0, 20))}`, t => {
		t.is(nameAfter(text), name);
	});
}

for (const [word, near] of [['my sesion', 'my session 🦊'], ['My Session', 'my session 🦊'], ['reveiw the', 'review the pull request of yesterday'], ['cafe', 'café ☕'], ['q', undefined], ['nothing', undefined]] as const) {
	test(`"${word}" is near ${near ?? 'nothing'}`, t => {
		const answer = sessionOf(word, ['my session 🦊', 'review the pull request of yesterday', 'café ☕', '🦊'].map((name, index) => ({id: `${index}${index}ffff`, name})));
		t.deepEqual(answer, {type: 'none', near});
	});
}

test('a name that nobody chose gets the lowest number that makes it mean one session', t => {
	const named = (...names: readonly string[]) => names.map((name, index) => ({id: `id-${index}`, name}));
	t.is(freeName('proj', named('web')), 'proj');
	t.is(freeName('proj', named('proj')), 'proj-2');
	t.is(freeName('proj', named('proj', 'proj-2', 'proj-4')), 'proj-3');
	t.is(freeName('id-0', named('web')), 'id-0-2');
	const long = 'x'.repeat(200);
	t.is(freeName(long, named(long)), `${'x'.repeat(198)}-2`);
});
