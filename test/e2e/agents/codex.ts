import {tellStory} from '../../helpers/agent-story.js';

type Event = {readonly type: string; readonly item?: {readonly type: string; readonly text?: string}};

tellStory({
	agent: 'codex',
	title: 'Codex',
	letter: 'x',
	dialect: 'responses',
	path: '/v1/responses',
	files: {'.codex/config.toml': '# of the user\nmodel_reasoning_effort = "low"\n'},
	// It counts there how often it has shown its news.
	withoutOwn: content => content.replace(/\n\[tui]\n[\s\S]*$/, ''),
	makes: [],
	isReady: text => text.includes('OpenAI Codex') && text.includes('› ') && text.includes('? for shortcuts'),
	async leave(terminal) {
		// While it works the same key would only interrupt it.
		await terminal.waitFor('it is idle', text => text.lastIndexOf('Worked for') > text.lastIndexOf('\n• '));
		terminal.write('\u0003');
	},
	// It would say so among its events if it knew nothing of the model.
	said: stdout => stdout.includes('Model metadata') ? stdout : stdout.split('\n').filter(Boolean).map(line => JSON.parse(line) as Event).findLast(event => event.item?.type === 'agent_message')?.item?.text ?? '',
	conversation: ({arrived}) => arrived[0]?.headers['session-id'],
	isAside: ({body}) => body.includes('"codex_output_schema"'),
	lookups: {'raw.githubusercontent.com': 'its screen fetches a tip at every start; no flag or setting keeps it from that'},
});
