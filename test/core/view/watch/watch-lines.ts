import test from 'ava';
import {watchSpans} from '../../../../source/core/usage/figures.js';
import {linesText, widthOfLine} from '../../../../source/core/view/text/spans.js';
import {plainEntry} from '../../../../source/core/view/watch/plain.js';
import {shownEntries} from '../../../../source/core/view/watch/watch.js';
import {watchLines, type WatchView} from '../../../../source/core/view/watch/watch-lines.js';
import {usageRecord} from '../../../helpers/usage.js';
import {watchNow, watchRecords, watchedBy} from '../../../helpers/watch.js';

const sizes = [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}];

function drawn(records = watchRecords, change: Partial<WatchView> & {readonly watching?: Parameters<typeof watchedBy>[1]} = {}) {
	const {watch, client} = watchedBy(records, change.watching);
	const view: WatchView = {watch, client, link: 'connected', size: {cols: 120, rows: 36}, now: watchNow, charts: undefined, note: undefined, ...change};
	const lines = watchLines(view);
	return {lines, text: linesText(lines), view};
}

for (const size of sizes) {
	test(`is exactly as large as the screen at ${size.cols}×${size.rows}`, t => {
		for (const records of [watchRecords, []]) {
			for (const watching of [{}, {list: 'all'}, {table: 'sessions'}, {table: 'profiles'}, {chart: 'large'}] as const) {
				const {lines} = drawn(records, {size, watching});
				t.is(lines.length, size.rows);
				t.true(lines.every(line => widthOfLine(line) <= size.cols));
			}
		}
	});

	test(`has its named parts at ${size.cols}×${size.rows}`, t => {
		const text = drawn(watchRecords, {size}).text.join('\n');
		for (const part of [/^ watch/, /last 15 min ▾/, /all sessions ▾/, /14:07:31/, /today +\$0\.63 est\./, /in 2\.7 M/, /● gateway +:8082 +up 3 d 2 h +0\.4 % +71 MB/, /✖ cli-proxy +:8317 +parked: exit 1 \(config\)/, /models .*req +fail +p50 +p95 +\$/, /kimi-k2\.6 .*30 +0 /, /14:07:12 {2}claude "api"/, /Enter open/, /Esc back/]) {
			t.regex(text, part);
		}
	});
}

test('draws what the picture of it promises, to the letter', t => {
	t.deepEqual(drawn().text.slice(0, 14), [
		' watch                                                       last 15 min ▾      all sessions ▾      2026-11-20 14:07:31',
		'  requests/min                 2   tokens/s in            n/a   out           n/a   first token p50 907 ms  p95 907 ms',
		'  today    $0.63 est.   in 2.7 M (cache read 90 %)   out 36.0 k   request p50  1.9 s  p95  1.9 s',
		'',
		'  services                                              models                      req  fail    p50    p95           $',
		'  ● gateway     :8082   up 3 d 2 h   0.4 %   71 MB      kimi-k2.6      openrouter    30     0  1.9 s  1.9 s       $0.63',
		'  ✖ cli-proxy   :8317   parked: exit 1 (config)         nemotron-3     openrouter     2     1 804 ms  4.0 s         n/a',
		'    l log   R retry',
		'',
		'',
		'',
		'',
		'  14:07:12  claude "api"         kimi-k2.6 → nemotron-3           429 rate limit, retry in 38 s              1.2 s lost',
		'  14:06:51  no session           nemotron-3                       ✖ failed 503 overloaded                        800 ms',
	]);
});

test('a request that failed on every model says so first, and how many were tried, at every size', t => {
	const models = ['moonshotai/kimi-k2.6', 'nvidia/nemotron-3-super', 'openai/gpt-oss-120b', 'deepseek/deepseek-v3'];
	const attempts = models.map((model, index) => ({provider: 'openrouter', model, status: undefined, error: 'the connection failed (ECONNREFUSED)', durationMs: 20 + index}));
	const failed = usageRecord('all', {at: watchNow - 1000, session: 'k3f', outcome: 'failed', status: 502, tokens: undefined, error: 'the connection failed (ECONNREFUSED)', attempts, durationMs: 91});
	for (const size of sizes) {
		const row = drawn([failed], {size}).text.find(line => line.includes('14:07:30')) ?? '';
		t.regex(row, /claude "api" +✖ failed {2}4 models tried .*91 ms *$/, `${size.cols}`);
	}

	const row = (record: typeof failed) => drawn([record]).text.find(line => line.includes('14:07:30')) ?? '';
	t.regex(row(failed), /✖ failed {2}4 models tried +the connection failed \(ECONN.* 91 ms/);
	t.regex(row({...failed, attempts: attempts.map(attempt => ({...attempt, model: 'a'}))}), /✖ failed {2}4 keys tried /);
});

test('the large chart says what it counts, over which time, and from when to when', t => {
	const curve = [[{text: '3 ┤ curve', role: 'accent'}]] as const;
	const charts = {requests: '', input: '', output: '', lines: curve};
	const [quarter, hour, day] = watchSpans.map(range => drawn(watchRecords, {charts, watching: {chart: 'large', span: range}}).text.slice(4, 6));
	t.deepEqual(quarter, [`  requests per 15 s${' '.repeat(86)}13:52 to 14:07`, '3 ┤ curve']);
	t.regex(hour?.[0] ?? '', /^ {2}requests per 1 min +13:07 to 14:07$/);
	t.regex(day?.[0] ?? '', /^ {2}requests per 24 min +2026-11-19 14:07 to 2026-11-20 14:07$/);
	t.false(drawn(watchRecords, {charts: {...charts, lines: []}, watching: {chart: 'large'}}).text.join('\n').includes('requests per'));
	for (const size of [{cols: 80, rows: 20}, {cols: 60, rows: 22}, {cols: 200, rows: 50}]) {
		const {lines} = drawn(watchRecords, {size, charts: {...charts, lines: Array.from({length: 10}, () => curve[0])}, watching: {chart: 'large'}});
		t.is(lines.length, size.rows);
		t.true(lines.every(line => widthOfLine(line) <= size.cols));
	}
});

test('a config file that is broken is said in the first line, at every size', t => {
	const {client} = watchedBy(watchRecords);
	const broken = {...client, clutchd: {...client.clutchd, config: {text: 'config.json:1:1: wanted an object, got a list.', next: 'The shipped defaults are in force until it is mended.'}}};
	for (const size of sizes) {
		const [first = ''] = drawn(watchRecords, {size, client: broken}).text;
		t.regex(first, size.cols < 100 ? /^ watch {3}✖ config +last/ : /^ watch {3}✖ the config file is broken: clutch status +last/);
		t.regex(first, /14:07:31/);
		t.notRegex(drawn(watchRecords, {size}).text[0] ?? '', /config/);
	}
});

test('says n/a where nothing is known, and never a zero that is none', t => {
	const silent = watchRecords.map(record => ({...record, tokens: undefined, firstTokenMs: undefined, at: watchNow - 1000}));
	const [, rates = '', totals = ''] = drawn(silent).text;
	t.regex(rates, /requests\/min +32 .*tokens\/s in +n\/a +out +n\/a +first token p50 +n\/a +p95 +n\/a/);
	t.regex(totals, /today +n\/a +in n\/a \(cache read n\/a\) +out n\/a/);
	const [, quiet = '', none = ''] = drawn([]).text;
	t.regex(quiet, /requests\/min +0 .*tokens\/s in +0 +out +0 .*p50 +n\/a/);
	t.regex(none, /today +n\/a +in 0/);
	t.regex(drawn([]).text.join('\n'), /No request came through the gateway yet\./);
});

test('shows how much of the budget is spent, only where there is one', t => {
	const {watch, client} = watchedBy(watchRecords);
	const shown = (budgetUsd: number | undefined) => linesText(watchLines({watch: {...watch, figures: watch.figures && {...watch.figures, budgetUsd}}, client, link: 'connected', size: {cols: 120, rows: 36}, now: watchNow, charts: undefined, note: undefined}))[2] ?? '';
	t.regex(shown(2), /budget \$2\.0{2} ▓{3}░{7} 31 %/);
	t.regex(shown(63), /budget \$63\.0{2} ▓░{9} 1 %/);
	t.regex(shown(0.64), /▓{9}░ 98 %/);
	t.regex(shown(0.5), /▓{10} 125 %/);
	t.false(shown(undefined).includes('budget'));
});

test('shows what was not sent, beside the budget, only where something was to be made smaller', t => {
	const {watch, client} = watchedBy(watchRecords);
	const compressed = {requests: 30, skipped: 2, tokens: 112_000, weighted: 20_000, usd: 0.06};
	const shown = (today: Partial<typeof client.meter.today>, {cols = 120, budgetUsd}: {readonly cols?: number; readonly budgetUsd?: number} = {}) => linesText(watchLines({watch: {...watch, figures: watch.figures && {...watch.figures, budgetUsd}}, client: {...client, meter: {...client.meter, today: {...client.meter.today, ...today}}}, link: 'connected', size: {cols, rows: 36}, now: watchNow, charts: undefined, note: undefined})).find(line => line.startsWith('  today')) ?? '';
	t.is(shown({compressed}, {budgetUsd: 2}), '  today    $0.63 est.   in 2.7 M (cache read 90 %)   out 36.0 k   compressed −112 k tok ≈ −$0.06   budget $2.00 ▓░░ 31 %');
	t.regex(shown({compressed: {...compressed, usd: undefined}}), /compressed −112 k tok$/);
	t.regex(shown({compressed: {...compressed, tokens: 0, usd: 0}}), /compressed nothing, 2 skipped$/);
	t.notRegex(shown({}), /compressed/);
	t.notRegex(shown({compressed}, {cols: 80, budgetUsd: 2}), /compressed|…/);
});

test('figures stand where they stood, however large they get', t => {
	const places = (text: readonly string[]) => ['tokens/s in', 'out', 'first token', 'p95'].map(word => text[1]?.indexOf(word));
	const many = Array.from({length: 3000}, (_, index) => ({...watchRecords[0]!, id: String(index), at: watchNow - 1000, durationMs: 61_000, firstTokenMs: 31_000}));
	t.deepEqual(places(drawn(many).text), places(drawn([]).text));
});

test('shows who was to be asked, what became of each, and by what the rule was found', t => {
	const record = usageRecord('refused', {
		at: watchNow - 1000, outcome: 'failed', status: 400, tokens: undefined, rule: 'role', error: 'prompt is too long',
		facts: {kind: 'main', offersTools: true, credential: 'ours', role: 'BIG'},
		candidates: [{provider: 'one', model: 'a', fallback: false}, {provider: 'two', model: 'b', fallback: false}, {provider: 'two', model: 'c', fallback: true}],
		attempts: [{provider: 'one', model: 'a', status: 429, error: 'slow down', reason: 'rate-limit', retryAfterMs: 240_000, durationMs: 100}, {provider: 'two', model: 'b', status: 400, error: 'prompt is too long', reason: 'request', durationMs: 90}],
	});
	const {watch, client} = watchedBy([record]);
	const [entry] = watch.entries;
	const text = linesText(watchLines({watch: {...watch, detail: entry && {type: 'entry', entry, scroll: 0}}, client, link: 'connected', size: {cols: 100, rows: 24}, now: watchNow, charts: undefined, note: undefined}));
	t.deepEqual(text.slice(5, 14), [
		'  facts       main conversation, offers tools, role BIG, our key',
		'  rule        role',
		'  candidates  1  one  a   by the rule   passed over: 429 rate limit, retry in 4 min',
		'              2  two  b   cascade   passed over: 400 prompt is too long',
		'              3  two  c   fallback   not asked: each would have said the same',
		'  tried       1  one  a   429 rate limit, retry in 4 min   100 ms',
		'  said        "slow down"',
		'              2  two  b   400 prompt is too long   90 ms',
		'  outcome     failed 400: prompt is too long',
	]);
	t.is(plainEntry(entry!, {sessions: client.sessions, utcOffsetMs: 0}), '14:07:30  cascade failed  claude "api"  ✖ failed  2 models tried  400 prompt is too long   a → b  1.0 s  rule role: 1 a passed over: 429 rate limit, retry in 4 min; 2 b passed over: 400 prompt is too long; 3 c not asked: each would have said the same');
});

test('shows how a request went: what was asked, by which rule, and each attempt', t => {
	const {watch, client} = watchedBy(watchRecords);
	const entry = watch.entries.find(each => each.type === 'request' && each.usage.id === 'cascade');
	const text = linesText(watchLines({watch: {...watch, detail: entry && {type: 'entry', entry, scroll: 0}}, client, link: 'connected', size: {cols: 100, rows: 20}, now: watchNow, charts: undefined, note: undefined}));
	t.deepEqual(text.slice(0, 13), [
		' request cascade                                                               ● gateway   Esc back',
		'',
		'  session     claude "api"',
		'  asked for   claude by the messages wire, streamed',
		'  route       p   profile none',
		'  rule        role BIG',
		'  tried       1  openrouter  moonshotai/kimi-k2.6   429 rate limit, retry in 38 s   1.2 s',
		'              2  openrouter  nvidia/nemotron-3   answered 200   2.8 s',
		'  outcome     ok 200',
		'  time        first token 200 ms   whole 4.0 s',
		'  tokens      n/a: the provider reported none',
		'  cost        n/a: no price is known',
		'  ended       14:07:12',
	]);
});

test('a gateway that rests says why, whole, and what its digits do; what mends it is the first hint', t => {
	for (const size of sizes) {
		const {view: {client}} = drawn(watchRecords, {size});
		const parked = {id: 'gateway', title: 'Gateway', demo: false, state: {status: 'parked', last: undefined, reason: '8082 is taken by node (pid 4121, ~/src/old-proxy-of-before).', choices: ['use 8083', 'try again']}} as const;
		const {text, lines} = drawn(watchRecords, {size, client: client && {...client, services: [parked]}});
		t.regex(text.join(' ').replaceAll(/\s+/g, ' '), / 8082 is taken by node \(pid 4121, ~\/src\/old-proxy-of-before\)\. 1 use 8083 2 try again /);
		t.regex(text.at(-1) ?? '', /^ R retry {3}/);
		t.deepEqual([lines.length, lines.every(line => widthOfLine(line) <= size.cols)], [size.rows, true]);
	}
});

for (const size of [...sizes, {cols: 80, rows: 19}, {cols: 80, rows: 20}, {cols: 60, rows: 22}, {cols: 119, rows: 15}]) {
	test(`what can be done about a service stands whole, and the row under the cursor is seen, at ${size.cols}×${size.rows}`, t => {
		const reason = 'Its program there-is-no-such-program-anywhere was not found on the PATH (/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/programs/of/mine/bin).';
		const choices = ['Install it, or correct services.missing.argv in the config file', 'try again'];
		const missing = {id: 'missing', title: 'missing', demo: false, state: {status: 'parked', last: undefined, reason, choices}} as const;
		const others = ['one', 'two', 'three', 'four', 'five'].map(id => ({id, title: id, demo: false, state: {status: 'ready', pid: 5, since: 0, address: undefined}} as const));
		const {view: {client}} = drawn();
		for (const watching of [{}, {list: 'all'}, {chart: 'large'}] as const) {
			const {watch} = watchedBy(watchRecords, watching);
			for (const {number} of shownEntries(watch)) {
				const {text, lines} = drawn(watchRecords, {size, client: client && {...client, services: [...others, missing]}, watching: {...watching, selected: {type: 'entry', number}}});
				t.is(lines.length, size.rows);
				t.is(text.filter(line => line.startsWith(' ▸14:0') || line.startsWith(' ▸13:5')).length, 1);
				t.notRegex(text.join('\n'), /… …/);
				t.regex(text.join(' ').replaceAll(/\s+/g, ' '), / 1 Install it, or correct services\.missing\.argv in the config file 2 try again /);
			}
		}
	});
}

test('what is said takes as many rows as it needs', t => {
	const note = 'config.json:3: ui.theme: wanted one of "auto", "dark", "light", "high-contrast", got "purple"; its default stays ("auto")';
	for (const size of sizes) {
		const {text} = drawn(watchRecords, {size, note});
		t.true(text.join(' ').replaceAll(/\s+/g, ' ').endsWith(` ${note}`), `${size.cols}`);
		t.is(text.length, size.rows);
	}
});
