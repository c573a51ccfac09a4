import test from 'ava';
import {readToClutchd} from '../../../source/core/ipc/message.js';

const recipe = {code: 'cip', agent: 'c', route: 'p', credential: 'none', file: 'claude', shownArgs: []};
const open = {type: 'session.open', id: 'k3f', name: 'api', title: 'Claude Code', demo: false, recipe, launch: {file: 'claude', args: [], env: {A: 'b'}, cwd: '/'}, cols: 80, rows: 24};

const good: ReadonlyArray<readonly [name: string, message: object]> = [
	['hello', {type: 'hello', protocol: 1, client: 'test'}],
	['subscribe', {type: 'subscribe'}],
	['watch', {type: 'watch', sessions: ['a', 'svc-x']}],
	['a command', {type: 'call', id: 3, command: {type: 'status'}}],
	['a service to start on a port', {type: 'call', id: 3, command: {type: 'service.start', id: 'gateway', port: 8083}}],
	['a session to open', {type: 'call', id: 3, command: open}],
	['a request that began without a session', {type: 'call', id: 3, command: {type: 'usage.started', id: 'r1'}}],
];

for (const [name, message] of good) {
	test(`takes ${name}`, t => {
		t.deepEqual(readToClutchd(message), {ok: true, message} as never);
	});
}

const bad: ReadonlyArray<readonly [name: string, message: unknown, id: number | undefined]> = [
	['nothing', undefined, undefined],
	['null', null, undefined],
	['an unknown type', {type: 'dance'}, undefined],
	['an unknown command', {type: 'call', id: 4, command: {type: 'dance'}}, 4],
	['a member too many', {type: 'call', id: 4, command: {type: 'status', verbose: true}}, 4],
	['an id that is a path', {type: 'call', id: 5, command: {type: 'session.close', id: '../x'}}, 5],
	['an id longer than a socket name may be', {type: 'call', id: 5, command: {type: 'session.close', id: 'a'.repeat(17)}}, 5],
	['a port that cannot be', {type: 'call', id: 5, command: {type: 'service.start', id: 'gateway', port: 65_536}}, 5],
	['a size of nothing', {type: 'call', id: 5, command: {...open, cols: 0}}, 5],
];

for (const [name, message, id] of bad) {
	test(`refuses ${name}`, t => {
		const read = readToClutchd(message);
		t.false(read.ok);
		t.is(read.ok ? 'taken' : read.id, id as never);
	});
}
