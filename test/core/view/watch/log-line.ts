import test from 'ava';
import {logLine} from '../../../../source/core/view/watch/log-line.js';

const line = test.macro({
	exec(t, written: string, shown: string) {
		t.is(logLine(written, 3_600_000), shown);
	},
	title: (_: string | undefined, written: string) => `shows a line of a log for people: ${written.slice(0, 60)}`,
});

test(line, '{"at":"2026-11-21T13:07:12.000Z","level":"info","text":"a session is re-attached","session":"k3f","name":"api"}', '14:07:12  info   a session is re-attached  session k3f  name api');
test(line, '{"at":"2026-11-21T13:07:12.000Z","level":"error","text":"no","error":{"message":"the disk is full","stack":"Error: at x.js"},"count":3}', '14:07:12  error  no  error the disk is full  count 3');
test(line, '2026-11-21T13:07:12.000Z info listening', '2026-11-21T13:07:12.000Z info listening');
test(line, '{"cut":', '{"cut":');
test(line, '{"at":"yesterday","level":"info","text":"x"}', '{"at":"yesterday","level":"info","text":"x"}');
