import test from 'ava';
import {homeBar} from '../../../../source/core/view/work/bar.js';
import {boxLines} from '../../../../source/core/view/box/box.js';
import {helpLines} from '../../../../source/core/view/keys/help.js';
import {keymap} from '../../../../source/core/view/keys/keymap.js';
import {whichKey} from '../../../../source/core/view/keys/which-key.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {keysNotice, overlayRect} from '../../../../source/core/view/navigation/overlays.js';
import {linesText, type Line} from '../../../../source/core/view/text/spans.js';
import {startWatch} from '../../../../source/core/view/watch/watch.js';
import {watchLines} from '../../../../source/core/view/watch/watch-lines.js';
import {bottomLine} from '../../../../source/core/view/work/work-bar.js';
import {clientWith, sessionWith, usage} from '../../../helpers/sessions.js';

const atWork: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};
const busy = clientWith({
	sessions: [
		sessionWith(),
		sessionWith({id: 'b', name: 'port', cwd: '/home/me/src/web', activity: 'blocked'}),
		sessionWith({id: 'c', name: 'build', cwd: '/home/me/src/web', state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGSEGV'}, at: 5000}}),
	],
	meter: {...clientWith().meter, sessions: {a: usage}},
});

function text(line: Line): string {
	return linesText([line])[0] ?? '';
}

for (const size of [{cols: 120, rows: 36}, {cols: 100, rows: 30}, {cols: 80, rows: 24}, {cols: 60, rows: 15}]) {
	for (const [name, change] of [
		['at work', {}],
		['where its session has ended', {navigation: {...atWork, focused: 'c'}}],
		['while clutchd is gone', {link: 'lost'}],
		['among panes', {navigation: {...atWork, overlays: [{type: 'panes'}]}}],
		['with workspaces and long names', {client: {...busy, sessions: busy.sessions.map(session => ({...session, name: 'a-very-long-name-of-a-session'}))}, navigation: {...atWork, layout: {...atWork.layout, panes: {active: 0, workspaces: ['a', 'b', 'c'].map(session => ({tree: {type: 'pane', session}, focused: session, zoomed: false}))}}}}],
		['with many of every kind and a gateway that does not answer', {client: {...busy, services: busy.services.map(service => ({...service, state: {status: 'unhealthy', pid: 2, since: 0}})), sessions: (['working', 'blocked', 'done', 'idle', 'error', 'unknown'] as const).flatMap(activity => Array.from({length: 12}, (_, index) => sessionWith({id: `${activity}${index}`, activity})))}}],
	] as ReadonlyArray<readonly [string, Partial<Parameters<typeof bottomLine>[0]>]>) {
		test(`the bar of ${size.cols}×${size.rows} has who needs somebody, the gateway and the next key: ${name}`, t => {
			const line = text(bottomLine({client: busy, link: 'connected', navigation: atWork, chord: 'Ctrl+Space', size, ...change}));
			t.regex(line, size.cols > 100 ? /[●✖?] gateway/ : /◆1.*[●✖?] gateway/);
			t.regex(line, name === 'among panes' ? /Esc done/ : /Ctrl\+Space$/);
			t.notRegex(line, /gatew?a?…|Ctrl.*…/);
		});
	}
}

test('where there is little room, figures of the day go first, then those of the session, its name last', t => {
	const model = {...usage, model: 'moonshotai/kimi-k2.6:free', context: 13_600};
	const client = {...busy, meter: {...busy.meter, sessions: {a: model}}};
	const parts = {today: /today \$2\.26/, failed: /0 failed/, rate: /12 req\/min/, cost: /\$0\.42/, model: /kimi-k2\.6:free/, context: /13\.6 k ctx/, name: /"api"/};
	const went: string[] = [];
	for (let cols = 130; cols >= 40; cols--) {
		const line = text(bottomLine({client, link: 'connected', navigation: {...atWork, overlays: []}, chord: 'Ctrl+Space', size: {cols, rows: 36}}));
		went.push(...Object.entries(parts).filter(([part, pattern]) => !pattern.test(line) && !went.includes(part)).map(([part]) => part));
	}

	t.deepEqual(went, ['today', 'failed', 'rate', 'cost', 'model', 'context', 'name']);
});

test('while the bar says something else there is as much of the rest as room is', t => {
	const said = (words: string, cols: number) => text(bottomLine({client: busy, link: 'connected', navigation: {...atWork, message: {level: 'note', text: words}}, chord: 'Ctrl+Space', size: {cols, rows: 36}})).replaceAll(/ {4,}/g, ' … ');
	t.is(said('It is done.', 80), ' It is done. … ◆1 ↻1   ● gateway   Ctrl+Space');
	t.notRegex(said('It is done, and this is what it says about that, to whoever reads', 80), /It is done/, 'it stands above the bar');
});

test('the box offers what works where it is: on Home nothing of panes', t => {
	const offered = (navigation: Navigation, rows = 36) => linesText(boxLines({size: {cols: 120, rows}, client: busy, navigation: {...navigation, overlays: [{type: 'box'}]}, cwd: '/x', home: '/'}));
	t.regex(offered(atWork).at(-2) ?? '', /^│ \/ search {3}\| split right {3}- split down {3}\$ shell {3}z zoom {3}\[ scroll {3}w watch {3}\? keys /);
	t.regex(offered({...atWork, screen: 'home'}).at(-2) ?? '', /^│ \/ search {3}\$ shell {3}w watch {3}\? keys {3}Q quit; sessions stay +│$/);
	const rows = offered({...atWork, screen: 'home'}, 80).join('\n');
	t.notRegex(rows, /split right|zoom|scroll|rename|stop this session|let go|sidebar/);
	t.regex(rows, /command beside/);
	t.regex(offered(atWork, 80).join('\n'), /stop this session/);
	const hint = keysNotice({navigation: {...atWork, screen: 'home', overlays: [{type: 'box'}], keys: {...atWork.keys, isHinting: true}}, client: busy, size: {cols: 120, rows: 36}});
	t.notRegex(linesText(hint?.lines ?? []).join('\n'), /split|zoom|scroll/);
});

test('every line of the keys is whole at 60×15, and so are those under the box', t => {
	for (const size of [{cols: 60, rows: 13}, {cols: 40, rows: 13}]) {
		for (let scroll = 0; scroll < 200; scroll += 10) {
			t.notRegex(linesText(helpLines({size, chord: 'Ctrl+Space', place: 'home', scroll})).join('\n'), /…/);
		}
	}

	t.regex(linesText(helpLines({size: {cols: 60, rows: 13}, chord: 'Ctrl+Space', place: 'home', scroll: 0})).join('\n'), /the agent +│\n│ {14}gets it +│/);
	for (const cols of [60, 80, 100, 119, 120, 121, 122, 123]) {
		t.notRegex(linesText(whichKey('box', {rows: keymap, size: {cols, rows: 36}}).lines).join('\n'), /…/, `${cols} columns`);
	}
});

test('below 60×15 every screen says so', t => {
	const size = {cols: 40, rows: 10};
	t.is(text(homeBar({client: busy, big: 'kimi', size})), ' 40×10, needs 60×15              ? keys');
	t.is(text(bottomLine({client: busy, link: 'connected', navigation: atWork, chord: 'Ctrl+Space', size})), ' 40×10, needs 60×15          Ctrl+Space');
	t.is(text(bottomLine({client: busy, link: 'connected', navigation: {...atWork, overlays: [{type: 'box'}]}, chord: 'Ctrl+Space', size})), ' 40×10, needs 60×15          Ctrl+Space');
	t.is(linesText(watchLines({watch: startWatch, client: busy, link: 'connected', size, now: 0, charts: undefined, note: undefined})).at(-1), ' 40×10, needs 60×15   Esc back');
	t.deepEqual([overlayRect({type: 'box'}, boxed(size)), overlayRect({type: 'help', scroll: 0}, boxed(size))].map(rect => rect?.rows), [9, 9], 'the bar stays below them');
});

const boxed = (size: {readonly cols: number; readonly rows: number}) => ({size, client: busy, navigation: {...atWork, overlays: [{type: 'box'}]} satisfies Navigation, cwd: '/x', home: '/', now: 0});
