import test from 'ava';
import stringWidth from 'string-width';
import {noLayout} from '../../../../source/core/view/panes/pane-tree.js';
import type {Session} from '../../../../source/core/session/session.js';
import {agentCatalogue} from '../../../../source/core/launch/catalogue.js';
import type {ClientState} from '../../../../source/core/client/state.js';
import {homeBar, workBar} from '../../../../source/core/view/work/bar.js';
import {boxLines} from '../../../../source/core/view/box/box.js';
import {helpLines} from '../../../../source/core/view/keys/help.js';
import {homeHint} from '../../../../source/core/view/home/home-hint.js';
import {homeLines, type HomeInput} from '../../../../source/core/view/home/home.js';
import {messageNotice} from '../../../../source/core/view/box/message-notice.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {coversOf} from '../../../../source/core/view/navigation/overlays.js';
import {pressKey} from '../../../../source/core/view/navigation/press-key.js';
import type {Question} from '../../../../source/core/view/box/question.js';
import {questionLines, questionRect} from '../../../../source/core/view/box/question-box.js';
import {ruleLine} from '../../../../source/core/view/work/rule.js';
import {endingSentence, lookOf} from '../../../../source/core/view/text/session-state.js';
import {sidebarLines} from '../../../../source/core/view/work/sidebar.js';
import {linesText, type Line} from '../../../../source/core/view/text/spans.js';
import {bottomLine} from '../../../../source/core/view/work/work-bar.js';
import {homeInput} from '../../../helpers/home-input.js';
import {clientWith, sessionWith, usage} from '../../../helpers/sessions.js';

const atWork: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};
const waiting = sessionWith({id: 'b', name: 'port', cwd: '/home/me/src/web', activity: 'blocked'});
const crashed = sessionWith({id: 'c', name: 'build', cwd: '/home/me/src/web', state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGSEGV'}, at: 5000}});
const busy = clientWith({sessions: [sessionWith(), waiting, crashed], meter: {...clientWith().meter, sessions: {a: usage}}});

function text(line: Line): string {
	return linesText([line])[0] ?? '';
}

test('Home says its name and folder, and lists the letters of a code', t => {
	const lines = linesText(homeLines(homeInput({installed: {c: '2.1.329', x: '0.169.0', q: 'unknown', h: 'missing'}})));
	t.is(lines[0], ` clutch 0.1.0${' '.repeat(90)}~/src/api-server`);
	t.deepEqual(lines.slice(2, 12).map(line => line.trimEnd()), [
		'   Type a code',
		'',
		'   c  Claude Code 2.1        i  new          p  gateway',
		'   x  Codex 0.169            c  continue     b  bypass',
		'   q  Qwen Code              n  one prompt   d  direct',
		'   p  Pi                     s  session id',
		'   o  OpenCode               r  pick one     d n k q m f',
		'   h  Hermes – install                       0–9',
		'   a  Ante',
		'   g  Antigravity',
	]);
});

test('Home says whole which agent is to be installed, with room before the next column', t => {
	const agents = agentCatalogue.map(row => ({...row, title: 'Antigravity'}));
	const line = linesText(homeLines(homeInput({agents, installed: {c: 'missing'}}))).find(candidate => candidate.includes('install')) ?? '';
	t.is(line, '   c  Antigravity – install  i  new          p  gateway');
});

test('Home says the branch and how much has changed, and nothing outside a repository', t => {
	const head = (repository: HomeInput['repository']) => linesText(homeLines(homeInput({repository})))[0] ?? '';
	t.regex(head({branch: 'main', changes: 2}), / {5}~\/src\/api-server {3}main ✚2$/);
	t.regex(head({branch: 'main', changes: 0}), /~\/src\/api-server {3}main$/);
	t.regex(head({branch: 'main', changes: undefined}), /~\/src\/api-server {3}main$/);
});

test('Home lists what ended without its user, with the keys that bring it back', t => {
	const all = linesText(homeLines(homeInput({client: clientWith({sessions: [crashed]})}))).join('\n');
	t.regex(all, /Ended without you {10}↻ 1 session/);
	t.regex(all, / ▸ 1 {2}Claude Code {2}"build" {4}00:00 {3}↻ crashed$/m);
	t.regex(all, / {4}1 restore {4}A restore all {4}L let go$/m);
});

test('the code line shows what is typed and what it means so far', t => {
	const navigation: Navigation = {...startNavigation, line: 'ci', preview: {status: 'open', line: 'ci', decoded: ['Claude Code', 'new session'], next: 'p gateway   d direct', whole: true}};
	const line = linesText(homeLines(homeInput({navigation}))).find(candidate => candidate.includes('▌')) ?? '';
	t.regex(line, /^ ▌ci_ +Claude Code · new session · … {2}p gateway {3}d direct$/);
});

test('a problem stands under the code line as a sentence with numbered steps', t => {
	const navigation: Navigation = {...startNavigation, line: 'cip', preview: {status: 'problem', line: 'cip', decoded: [], sentence: 'Claude Code is not installed.', choices: [{text: 'npm install -g it', action: 'install'}]}};
	const all = linesText(homeLines(homeInput({navigation})));
	const at = all.findIndex(line => line.includes('▌'));
	t.deepEqual(all.slice(at + 1, at + 3), ['   Claude Code is not installed.', '   1 npm install -g it']);
});

test('the bar of Home has the gateway, the figures of the day and the next key', t => {
	t.regex(text(homeBar({client: busy, big: 'kimi-k2.6', size: {cols: 120, rows: 30}})), /^ ● gateway :8082 {3}BIG kimi-k2\.6 {3}today \$2\.26 {2}3\.1 M tok {2}cache 91 % +headroom ○ {3}rtk ○ {3}proxy ○ {3}◆1 {3}\? keys$/);
	t.regex(text(homeBar({client: undefined, big: undefined, size: {cols: 120, rows: 30}})), /^ ◐ gateway starting +headroom ○ {3}rtk ○ {3}proxy ○ {3}\? keys$/);
});

test('a cost that is not known is n/a and never zero', t => {
	const client = clientWith({meter: {...busy.meter, today: {...busy.meter.today, cost: undefined}}});
	t.regex(text(homeBar({client, big: undefined, size: {cols: 120, rows: 30}})), /today n\/a/);
});

test('the bar of Work has the session, its figures and the chord', t => {
	const shown = text(workBar({layout: noLayout, onePane: false, client: busy, session: busy.sessions[0], folded: false, chord: 'Ctrl+Space', cols: 160}));
	t.regex(shown, /^ claude "api" {2}kimi-k2\.6 {2}76\.0 k ctx {2}\$0\.42 +● gateway 12 req\/min {2}0 failed {3}today \$2\.26 {3}Ctrl\+Space$/);
});

test('a narrow bar counts the sessions and keeps the chord', t => {
	const shown = text(workBar({layout: noLayout, onePane: false, client: busy, session: busy.sessions[0], folded: true, chord: 'Ctrl+Space', cols: 60}));
	t.regex(shown, /^ claude "api" .*◆1 ◐1 ↻1.*Ctrl\+Space$/);
});

test('a demo session is marked on screen', t => {
	const session = sessionWith({demo: true, title: 'Demo agent'});
	t.regex(text(workBar({layout: noLayout, onePane: false, client: busy, session, folded: false, chord: 'Ctrl+Space', cols: 120})), /demo/);
	t.regex(linesText(sidebarLines({client: clientWith({sessions: [session]}), focused: 'a', now: 7_200_000, cols: 26, rows: 10})).join('\n'), / {4}demo/);
});

test('the sidebar groups sessions by folder, each with symbol and word, and says who waits', t => {
	t.deepEqual(linesText(sidebarLines({client: busy, focused: 'a', now: 7_200_000, cols: 30, rows: 9})), [
		' ▾ api-server',
		' ▌◐ claude  api       working',
		'    $0.42  ctx n/a',
		' ▾ web',
		'  ◆ claude  port     needs you',
		'  ↻ claude  build     crashed',
		'    r restore',
		'',
		' 1 needs you · 1 crashed',
	]);
});

test('how long a question waits stands whole, and the question gives way', t => {
	const asked = (message: string, cols: number) => linesText(sidebarLines({client: clientWith({sessions: [sessionWith({activity: 'blocked', activitySince: 7_200_000 - 12_000, message})]}), focused: 'a', now: 7_200_000, cols, rows: 9}))[2];
	t.is(asked('edit retry.ts?', 26), '    edit retry.ts?  0:12');
	t.is(asked('trust this folder', 26), '    trust this fold…  0:12');
	t.is(asked('trust this folder and everything in it', 30), '    trust this folder a…  0:12');
});

const looks: ReadonlyArray<readonly [name: string, session: Parameters<typeof sessionWith>[0], line: string]> = [
	['an age in minutes', {activity: 'idle', activitySince: 7_200_000 - 9 * 60_000}, ' ▌● claude  api   idle 9m'],
	['a long age', {activity: 'idle', activitySince: 7_200_000 - 119 * 60_000}, ' ▌● claude  api   idle 1h'],
	['no age in the first minute', {activity: 'idle', activitySince: 7_190_000}, ' ▌● claude  api   idle'],
	['an age that is longer than the others', {activity: 'idle', activitySince: 7_200_000 - (19 * 60_000)}, ' ▌● claude  api   idle 19m'],
	['a clock', {activitySince: 7_200_000 - 161_000}, ' ▌◐ claude  api   2:41'],
	['a short agent', {recipe: {...sessionWith().recipe, agent: 'pi'}, activity: 'done'}, ' ▌✔ pi      api   done'],
	['a question', {activity: 'blocked'}, ' ▌◆ claude  api  needs you'],
	['a name that the folder has said', {activity: 'done', name: 'api-server'}, ' ▌✔ claude        done'],
	['a long name', {activity: 'blocked', name: 'port-to-vite'}, ' ▌◆ claude  por… needs you'],
	['work', {name: 'port-to-vite'}, ' ▌◐ claude  port… working'],
	['a crash', {name: 'port-to-vite', state: {status: 'crashed', exit: {type: 'code', code: 1}, at: 0}}, ' ▌↻ claude  port… crashed'],
];

for (const [name, change, line] of looks) {
	test(`the sidebar shows the state whole: ${name}`, t => {
		t.is(linesText(sidebarLines({client: clientWith({sessions: [sessionWith(change)]}), focused: 'a', now: 7_200_000, cols: 26, rows: 10}))[1], line);
	});
}

test('sessions of one agent in one folder are told apart in the sidebar', t => {
	const row = (id: string, name: string, change: Partial<Parameters<typeof sessionWith>[0]> = {}) => sessionWith({id, name, activity: 'idle', ...change});
	const rows = (...sessions: ReadonlyArray<ReturnType<typeof sessionWith>>) => linesText(sidebarLines({client: clientWith({sessions}), focused: undefined, now: 7_200_000, cols: 26, rows: 10})).slice(1, sessions.length + 1);
	const first = row('a', 'api-server');
	t.deepEqual(rows(first), ['  ● claude        idle']);
	t.deepEqual(rows(first, row('b', 'api-server-2'), row('c', 'api-server-3')), [
		'  ● claude  api-… idle',
		'  ● claude  ap…-2 idle',
		'  ● claude  ap…-3 idle',
	]);
	t.deepEqual(rows(first, row('b', 'api-server', {title: 'Codex', recipe: {...first.recipe, agent: 'codex'}})), ['  ● claude        idle', '  ● codex         idle']);
});

test('there are no figures before the first tokens', t => {
	const first = {...usage, requests: 0, input: 0, output: 0, cost: undefined, context: undefined, inFlight: 1};
	const client = clientWith({sessions: [sessionWith()], meter: {...busy.meter, sessions: {a: first}}});
	t.deepEqual(linesText(sidebarLines({client, focused: 'a', now: 7_200_000, cols: 26, rows: 4})), [' ▾ api-server', ' ▌◐ claude  api   working', '', '']);
	t.regex(text(workBar({layout: noLayout, onePane: false, client, session: client.sessions[0], folded: false, chord: 'Ctrl+Space', cols: 160})), /^ claude "api" {2}kimi-k2\.6 +● gateway/);
	const failed = clientWith({sessions: [sessionWith()], meter: {...busy.meter, sessions: {a: {...first, requests: 1, failed: 1}}}});
	t.regex(text(workBar({layout: noLayout, onePane: false, client: failed, session: failed.sessions[0], folded: false, chord: 'Ctrl+Space', cols: 160})), /^ claude "api" {2}kimi-k2\.6 +● gateway/);
});

test('a destructive key asks in the bar, naming what is lost', t => {
	const navigation: Navigation = {...atWork, overlays: [{type: 'confirm', action: 'stop', session: 'a'}]};
	t.is(text(bottomLine({client: busy, link: 'connected', navigation, chord: 'Ctrl+Space', size: {cols: 120, rows: 36}})), ' Kill claude "api" (working)? y  kill   Esc  keep');
});

test('a session that has ended says how, with the keys', t => {
	const at = (cols: number, rows: number) => text(bottomLine({client: busy, link: 'connected', navigation: {...atWork, focused: 'c'}, chord: 'Ctrl+Space', size: {cols, rows}})).replaceAll(/ {4,}/g, ' … ');
	t.is(at(120, 36), ' Claude Code was ended by SIGSEGV.   r restore   L let go … ● gateway   Ctrl+Space');
	t.is(at(80, 24), ' ↻ crashed, SIGSEGV   r restore   L let go … ◆1 ↻1   ● gateway   Ctrl+Space');
	t.is(at(60, 15), ' ↻ SIGSEGV   r restore … ◆1 ↻1   ● gateway   Ctrl+Space');
	const alone = (state: Session['state']) => text(bottomLine({client: {...busy, sessions: [sessionWith({id: 'c', state})]}, link: 'connected', navigation: {...atWork, focused: 'c'}, chord: 'Ctrl+Space', size: {cols: 60, rows: 15}})).replaceAll(/ {4,}/g, ' … ');
	t.is(alone({status: 'crashed', exit: {type: 'code', code: 139}, at: 0}), ' ↻ exit code 139   r restore … ↻1   ● gateway   Ctrl+Space');
	t.is(alone({status: 'host-lost', at: 0}), ' ↻ lost   r restore  L let go   ↻1   ● gateway   Ctrl+Space');
	t.is(alone({status: 'exited', at: 0}), ' ○ stopped   r restore   L let go … ● gateway   Ctrl+Space');
});

test('while clutchd is gone the bar says so and that keys still arrive', t => {
	t.regex(text(bottomLine({client: busy, link: 'lost', navigation: atWork, chord: 'Ctrl+Space', size: {cols: 120, rows: 36}})), /clutchd is gone.*keys still reach the session/);
});

test('a clutchd that was put to rest is said in one line, with what starts it', t => {
	const said = '○ stopped   clutch was put to rest; clutch up starts it';
	t.regex(text(bottomLine({client: busy, link: 'resting', navigation: atWork, chord: 'Ctrl+Space', size: {cols: 120, rows: 36}})), /^ ○ stopped {3}clutch was put to rest; clutch up starts it +○ gateway stopped {3}Ctrl\+Space$/);
	t.deepEqual(linesText(homeHint({client: busy, link: 'resting', linkProblem: undefined, hasCredential: false, cols: 120})), [`   ${said}`]);
	t.regex(text(homeBar({client: busy, link: 'resting', big: undefined, size: {cols: 120, rows: 30}})), /^ ○ gateway stopped/);
});

test('a message that is too long for the bar is wrapped over the rows above it', t => {
	const size = {cols: 40, rows: 12};
	const said = 'The agent cannot be started here: its folder is gone. Make it again, or start it in another one.';
	const navigation: Navigation = {...atWork, message: {level: 'bad', text: said}};
	const notice = messageNotice(navigation, size);
	t.is(linesText(notice?.lines ?? []).map(line => line.trim()).join(' '), said);
	t.deepEqual(coversOf({client: busy, navigation, cwd: '/x', home: '/', size, now: 0}), [{x: 0, y: 8, cols: 40, rows: 3}]);
	t.is(messageNotice({...navigation, message: {level: 'bad', text: 'Its folder is gone.'}}, {cols: 120, rows: 12}), undefined);
	const bar = (cols: number) => text(bottomLine({client: busy, link: 'connected', navigation, chord: 'Ctrl+Space', size: {cols, rows: 36}}));
	t.deepEqual(messageNotice(navigation, {cols: 120, rows: 36})?.rect, {x: 0, y: 34, cols: 120, rows: 1}, 'the line above the bar');
	t.regex(bar(120), /^ claude "api" .*● gateway .*Ctrl\+Space$/);
	t.regex(bar(80), /◆1 .*● gateway .*Ctrl\+Space$/);
	t.regex(bar(60), /◆1 .*● gateway .*Ctrl\+Space$/);
});

test('what K says fits into a bar of 100 columns', t => {
	const {navigation} = pressKey(startNavigation, {type: 'key', name: 'K'}, {sessions: [], choices: [], startsByItself: true, size: {cols: 120, rows: 36}});
	t.true(stringWidth(navigation.message?.text ?? 'x'.repeat(100)) < 100);
});

test('help that is cut says that there is more, until its end is shown', t => {
	const shown = (scroll: number) => linesText(helpLines({size: {cols: 72, rows: 12}, chord: 'Ctrl+Space', place: 'home', scroll}));
	t.regex(shown(0).at(-2) ?? '', /^│ ↓ more +│$/);
	t.notRegex(shown(1000).join('\n'), /↓ more/);
	t.notRegex(linesText(helpLines({size: {cols: 72, rows: 300}, chord: 'Ctrl+Space', place: 'home', scroll: 0})).join('\n'), /↓ more/);
});

const sizes = [[120, 36], [120, 30], [101, 24], [100, 24], [80, 24], [60, 15], [40, 10], [20, 5], [3, 2], [1, 1]] as const;
const lines: ReadonlyArray<readonly [string, Navigation, ClientState | undefined]> = [
	['nothing known', startNavigation, undefined],
	['sessions', startNavigation, busy],
	['a code with a problem', {...startNavigation, line: 'cip', preview: {status: 'problem', line: 'cip', decoded: ['漢字 Claude'], sentence: 'A sentence that is long enough to be broken into lines anywhere.', choices: [{text: 'one', action: 'none'}]}}, busy],
	['a message', {...startNavigation, message: {level: 'bad', text: 'x'.repeat(200)}, line: 'c'.repeat(300)}, busy],
];

for (const [cols, rows] of sizes) {
	for (const [name, navigation, client] of lines) {
		test(`everything fits exactly into ${cols}×${rows}: ${name}`, t => {
			const size = {cols, rows};
			const drawn = [
				...homeLines(homeInput({size, navigation, client})),
				homeBar({client, big: 'kimi', size}),
				...(client === undefined ? [] : [bottomLine({client, link: 'connected', navigation: atWork, chord: 'Ctrl+Space', size})]),
				...(cols > 4 ? [...boxLines({size, client, navigation, cwd: '/x', home: '/'}), ...helpLines({size, chord: 'Ctrl+Space', place: 'home', scroll: 0})] : []),
			];
			const wrong = drawn.map(line => line.map(span => span.text).join('')).filter(line => stringWidth(line) !== cols);
			t.deepEqual(wrong, []);
			t.is(homeLines(homeInput({size, navigation, client})).length, Math.max(1, rows - 1));
		});
	}
}

test('a clutchd that does not answer is said in the bar and above Home', t => {
	const size = {cols: 120, rows: 36};
	const line = '✖ clutchd is not answering   what is shown may be old; keys still reach the sessions';
	t.is(text(bottomLine({client: clientWith({}), link: 'silent', navigation: {...startNavigation, screen: 'work'}, chord: 'Ctrl+Space', size})), ` ${line}    ? gateway unknown   Ctrl+Space`);
	t.deepEqual(homeHint({client: clientWith({}), link: 'silent', linkProblem: undefined, hasCredential: true, cols: 120}).map(each => text(each)), [`   ${line}`]);
});

const offer = {id: 'c', name: 'build', title: 'Claude Code', cwd: '/home/me/src/web', at: 5000} as const;
const question: Question = {...offer, answer: {type: 'question', sentence: 'Claude Code in ~/src/web: 2 conversations fit. Which one?', conversations: [{id: 'one', at: 60_000, prompt: 'fix the flaky retry test'}, {id: 'two', at: 0, prompt: undefined}]}};

test('under the cursor stands the exact command of what ended', t => {
	const command = 'claude --resume 3f2c --dangerously-skip';
	const resume = {...offer, answer: {type: 'resume', conversation: '3f2c', command}} as const;
	const client = clientWith({sessions: [crashed]});
	const shown = linesText(homeLines(homeInput({client, offer: resume})));
	t.is(shown.filter(line => line.includes(`runs  ${command}`)).length, 1);
	t.false(linesText(homeLines(homeInput({client, offer: {...resume, at: 4000}}))).some(line => line.includes(command)));
	t.false(linesText(homeLines(homeInput({client: clientWith({sessions: [crashed, waiting]}), offer: resume}))).some(line => line.includes(command)));
	t.regex(text(ruleLine(resume, {cols: 120, home: '/home/me'})), /^── runs {2}claude --resume 3f2c --dangerously-skip ─+$/);
	t.is(text(ruleLine(undefined, {cols: 5, home: '/home/me'})), '─────');
});

test('a question shows its conversations with their age and first prompt, and what the keys do', t => {
	const size = {cols: 100, rows: 30};
	const rect = questionRect(question, {size, now: 120_000});
	t.deepEqual(linesText(questionLines(question, {size: rect, now: 120_000})).map(line => line.slice(2, -2).trim()), [
		'─'.repeat(rect.cols - 4),
		'Claude Code in ~/src/web: 2 conversations fit. Which one?',
		'',
		`1 "fix the flaky retry test"${'1 min'.padStart(rect.cols - 4 - 28)}`,
		`2 two${'2 min'.padStart(rect.cols - 4 - 5)}`,
		'',
		'1–2 go on with it   N a new conversation   Esc not now',
		'─'.repeat(rect.cols - 4),
	]);
});

const endings: ReadonlyArray<readonly [Partial<Session>, string, string]> = [
	[{state: {status: 'exited', at: 0}}, 'stopped', 'Claude Code has ended.'],
	[{state: {status: 'exited', at: 0, stopped: true}}, 'stopped', 'Claude Code was stopped.'],
	[{state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGKILL'}, at: 0, reason: 'its memory ran out'}}, 'crashed', 'Claude Code was ended by SIGKILL: its memory ran out.'],
	[{state: {status: 'crashed', exit: {type: 'code', code: 3}, at: 0}, relaunches: {count: 3, last: 0, parked: 'it ended 3 times within a minute.'}}, 'parked', 'Claude Code ended with exit code 3. It is not started again by itself: it ended 3 times within a minute.'],
	[{state: {status: 'host-lost', at: 0}}, 'lost', 'Claude Code was lost: its host process is gone and how it ended is not known.'],
	[{state: {status: 'host-lost', at: 0, why: 'reboot'}}, 'lost', 'Claude Code was lost: the machine was started anew.'],
	[{state: {status: 'host-lost', at: 0, why: 'shutdown'}}, 'lost', 'Claude Code was lost: all your processes were ended (logout or shutdown).'],
];
for (const [change, word, sentence] of endings) {
	test(`says how it ended: ${sentence}`, t => {
		const session = sessionWith(change);
		t.deepEqual([lookOf(session, 0).word, endingSentence(session)], [word, sentence]);
	});
}
