import {isClaudeReady} from '../../helpers/claude.js';
import {leaveByInterrupts, tellStory} from '../../helpers/agent-story.js';

tellStory({
	agent: 'claude',
	title: 'Claude Code',
	letter: 'c',
	dialect: 'messages',
	path: '/v1/messages',
	// Its own settings lead elsewhere, which a launch by the gateway must not follow.
	files: {'.claude/settings.json': '{"cleanupPeriodDays": 365, "env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9/elsewhere", "ANTHROPIC_MODEL": "own-model", "ANTHROPIC_AUTH_TOKEN": "own-made-up"}}\n'},
	answered: project => ({'.claude.json': JSON.stringify({hasCompletedOnboarding: true, projects: {[project]: {hasTrustDialogAccepted: true}}})}),
	makes: ['.claude.json', '.cache', '.local'],
	isReady: isClaudeReady,
	leave: leaveByInterrupts,
	said: stdout => (JSON.parse(stdout) as {readonly result: string}).result,
	isAside: () => false,
	lookups: {},
});
