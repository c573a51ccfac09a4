import {tellStory} from '../../helpers/agent-story.js';

tellStory({
	agent: 'qwen',
	title: 'Qwen Code',
	letter: 'q',
	dialect: 'chat',
	path: '/v1/chat/completions',
	files: {'.qwen/settings.json': '{\n  "ui": {\n    "hideTips": true\n  },\n  "$version": 4\n}'},
	makes: ['.qwen'],
	isReady: text => text.includes('Type your message'),
	async leave(terminal) {
		terminal.write('\u0003');
		await terminal.waitFor('it says how to leave', text => text.includes('again to exit'));
		terminal.write('\u0003');
	},
	said: stdout => (JSON.parse(stdout) as ReadonlyArray<{readonly type: string; readonly result?: string}>).find(message => message.type === 'result')?.result ?? '',
	isAside: ({body}) => /managed memory extraction subagent|\[SUGGESTION MODE:/.test(body),
	lookups: {},
});
