import test from 'ava';
import {agreeProtocol, isFromHolder, parseToHolder} from '../../../source/core/ipc/holder-check.js';

const accepts = test.macro<[message: unknown, parsed?: unknown]>({
	exec(t, message, parsed) {
		t.deepEqual(parseToHolder(message), (parsed ?? message) as never);
	},
	title: (_, message) => `understands ${JSON.stringify(message)}`,
});

const refuses = test.macro({
	exec(t, message: unknown, problem: string) {
		t.is(parseToHolder(message), problem);
	},
	title: (_: string | undefined, message: unknown) => `refuses ${JSON.stringify(message)}`,
});

test(accepts, {type: 'hello', protocol: [1, 1], role: 'user', client: 'dashboard'});
test(accepts, {type: 'hello', protocol: [1, 7], role: 'probe', client: '', later: true}, {type: 'hello', protocol: [1, 7], role: 'probe', client: ''});
test(accepts, {type: 'attach', from: 'oldest'});
test(accepts, {type: 'attach', from: 'live'});
test(accepts, {type: 'attach', from: 2 ** 40});
test(accepts, {type: 'attach', from: 'screen', credit: 262_144});
test(accepts, {type: 'attach', from: 'history'});
test(accepts, {type: 'hello', protocol: [1, 2], role: 'sender', client: 'send'});
test(accepts, {type: 'ack', offset: 0});
test(accepts, {type: 'take'});
test(accepts, {type: 'resize', cols: 1, rows: 1000});
test(accepts, {type: 'stop', graceMs: 0});
test(accepts, {type: 'stop', graceMs: 5000, signal: 'SIGINT'});
test(accepts, {type: 'signal', signal: 'SIGINT'});
test(accepts, {type: 'signal', signal: 'SIGUSR1'});
test(accepts, {type: 'close'});

const badProtocol = 'hello: `protocol` has to be the lowest and the highest version';
const badSize = 'resize: `cols` and `rows` have to be 1 to 1000';
const badSignal = 'signal: `signal` has to be a name such as "SIGINT"';
const badFrom = 'attach: `from` has to be an offset, "oldest", "live", "screen" or "history"';

test(refuses, undefined, 'a message that is not an object');
test(refuses, null, 'a message that is not an object');
test(refuses, [1], 'a message that is not an object');
test(refuses, {}, 'a message without a type');
test(refuses, {type: 'hello', role: 'user', client: 'x'}, badProtocol);
test(refuses, {type: 'hello', protocol: [1], role: 'user', client: 'x'}, badProtocol);
test(refuses, {type: 'hello', protocol: [1, '2'], role: 'user', client: 'x'}, badProtocol);
test(refuses, {type: 'hello', protocol: [1, 1], role: 'root', client: 'x'}, 'hello: `role` has to be user, daemon, viewer, probe or sender');
test(refuses, {type: 'hello', protocol: [1, 1], role: 'user'}, 'hello: `client` has to be a name');
test(refuses, {type: 'attach', from: -1}, badFrom);
test(refuses, {type: 'attach', from: 1.5}, badFrom);
test(refuses, {type: 'attach', from: 'start'}, badFrom);
test(refuses, {type: 'attach', from: 0, credit: 0}, 'attach: `credit` has to be a number of bytes');
test(refuses, {type: 'attach', from: 0, credit: '1'}, 'attach: `credit` has to be a number of bytes');
test(refuses, {type: 'ack', offset: '5'}, 'ack: `offset` has to be an offset');
test(refuses, {type: 'resize', cols: 0, rows: 24}, badSize);
test(refuses, {type: 'resize', cols: 80, rows: 1001}, badSize);
test(refuses, {type: 'resize', cols: 80}, badSize);
test(refuses, {type: 'stop'}, 'stop: `graceMs` has to be milliseconds');
test(refuses, {type: 'signal', signal: 9}, badSignal);
test(refuses, {type: 'signal', signal: 'KILL'}, badSignal);

test('passes over what a later client says', t => {
	t.is(parseToHolder({type: 'reboot', at: 5}), undefined);
});

test('agrees on the highest version that both speak', t => {
	const ours = {minimum: 2, maximum: 4};
	t.deepEqual(
		[agreeProtocol(ours, [1, 3]), agreeProtocol(ours, [3, 9]), agreeProtocol(ours, [4, 4]), agreeProtocol(ours, [1, 1]), agreeProtocol(ours, [5, 6]), agreeProtocol(ours, [3, 1])],
		[3, 4, 4, undefined, undefined, undefined],
	);
});

test('knows the answers of a holder and passes over others', t => {
	t.deepEqual([isFromHolder({type: 'gap', from: 0, to: 1}), isFromHolder({type: 'news'}), isFromHolder('exited')], [true, false, false]);
});
