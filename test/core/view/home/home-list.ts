import test from 'ava';
import type {Session} from '../../../../source/core/session/session.js';
import {boxLines, boxRect} from '../../../../source/core/view/box/box.js';
import type {Preview} from '../../../../source/core/view/box/preview.js';
import {startProblem} from '../../../../source/core/view/box/start-problem.js';
import {homeRows} from '../../../../source/core/view/home/home-rows.js';
import {homeLines, homeRowAt, type HomeInput} from '../../../../source/core/view/home/home.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {homeInput} from '../../../helpers/home-input.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const hour = 3_600_000;
const now = 40 * 24 * hour;
const crash = (id: string, change: Partial<Session> = {}) => sessionWith({id, name: `lost-${id}`, state: {status: 'crashed', exit: {type: 'code', code: 3}, at: now - (2 * hour)}, ...change});
const running = ['a', 'b', 'c', 'd', 'e'].map(id => sessionWith({id, name: `run-${id}`, createdAt: now - hour}));
const lost = ['x', 'y', 'z'].map((id, index) => crash(id, {state: {status: 'crashed', exit: {type: 'code', code: 3}, at: now - ((2 + index) * hour)}}));
const sizes = [[120, 36], [80, 24], [60, 15]] as const;

function home([cols, rows]: readonly [number, number], navigation: Partial<Navigation> = {}, change: Partial<HomeInput> = {}): HomeInput {
	return homeInput({
		size: {cols, rows},
		client: clientWith({sessions: [...running, ...lost]}),
		navigation: {...startNavigation, ...navigation},
		now,
		utcOffsetMs: 2 * hour,
		...change,
	});
}

const drawn = (input: HomeInput) => linesText(homeLines(input));

for (const size of sizes) {
	test(`at ${size.join('×')} every row of Home can be reached, is seen under the cursor, and what is not seen is counted`, t => {
		for (let selected = 0; selected < 8; selected++) {
			const lines = drawn(home(size, {selected}));
			t.is(lines.filter(line => line.includes(' ▸ ')).length, 1, `row ${selected}`);
			const wanted = [...running, ...lost][selected]!;
			t.true(lines.some(line => line.includes(` ▸ ${selected + 1} `) && line.includes(`"${wanted.name}"`)));
			const seen = lines.filter(line => /"(?:run|lost)-/.test(line)).length;
			const [above, below] = ['↑', '↓'].map(arrow => Number(new RegExp(String.raw`${arrow} (\d+) more`).exec(lines.join('\n'))?.[1] ?? 0));
			t.is(seen + above! + below!, 8);
		}
	});
}

test('where there is no room for what ended without its user, it is said how many there are and which key leads to them', t => {
	t.regex(drawn(home([60, 15])).join('\n'), /^ {3}↓ \d more {3}↻ 3 ended without you$/m);
	t.regex(drawn(home([60, 15], {selected: 7})).join('\n'), /^ {3}↑ \d more/m);
	t.notRegex(drawn(home([120, 36])).join('\n'), /more/);
	t.regex(drawn(home([60, 15], {line: 'ci'})).join('\n'), /^ {3}… \d more {3}↻ 3 ended without you$/m);
});

test('rows keep their place until the cursor leaves what is shown', t => {
	const first = drawn(home([60, 15]));
	const moved = drawn(home([60, 15], {selected: 1}));
	t.deepEqual(moved.map(line => line.replace('▸', ' ')), first.map(line => line.replace('▸', ' ')));
});

test('a row of Home has the state as shape and word, and what was lost the time of the day', t => {
	const lines = drawn(home([120, 36]));
	t.true(lines.some(line => / ▸ 1 ◐ working {3}Claude Code {3}"run-a" …\/api-server +1 h$/.test(line)));
	t.true(lines.some(line => / {3}6 {2}Claude Code {2}"lost-x" {3}00:00 {3}↻ crashed$/.test(line)));
	const old = home([120, 36], {}, {client: clientWith({sessions: [crash('x', {state: {status: 'crashed', exit: {type: 'code', code: 3}, at: now - (50 * hour)}})]})});
	t.true(drawn(old).some(line => /"lost-x" .* 2 days {3}↻ crashed$/.test(line)));
	const asking = home([60, 15], {}, {client: clientWith({sessions: [sessionWith({activity: 'blocked'}), sessionWith({id: 'r', name: 'api-server', state: {status: 'exited', at: now}})]})});
	t.true(drawn(asking).some(line => line.includes('◆ needs you')));
	t.true(drawn(asking).some(line => / {3}2 {3}cip {3}Claude Code {3}.* now {7}○ stopped$/.test(line)));
});

test('what ended without its user has its first prompt in quotes at the end, cut where there is no room, and where it is not known, how it ended', t => {
	const sessions = [crash('x', {name: 'api-server'}), crash('y', {name: 'web', title: 'Codex', cwd: '/home/me/src/web'}), crash('z', {name: 'api-server', title: 'Demo agent', demo: true})];
	const prompts = {x: 'fix it', y: 'port the build to vite, then look for whatever else is slow when it begins'};
	const rows = ([cols, lines]: readonly [number, number]) => drawn(home([cols, lines], {}, {client: clientWith({sessions}), prompts})).filter(line => line.includes('00:00')).map(line => line.slice(cols > 100 ? 57 : 0).trimEnd());
	t.deepEqual(rows([120, 36]), [
		' ▸ 1  Claude Code  api-server   00:00   "fix it"',
		'   2  Codex        ~/src/web    00:00   "port the build to vi…"',
		'   3  Demo agent demo api-se…   00:00   ↻ crashed',
	]);
	t.deepEqual(rows([60, 15]).slice(0, 2), [
		' ▸ 1  Claude Code  api-server   00:00   "fix it"',
		'   2  Codex        ~/src/web    00:00   "port the build to…"',
	]);
	t.regex(rows([200, 50])[1] ?? '', /"port the build to vite, then look for whatever else is slow when it begins"$/);
});

test('a long title takes its cells from the name: ages stay in their column', t => {
	const long = {title: 'Demo agent', demo: true, name: 'demo'};
	for (const size of sizes) {
		const client = clientWith({sessions: [sessionWith({id: 'a', name: 'run-a', createdAt: now - hour}), sessionWith({id: 'd', ...long, createdAt: now - hour}), sessionWith({id: 'e', name: 'over', state: {status: 'exited', at: now - hour}}), sessionWith({id: 'f', ...long, state: {status: 'exited', at: now - hour}})]});
		const ages = drawn(home(size, {}, {client})).flatMap(line => line.includes(' 1 h') ? [line.lastIndexOf(' 1 h')] : []);
		t.deepEqual([ages.length, new Set(ages.slice(0, 2)).size, new Set(ages.slice(2)).size], [4, 1, 1], `${size[0]} columns`);
	}
});

test('the keys under what was lost name the row under the cursor', t => {
	const keys = (navigation: Partial<Navigation>, sessions: readonly Session[] = [...running, ...lost]) => drawn(home([120, 50], navigation, {client: clientWith({sessions})})).find(line => line.includes('restore all'))?.slice(57).trim();
	t.is(keys({}), '6 restore    A restore all    L let go');
	t.is(keys({selected: 6}), '7 restore    A restore all    L let go');
	t.is(keys({selected: 11}, [...running, ...lost, ...Array.from({length: 6}, (_, index) => crash(`w${index}`, {state: {status: 'crashed', exit: {type: 'code', code: 1}, at: 0}}))]), 'Enter look    A restore all    L let go');
});

test('a click means the row that is seen, also where the list has been moved', t => {
	for (const size of sizes) {
		for (const selected of [0, 4, 7]) {
			const input = home(size, {selected});
			const at = drawn(input).findIndex(line => line.includes(' ▸ '));
			t.is(homeRowAt(input, {x: size[0] - 5, y: at}), selected);
		}
	}
});

test('under the cursor the command has the home folder as ~, and without room its program without folders', t => {
	const shown = (command: string, size: readonly [number, number]) => drawn(home(size, {}, {client: clientWith({sessions: [crash('x')]}), offer: {id: 'x', name: 'x', title: 'Claude Code', cwd: '/', at: now - (2 * hour), answer: {type: 'resume', conversation: '1', command}}})).map(line => line.slice(size[0] > 100 ? 57 : 0).trim()).join(' ');
	t.regex(shown('/home/me/.local/bin/claude --resume 1', [120, 36]), /runs {2}~\/\.local\/bin\/claude --resume 1 /);
	const long = '/home/me/.local/share/claude/versions/2.1.329 --resume 3f2c1111-2222-4333-8444-555566667777 --dangerously-skip-permissions';
	t.regex(shown(long, [120, 36]), /runs {2}…\/2\.1\.329 --resume 3f2c1111-2222-4333-8444-555566667777 --dangerously-skip-permissions/);
	t.regex(shown(long, [60, 15]), /runs {2}…\/2\.1\.329 --resume 3f2c1111-2222-4333-8444-555566667777 --dangerously-skip-permissions/);
});

test('what L asks stands in the bar of Home, naming what is lost', t => {
	for (const size of sizes) {
		const asked = homeRows({...home(size, {overlays: [{type: 'confirm', action: 'close', session: 'x'}]}), link: 'connected', big: undefined});
		t.regex(linesText(asked).at(-1) ?? '', size[0] < 100 ? /^ Let go of claude "lost-x" \(crashed\)\? y {2}let go {3}Esc {2}keep$/ : /^ Let go of claude "lost-x" \(crashed\)\? It leaves the list for good\. y {2}let go {3}Esc {2}keep$/);
	}
});

const failures = [
	['the session limit', {code: 'ERR_CLUTCH_SESSION_LIMIT', message: 'A session was to be started, and 50 run already: sessions.most allows no more.', hint: 'End one with clutch close, or raise sessions.most in the configuration.'}],
	['a full disk', {code: 'ENOSPC', message: 'ENOSPC: no space left on device, open \'/home/me/.local/state/clutch/manifest/journal-000017.jsonl\'', hint: undefined}],
] as const;
for (const [name, failure] of failures) {
	test(`at 60×15 the sentence and every choice stand there whole: ${name}`, t => {
		const {sentence, choices} = startProblem(failure, [...running, ...lost, sessionWith({id: 'o', name: 'a-session-with-a-rather-long-name-that-somebody-gave-it', activity: 'idle'}), sessionWith({id: 'over', state: {status: 'exited', at: 5}})]);
		const preview: Preview = {status: 'problem', line: 'cip', decoded: [], sentence, choices};
		const lines = drawn(home([60, 15], {line: 'cip', preview}));
		// Where a word is longer than a line it goes on in the next one.
		const text = lines.join('').replaceAll(/\s/g, '');
		t.true(text.includes(sentence.replaceAll(' ', '')));
		for (const [index, choice] of choices.entries()) {
			t.true(text.includes(`${index + 1}${choice.text.replaceAll(' ', '')}`), `choice ${index + 1}`);
		}

		t.true(lines.some(line => line.startsWith(' ▌cip_')));
		const over = {size: {cols: 60, rows: 15}, client: clientWith({sessions: running}), navigation: {...startNavigation, screen: 'work', overlays: [{type: 'box'}], line: 'cip', preview} satisfies Navigation, cwd: '/x', home: '/home/me', now};
		const box = linesText(boxLines({...over, size: boxRect(over)})).map(line => line.slice(1, -1)).join('').replaceAll(/\s/g, '');
		t.true(box.includes(sentence.replaceAll(' ', '')) && choices.every(({text: choice}, index) => box.includes(`${index + 1}${choice.replaceAll(' ', '')}`)), 'in the box too');
	});
}

test('the row of a launch keeps its folder and what tells its conversation from others, at every size', t => {
	const launch = {code: 'csd', cwd: '/home/me/src/api-server', at: now, count: 1};
	const library = {recents: [{...launch, conversation: '00000001-1111-2222-3333-444444444444'}, launch], models: [], profiles: [], settings: [], configFile: '', preferences: [], pages: [], local: undefined};
	for (const size of sizes) {
		const rows = drawn(home(size, {}, {client: clientWith(), library})).filter(line => line.includes('csd')).map(line => line.slice(line.indexOf('csd') - 6).trimEnd());
		t.regex(rows[0] ?? '', /[ ▸] 1 {3}csd {3}Claude Code .*api-server +now +0{7}1$/, `${size[0]} columns`);
		t.regex(rows[1] ?? '', /2 {3}csd {3}Claude Code .*api-server +now$/, `${size[0]} columns`);
	}
});
