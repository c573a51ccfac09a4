import test from 'ava';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';
import {copyLine} from '../../../../source/core/view/copy/copy-line.js';
import {startStatus} from '../../../../source/core/view/copy/copy-place.js';
import {hintNow, keyNow} from '../../../../source/core/view/keys/key-now.js';
import {keyTableOf, type KeySettings} from '../../../../source/core/view/keys/key-overrides.js';
import {startNavigation} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {sidebarLines} from '../../../../source/core/view/work/sidebar.js';
import {placingLines} from '../../../../source/core/view/panes/placing-line.js';
import {homeHint} from '../../../../source/core/view/home/home-hint.js';
import {homeListLines} from '../../../../source/core/view/home/home-list.js';
import {emptyLibrary} from '../../../../source/core/view/box/library.js';
import {startWatch} from '../../../../source/core/view/watch/watch.js';
import {watchLines} from '../../../../source/core/view/watch/watch-lines.js';
import {bottomLine} from '../../../../source/core/view/work/work-bar.js';

const settings: KeySettings = {restore: 'F5', 'let-go': [], 'watch-range': 'T', 'watch-log': [], copy: 'F2', 'next-pane': 'F3', zoom: []};
const table = keyTableOf(settings);

test('a key is the one that its user has given what it does', t => {
	t.deepEqual(table.problems, []);
	t.deepEqual([keyNow('ended', 'r', table.rows), keyNow('ended', 'L', table.rows), keyNow('ended', 'H', table.rows), keyNow('panes', '→', table.rows)], ['F5', undefined, 'H', '→']);
	t.deepEqual([hintNow('panes', 'n N', table.rows), hintNow('panes', 'z', table.rows), hintNow('watch', 'Down')], ['F3 N', undefined, '↓']);
});

test('the hints of Watch, of copying and of the bar have the keys in force', t => {
	const client = clientWith({sessions: [sessionWith({state: {status: 'exited', at: 1000, exit: {type: 'code', code: 0}}})]});
	const size = {cols: 120, rows: 36};
	const navigation = {...startNavigation, screen: 'work', focused: client.sessions[0]?.id, keys: {...startNavigation.keys, table}} as const;
	const watch = linesText(watchLines({watch: startWatch, client, link: 'connected', size, now: 1000, charts: undefined, note: undefined, table: table.rows})).at(-1) ?? '';
	const copy = linesText([copyLine(startStatus, {cols: 120, table: table.rows})])[0] ?? '';
	const ended = linesText([bottomLine({client, link: 'connected', navigation, chord: 'Ctrl+Space', size})])[0] ?? '';
	const panes = linesText([bottomLine({client, link: 'connected', navigation: {...navigation, overlays: [{type: 'panes'}]}, chord: 'Ctrl+Space', size})])[0] ?? '';
	t.regex(watch, /e all requests {3}T range {3}f session .* v chart {3}/);
	t.regex(copy, /q leave .* F2 copy line/);
	t.regex(ended, /F5 restore(?!.*let go)/);
	t.regex(panes, /F3 N next, before(?!.*zoom)/);

	const tmux = {...navigation, overlays: [{type: 'panes'}], keys: {...navigation.keys, table: keyTableOf({preset: 'tmux'})}} as const;
	const there = linesText([bottomLine({client, link: 'connected', navigation: tmux, chord: 'Ctrl+b', size})])[0] ?? '';
	t.regex(there, /Tab next {3}} { swap/, 'the word of a key that is not there goes with it');
});

test('so have the first line of Home and the sidebar', t => {
	const other = keyTableOf({...settings, demo: 'F6', 'local-model': []}).rows;
	const lost = sessionWith({id: 'lost', state: {status: 'host-lost', at: 1000}});
	const client = clientWith({sessions: [sessionWith(), lost]});
	const [first = ''] = linesText(homeHint({client, link: 'connected', linkProblem: undefined, hasCredential: false, cols: 120, table: other, library: {...emptyLibrary, local: {title: 'Ollama', model: 'ollama/x'}}}));
	t.regex(first, /F6 try the demo {3}K add a key$/);
	const sidebar = linesText(sidebarLines({client, focused: undefined, now: 2000, cols: 26, rows: 10, table: other}));
	t.true(sidebar.includes('    F5 restore'));
	const placing = {...startNavigation, keys: {...startNavigation.keys, table: keyTableOf({shell: 'F8', command: []})}, layout: {...startNavigation.layout, placing: {direction: 'right', beside: 'k3f'}}} as const;
	t.deepEqual(linesText(placingLines(placing)), ['split right: type a code, F8 shell, or choose a session   Esc not now']);
	const home = linesText(homeListLines({navigation: {...startNavigation, keys: {...startNavigation.keys, table}}, client, offer: undefined, home: '/home/me', now: 2000, cols: 60}, 20).map(({line}) => line));
	t.true(home.includes('   2 restore    A restore all'));
});
