import test from 'ava';
import {notificationBytes, notificationForm, titleBytes, type NotificationForm} from '../../../../source/core/view/attention/form.js';

const forms: ReadonlyArray<readonly [env: Readonly<Record<string, string>>, form: NotificationForm]> = [
	[{}, 'bell'],
	[{TERM: 'xterm-256color'}, 'bell'],
	[{TERM_PROGRAM: 'iTerm.app', TERM: 'xterm-256color'}, 'osc9'],
	[{TERM_PROGRAM: 'WezTerm'}, 'osc9'],
	[{TERM: 'xterm-kitty'}, 'osc9'],
	[{TERM_PROGRAM: 'ghostty', TERM: 'xterm-ghostty'}, 'osc777'],
	[{TERM: 'foot'}, 'osc777'],
	[{TERM: 'xterm-kitty', TMUX: '/tmp/tmux-1000/default,1,0'}, 'bell'],
];

for (const [env, form] of forms) {
	test(`${JSON.stringify(env)} is told by ${form}`, t => {
		t.is(notificationForm('auto', env), form);
		t.is(notificationForm('off', env), 'off');
		t.is(notificationForm('osc777', env), 'osc777');
	});
}

const hostile = {title: 'clutch: a;b', text: 'done\u001B]52;c;ZXZpbA==\u0007 \u009B31m and \u202Emore'};

test('nothing but words goes out', t => {
	t.is(notificationBytes('bell', hostile, {passed: false}), '\u0007');
	t.is(notificationBytes('off', hostile, {passed: false}), '');
	t.is(notificationBytes('osc9', hostile, {passed: false}), '\u001B]9;clutch: a;b done ]52;c;ZXZpbA== 31m and more\u001B\\');
	t.is(notificationBytes('osc777', hostile, {passed: false}), '\u001B]777;notify;clutch: a,b;done ]52;c;ZXZpbA== 31m and more\u001B\\');
	t.is(notificationBytes('osc9', {title: 'clutch', text: 'x'.repeat(1000)}, {passed: false}).length, 160 + '\u001B]9;\u001B\\'.length);
	t.is(titleBytes('clutch · 2 need you\u0007'), '\u001B]2;clutch · 2 need you\u001B\\');
});

test('through tmux each escape is doubled', t => {
	t.is(notificationBytes('osc9', {title: 'clutch', text: 'is done'}, {passed: true}), '\u001BPtmux;\u001B\u001B]9;clutch is done\u001B\u001B\\\u001B\\');
});
