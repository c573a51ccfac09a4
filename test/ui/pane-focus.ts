import test from 'ava';
import {createPaneFocus} from '../../source/ui/pane-focus.js';

test('programs that asked are told when they get and lose the focus, by pane and by window', t => {
	const log: string[] = [];
	const focus = createPaneFocus({
		modes: session => session === 'unknown' ? undefined : {focusEvents: session !== 'deaf'},
		tell(bytes, session) {
			log.push(`${session} ${Buffer.from(bytes).toString().slice(1)}`);
		},
	});
	focus.follow('a');
	focus.follow('a');
	focus.follow('deaf');
	focus.follow('b');
	focus.terminal(false);
	focus.terminal(false);
	// Nobody looks at either.
	focus.follow('a');
	focus.terminal(true);
	focus.follow('unknown');
	focus.follow(undefined);
	t.deepEqual(log, ['a [I', 'a [O', 'b [I', 'b [O', 'a [I', 'a [O']);
});
