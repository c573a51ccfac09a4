import {tellStory} from '../../helpers/agent-story.js';

tellStory({
	agent: 'pi',
	title: 'Pi',
	letter: 'p',
	dialect: 'chat',
	path: '/v1/chat/completions',
	files: {
		// As it writes them itself; without the version it would add that.
		'.pi/agent/settings.json': '{\n  "quietStartup": false,\n  "lastChangelogVersion": "1.5.2"\n}',
		'.pi/agent/models.json': '{"providers": {}}\n',
	},
	makes: [],
	isReady: text => /\(auto\)\s+\S+/.test(text) && text.includes('escape interrupt'),
	async leave(terminal) {
		terminal.write('\u0004');
	},
	said: stdout => stdout,
	isAside: () => false,
	lookups: {},
});
