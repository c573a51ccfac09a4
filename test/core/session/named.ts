import test, {type ExecutionContext} from 'ava';
import {nameProblem, sessionOf} from '../../../source/core/session/named.js';

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
test(isProblem, 'x'.repeat(101), 'A name has at most 100 characters.');
