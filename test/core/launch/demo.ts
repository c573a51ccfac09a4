import test from 'ava';
import {planDemo} from '../../../source/core/launch/demo.js';

const given = {
	argv: ['/usr/bin/node', '/clutch/dist/demo.js'] as const,
	gateway: 'http://127.0.0.1:8082',
	ids: {session: 's1', conversation: 'c1'},
	launches: '/state/launches',
	cwd: '/home/dev',
	env: {PATH: '/bin', CLUTCH_HOME: '/tmp/home', ANTHROPIC_API_KEY: 'secret', TMUX: 'x', CLAUDE_CODE_CHILD_SESSION: '1'},
};

test('starts the demo agent through the gateway with nothing of the user\'s', t => {
	const {launch, recipe, session} = planDemo(given);
	t.deepEqual({launch, session}, {
		session: 's1',
		launch: {
			file: '/usr/bin/node',
			args: ['/clutch/dist/demo.js', 'agent', '--session-id', 'c1'],
			cwd: '/home/dev',
			env: {
				PATH: '/bin', TERM: 'xterm-256color', COLORTERM: 'truecolor', CLUTCH_HOME: '/tmp/home',
				ANTHROPIC_BASE_URL: 'http://127.0.0.1:8082/p/demo/s/s1',
			},
		},
	});
	t.like(recipe, {agent: 'demo', profile: 'demo', conversation: 'c1', route: 'p'});
});

test('goes on with a conversation', t => {
	const {launch, recipe} = planDemo({...given, conversation: 'old'});
	t.deepEqual(launch.args.slice(1), ['agent', '--resume', 'old']);
	t.is(recipe.conversation, 'old');
});
