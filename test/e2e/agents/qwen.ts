import {leaveByInterrupts, tellStory} from '../../helpers/agent-story.js';

tellStory({
	agent: 'qwen',
	title: 'Qwen Code',
	letter: 'q',
	dialect: 'chat',
	path: '/v1/chat/completions',
	// As it writes them itself. Its own settings know a model of the test and lead elsewhere, which a launch by the gateway must not follow.
	files: {'.qwen/settings.json': JSON.stringify({ui: {hideTips: true}, modelProviders: {openai: [{id: 'left-alone', name: 'own', baseUrl: 'http://127.0.0.1:9/elsewhere', envKey: 'OPENAI_API_KEY'}]}, $version: 4}, undefined, 2)},
	makes: ['.qwen'],
	isReady: text => text.includes('Type your message'),
	leave: leaveByInterrupts,
	said: stdout => (JSON.parse(stdout) as ReadonlyArray<{readonly type: string; readonly result?: string}>).find(message => message.type === 'result')?.result ?? '',
	isAside: ({body}) => /managed memory extraction subagent|\[SUGGESTION MODE:/.test(body),
	lookups: {},
});
