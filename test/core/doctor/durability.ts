import test from 'ava';
import {examineHolders, examinePlaces, examineScope, type PlaceFacts, type ScopeFacts} from '../../../source/core/doctor/durability.js';
import {examineMultiplexer, multiplexerFacts, multiplexerOf} from '../../../source/core/doctor/multiplexer.js';
import type {Finding} from '../../../source/core/doctor/finding.js';

const seen = (findings: readonly Finding[]) => findings.map(({id, status, sentence}) => `${status} ${id}: ${sentence}`);

const linux: ScopeFacts = {platform: 'linux', answer: 'scope', lingers: true, killsAtLogout: true};

const scopes: ReadonlyArray<readonly [facts: Partial<ScopeFacts>, expected: readonly string[]]> = [
	[{}, ['ok systemd: The user\'s systemd runs: every session is started in a scope of its own, which the end of a login does not reach.', 'ok systemd.linger: Lingering is on: sessions live on when the last login ends.']],
	[{lingers: false}, ['ok systemd: The user\'s systemd runs: every session is started in a scope of its own, which the end of a login does not reach.', 'warn systemd.linger: Lingering is off: the user\'s systemd ends with the last login, and sessions with it.']],
	[{answer: 'no-user-manager'}, ['info systemd: Sessions get no scope of their own: there is no systemd of the user here.', 'warn systemd.logout: logind is set to end what a login leaves behind (KillUserProcesses=yes), and without a scope sessions are among that.']],
	[{answer: 'no-runtime-folder', killsAtLogout: false}, ['info systemd: Sessions get no scope of their own: XDG_RUNTIME_DIR is not set, so no systemd of the user can be asked.', 'ok systemd.logout: logind leaves alone what a login leaves behind (KillUserProcesses=no).']],
	[{answer: 'no-systemd-run', killsAtLogout: undefined}, ['info systemd: Sessions get no scope of their own: systemd-run is not installed.']],
	[{platform: 'darwin', answer: 'not-linux'}, ['info systemd: There is no systemd on darwin; sessions live until you log out or the machine ends.']],
];

for (const [facts, expected] of scopes) {
	test(`says whether sessions outlive a logout: ${JSON.stringify(facts)}`, t => {
		t.deepEqual(seen(examineScope({...linux, ...facts})), expected);
	});
}

test('counts the holders that live, and names those of another version or install', t => {
	t.deepEqual(seen(examineHolders([])), ['ok holders: No session or service lives.']);
	t.deepEqual(seen(examineHolders([
		{id: 'a1', protocol: 99, scoped: true, foreign: false},
		{id: 'b2', protocol: 1, scoped: false, foreign: true},
	])), [
		'ok holders: 2 holders live, 1 of them in scopes of their own.',
		'info holders.protocol: 1 holder of an earlier version (protocol 1) goes on working: b2.',
		'info holders.install: 1 holder was started by another install of Clutch: b2.',
	]);
});

const places: PlaceFacts = {run: '/run/user/7/clutch', wantedRun: '/run/user/7/clutch', socketBytes: 48, runProblem: undefined, state: '/home/u/state', stateProblem: undefined, freeBytes: 3 * 1024 ** 3};

test('says where sockets and state are, and what stands in the way of them', t => {
	t.deepEqual(seen(examinePlaces(places)), ['ok run: Sockets are in /run/user/7/clutch; the longest path has 48 of 103 bytes.', 'ok state: What is kept is in /home/u/state, with 3.0 GB free.']);
	t.deepEqual(seen(examinePlaces({...places, run: '/tmp/clutch-7-abc', freeBytes: 50 * 1024 ** 2})).slice(1), [
		'info run.short: /run/user/7/clutch is too long for the path of a socket, so sockets are in /tmp/clutch-7-abc.',
		'ok state: What is kept is in /home/u/state, with 50 MB free.',
		'warn state.space: Only 50 MB are free for /home/u/state.',
	]);
	t.deepEqual(seen(examinePlaces({...places, runProblem: 'the disk is full', stateProblem: 'the file system is read-only'})), [
		'bad run: Nothing can be written into /run/user/7/clutch: the disk is full. What lives goes on; nothing new starts.',
		'bad state: Nothing can be written into /home/u/state: the file system is read-only. Sessions live and start, and are not remembered after a restart of the machine.',
	]);
});

test('says what the multiplexer around it lets through', t => {
	const env = {TERM: 'tmux-256color', TMUX: '/tmp/tmux-0/default,1,0'};
	t.is(multiplexerOf(env), 'tmux');
	t.deepEqual(seen(examineMultiplexer(multiplexerFacts('tmux', {'allow-passthrough': 'off', 'focus-events': 'on', 'set-clipboard': 'external', features: '256,RGB'}), env)), [
		'info terminal.multiplexer: This is inside tmux, which keeps some keys to itself.',
		'ok terminal.multiplexer.truecolour: tmux passes on all colours.',
		'info terminal.multiplexer.passthrough: tmux does not pass on sequences it does not know.',
		'ok terminal.multiplexer.focus: tmux passes on whether the window has the focus.',
		'ok terminal.multiplexer.clipboard: tmux passes on what is copied to the clipboard.',
	]);
	// One that does not answer is not spoken for.
	t.deepEqual(seen(examineMultiplexer(multiplexerFacts('tmux', undefined), {...env, TERM: 'screen'})), [
		'info terminal.multiplexer: This is inside tmux, which keeps some keys to itself.',
		'warn terminal.multiplexer.colours: TERM is screen inside tmux, which means 8 colours.',
	]);
	t.deepEqual(examineMultiplexer(multiplexerFacts('screen', undefined), {TERM: 'screen-256color', STY: '1.pts'}).map(({id, status}) => `${status} ${id}`), ['info terminal.multiplexer', 'info terminal.multiplexer.truecolour', 'info terminal.multiplexer.focus', 'info terminal.multiplexer.clipboard']);
});

test('says that it is used over SSH, and nothing of a multiplexer that is not there', t => {
	t.deepEqual(examineMultiplexer(undefined, {SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22', TERM: 'xterm'}).map(({id}) => id), ['terminal.ssh']);
	t.deepEqual(examineMultiplexer(undefined, {TERM: 'xterm'}), []);
});
