import test from 'ava';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {panesChrome} from '../../../../source/core/view/work/panes-chrome.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

test('the line over a pane whose program has ended says how, and offers no key', t => {
	const client = clientWith({sessions: [sessionWith({id: 'ended', name: 'r1', state: {status: 'exited', at: 1000, exit: {type: 'code', code: 0}}})]});
	const rect = {x: 0, y: 0, cols: 70, rows: 1};
	const label = (focused: string | undefined) => linesText(panesChrome({client, placement: {panes: [{session: 'ended', rect, label: rect}], separators: []}, area: rect, focused}));
	t.deepEqual(label(undefined), [`─○ claude  r1  Claude Code has ended. ${'─'.repeat(32)}`]);
	t.deepEqual(label('ended'), [`▌○ claude  r1  Claude Code has ended. ${'─'.repeat(32)}`]);
});
