import {tellStory} from '../../helpers/agent-story.js';

type Event = {readonly type: string; readonly part?: {readonly text?: string}};

tellStory({
	agent: 'opencode',
	title: 'OpenCode',
	letter: 'o',
	dialect: 'chat',
	path: '/v1/chat/completions',
	files: {
		// Its own settings lead elsewhere, which a launch by the gateway must not follow.
		'.config/opencode/opencode.json': '{"$schema": "https://opencode.ai/config.json", "share": "disabled", "provider": {"clutch": {"options": {"baseURL": "http://127.0.0.1:9/elsewhere"}}}}\n',
		// In a home folder where it has never been online it asks the registry of npm for its plugin package; here it has been once.
		'.config/opencode/package-lock.json': '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"@opencode-ai/plugin": "1.18.33"}}}}\n',
		'.config/opencode/node_modules/.package-lock.json': '{}\n',
	},
	makes: ['.local', '.cache', '.config'],
	isReady: text => text.includes('ctrl+p commands'),
	async leave(terminal) {
		terminal.write('\u0003');
	},
	said: stdout => stdout.split('\n').filter(Boolean).map(line => JSON.parse(line) as Event).findLast(event => event.type === 'text')?.part?.text ?? '',
	conversation: ({arrived}) => arrived[0]?.headers['x-session-id'],
	isAside: ({body}) => body.includes('You are a title generator'),
	lookups: {},
});
