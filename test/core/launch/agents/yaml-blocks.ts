import test, {type ExecutionContext} from 'ava';
import {replaceBlocks} from '../../../../source/core/launch/agents/yaml-blocks.js';

const ours = {model: '{"default":"m"}', custom_providers: '[]'};

const replaces = test.macro({
	exec(t: ExecutionContext, text: string, kept: string) {
		t.is(replaceBlocks(text, ours), `${kept}model: {"default":"m"}\ncustom_providers: []\n`);
	},
	title: (title: string | undefined) => `replaces the blocks ${title ?? ''}`,
});

test('of an empty file', replaces, '', '');
test('of a file without a last line end', replaces, 'agent:\n  max_turns: 7', 'agent:\n  max_turns: 7\n');
test('and leaves all others with their comments', replaces, '# mine\nagent:\n  max_turns: 7 # few\nmodel:\n  default: own\n\n  provider: openrouter\ntools:\n  - web\n', '# mine\nagent:\n  max_turns: 7 # few\ntools:\n  - web\n');
test('whose list stands at the depth of its key', replaces, 'custom_providers:\n- name: own\n  base_url: http://h/v1\n- name: two\nagent: {}\n', 'agent: {}\n');
test('whose key is in quotation marks', replaces, '"model": own\n\'custom_providers\': []\nagent: {}\n', 'agent: {}\n');
test('of a file with the line ends of Windows', replaces, 'model: own\r\nagent:\r\n  a: 1\r\n', 'agent:\n  a: 1\n');
test('of a document with marks around it', replaces, '\uFEFF---\nmodel: own\nagent: 1\n...\n', '---\nagent: 1\n');
test('of a file in braces, which is left out whole', replaces, '# mine\n{"model": {"default": "own"}, "agent": 1}\n', '');
test('and no key that only begins like one or stands deeper', replaces, 'model_aliases:\n  model: own\n', 'model_aliases:\n  model: own\n');
