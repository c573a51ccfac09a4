import test from 'ava';
import {hookState, readGain, rtkFigures, rtkService} from '../../../../source/core/service/components/rtk.js';

test('reads what RTK counts, and takes no other program for it', t => {
	t.deepEqual([
		readGain('{"summary": {"total_commands": 13, "total_input": 1324, "total_output": 1223, "total_saved": 138}}'),
		readGain('{"summary": {"total_commands": 0, "total_input": 0, "total_output": 0}}'),
		readGain('{"summary": {}}'),
		readGain('[]'),
		readGain('rtk 0.1.0'),
		readGain('null'),
	], [{commands: 13, input: 1324, output: 1223}, {commands: 0, input: 0, output: 0}, undefined, undefined, undefined, undefined]);
});

test('calls saved what is left of the input, not what RTK calls so', t => {
	const shown = (input: number, output: number) => rtkFigures({gain: {commands: 1, input, output}, hook: 'absent'}).map(({text, value}) => [text, value]);
	t.deepEqual(shown(1324, 1223), [['101 tokens', 101], ['not installed', 0], ['1', 1]]);
	t.deepEqual(shown(100, 1700)[0], ['−1.6 k tokens', -1600]);
});

const settings: ReadonlyArray<readonly [title: string, text: string, found: boolean]> = [
	['its entry is there', '{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "rtk hook claude"}]}]}}', true],
	['it stands behind another one, with a path', '{"hooks": {"PreToolUse": [{"hooks": [{"command": "x"}]}, {"hooks": [{"command": "x"}, {"command": "/opt/rtk hook claude"}]}]}}', true],
	['it was taken away', '{"hooks": {"PreToolUse": []}}', false],
	['only another event has it', '{"hooks": {"PostToolUse": [{"hooks": [{"command": "rtk hook claude"}]}]}}', false],
	['the file is broken', '{"hooks"', false],
	['its members are of other kinds', '{"hooks": {"PreToolUse": [1, {"hooks": 2}, {"hooks": [null]}]}}', false],
];

for (const [title, text, found] of settings) {
	test(`${found ? 'finds' : 'misses'} the hook where ${title}`, t => {
		t.is(hookState(text), found ? 'installed' : 'absent');
	});
}

test('says what RTK is and what to do, as a service without a process', t => {
	const common = {status: 'found', file: '/bin/rtk', version: '0.42.4', gain: {commands: 0, input: 0, output: 0}} as const;
	const notes = [
		rtkService({status: 'missing'}),
		rtkService({status: 'wrong', file: '/bin/rtk'}),
		rtkService({status: 'silent', file: '/bin/rtk', problem: 'no answer within 3 s'}),
		rtkService({...common, hook: 'absent'}),
		rtkService({...common, hook: 'installed'}),
	].map(({state, facts}) => [state.status, facts?.installed, facts?.enabled, facts?.note]);
	t.deepEqual(notes, [
		['stopped', false, false, undefined],
		['stopped', false, true, '/bin/rtk is another program of that name; clutch service add rtk installs RTK beside it'],
		['stopped', true, true, '/bin/rtk did not say what it saved (no answer within 3 s)'],
		['stopped', true, true, 'no agent uses it yet: clutch service add rtk offers its hook for Claude Code'],
		['stopped', true, true, undefined],
	]);
});
