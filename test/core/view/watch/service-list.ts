import test from 'ava';
import type {Service, ServiceFacts} from '../../../../source/core/service/service.js';
import {linesText, widthOfLine} from '../../../../source/core/view/text/spans.js';
import {startWatch} from '../../../../source/core/view/watch/watch.js';
import {watchHit, watchLines, type WatchView} from '../../../../source/core/view/watch/watch-lines.js';
import {clientWith} from '../../../helpers/sessions.js';

const now = 1_000_000;
const facts: ServiceFacts = {kind: 'component', enabled: true, installed: true, port: 8787, version: undefined, dependsOn: [], figures: [], crash: undefined};
const gateway: Service = {id: 'gateway', title: 'Gateway', demo: false, state: {status: 'ready', pid: 2, since: now - 7_500_000, address: 'http://127.0.0.1:8082'}};

const serviceOf = (id: string, state: Service['state'], change: Partial<ServiceFacts> = {}): Service => ({id, title: id, demo: false, state, facts: {...facts, ...change}});

function drawn(services: readonly Service[], {size = {cols: 80, rows: 24}, selected, resources = {}}: {readonly size?: WatchView['size']; readonly selected?: string; readonly resources?: WatchView['watch']['resources']['services']} = {}) {
	const watch = {...startWatch, resources: {services: resources, sessions: {}}, selected: selected === undefined ? undefined : {type: 'service', id: selected} as const};
	const view: WatchView = {watch, client: clientWith({services}), link: 'connected', size, now, charts: undefined, note: undefined};
	const lines = watchLines(view);
	return {view, lines, text: linesText(lines)};
}

const rows: ReadonlyArray<readonly [service: Service, row: string]> = [
	[serviceOf('headroom', {status: 'stopped'}, {installed: false}), '  ○ headroom    – not installed   clutch service add headroom'],
	[serviceOf('headroom', {status: 'stopped'}), '  ○ headroom    :8787   stopped'],
	[serviceOf('mine', {status: 'stopped'}, {kind: 'user', enabled: false, port: undefined}), '  ○ mine                off'],
	[serviceOf('headroom', {status: 'waiting', on: ['gateway', 'db']}), '  ◌ headroom    :8787   waiting for gateway, db'],
	[serviceOf('web', {status: 'waiting', on: ['headroom']}, {lacking: {id: 'headroom', why: 'not installed', next: 'clutch service add headroom'}}), '  ◌ web         :8787   needs headroom: not installed'],
	[serviceOf('web', {status: 'waiting', on: ['db']}, {lacking: {id: 'db', why: 'off', next: 'clutch up db'}}), '  ◌ web         :8787   waiting for db, which is off   clutch up db'],
	[serviceOf('headroom', {status: 'starting', pid: 3, since: now - 3200, attempt: 1}), '  ◐ headroom    :8787   starting 3 s'],
	[serviceOf('headroom', {status: 'starting', pid: 3, since: now - 3200, attempt: 2}), '  ◐ headroom    :8787   starting 3 s, attempt 2'],
	[serviceOf('headroom', {status: 'ready', pid: 3, since: now - 180_000, address: 'http://127.0.0.1:8788'}), '  ● headroom    :8788   up 3 min'],
	[serviceOf('headroom', {status: 'ready', pid: 3, since: now - 180_000, address: 'http://127.0.0.1:8788'}, {unasked: true}), '  ● headroom    :8788   up 3 min, nobody asks it'],
	[serviceOf('headroom', {status: 'starting', pid: 3, since: now - 3200, attempt: 1, trouble: 'it answers 503'}), '  ◐ headroom    :8787   starting 3 s   not ready: it answers 503'],
	[serviceOf('headroom', {status: 'starting', pid: 3, since: now - 3200, attempt: 2, trouble: 'nobody listens there'}), '  ◐ headroom    :8787   not ready: nobody listens there'],
	[serviceOf('headroom', {status: 'unhealthy', pid: 3, since: now, failures: 2, trouble: 'it answers 503'}), '  ✖ headroom    :8787   does not answer   it answers 503'],
	[serviceOf('headroom', {status: 'unhealthy', pid: 3, since: now, failures: 2}), '  ✖ headroom    :8787   does not answer'],
	[serviceOf('headroom', {status: 'stopping', pid: 3, deadline: now + 6100, signal: 'SIGTERM'}), '  ◐ headroom    :8787   stopping SIGTERM, 7 s  K kill now'],
	[serviceOf('headroom', {status: 'backing-off', until: now + 3900, attempt: 3, last: {type: 'code', code: 1}}), '  ↻ headroom    :8787   starts again in 4 s, attempt 3'],
	[serviceOf('headroom', {status: 'completed', at: now}), '  ✔ headroom            completed'],
	[serviceOf('headroom', {status: 'parked', last: undefined, reason: 'exit 1 (config)', choices: ['try again'], port: 8790}), '  ✖ headroom    :8790   parked: exit 1 (config)'],
	[serviceOf('rtk', {status: 'stopped'}, {kind: 'tool', port: undefined}), '  ● rtk                 in use'],
	[serviceOf('rtk', {status: 'stopped'}, {kind: 'tool', port: undefined, note: 'no agent uses it yet'}), '  ○ rtk                 no agent uses it yet'],
];

for (const [service, row] of rows) {
	test(`a row says: ${row.trim().replaceAll(/ +/g, ' ')}`, t => {
		t.is(drawn([gateway, service]).text.find(line => line.includes(` ${service.id} `)), row);
	});
}

test('a row has its cpu, its memory and, where there is room, its version', t => {
	const resources = {headroom: {cpu: 0.011, memoryBytes: 310_000_000}};
	const service = serviceOf('headroom', {status: 'ready', pid: 3, since: now - 180_000, address: 'http://127.0.0.1:8787'}, {version: '0.9.2'});
	const row = (cols: number) => drawn([gateway, service], {size: {cols, rows: 24}, resources}).text.find(line => line.includes('● headroom'));
	t.is(row(80), '  ● headroom    :8787   up 3 min        1.1 %  310 MB  0.9.2');
	t.is(row(50), '  ● headroom    :8787   up 3 min     1.1 %  310 MB');
});

test('components that are off are not listed, and neither is a demo that does not run', t => {
	const {text} = drawn([gateway, serviceOf('ollama', {status: 'stopped'}, {enabled: false}), {id: 'demo', title: 'Demo', demo: true, state: {status: 'stopped'}}]);
	t.notRegex(text.join('\n'), /ollama|demo/);
});

const long = 'It ended 6 times within 3 minutes, last with exit code 1: the file /home/me/.config/database/a-very-long-name-of-a-file.yaml could not be read';
const thirty = [gateway, ...Array.from({length: 29}, (_, index): Service => index === 20
	? serviceOf('a-database-with-a-rather-long-name', {status: 'parked', last: {type: 'code', code: 1}, reason: long, choices: ['use 5433', 'try again']})
	: serviceOf(`worker-${index}`, {status: 'ready', pid: 10 + index, since: now - 60_000, address: undefined}))];

for (const size of [{cols: 60, rows: 15}, {cols: 80, rows: 24}, {cols: 120, rows: 36}]) {
	test(`thirty services scroll, and nothing is cut without a sign, at ${size.cols}×${size.rows}`, t => {
		for (const selected of [undefined, 'gateway', 'worker-10', 'a-database-with-a-rather-long-name', 'worker-28']) {
			const {lines, text} = drawn(thirty, {size, ...selected === undefined ? {} : {selected}});
			t.deepEqual([lines.length, lines.every(line => widthOfLine(line) <= size.cols)], [size.rows, true]);
			const listed = text.filter(line => /^ [ ▸][●✖] (?:gateway|worker|a-database)/.test(line)).length;
			const hidden = text.flatMap(line => /^ {2}[↑↓] (\d+) more/.exec(line)?.[1] ?? []).reduce((sum, count) => sum + Number(count), 0);
			t.is(listed + hidden, 30, `${String(selected)}: ${text.join('\n')}`);
			t.true(selected === undefined || text.some(line => line.startsWith(' ▸') && line.includes(selected.slice(0, 10))), `${selected ?? 'none'}`);
		}

		const {text} = drawn(thirty, {size});
		t.regex(text.join('\n'), /↓ \d+ more {3}✖ 1 in trouble/);
		const all = text.join(' ').replaceAll(/\s+/g, ' ');
		t.true(all.includes(long) || (size.cols === 60 && all.includes('It ended 6 times')), `${all}`);
		t.regex(drawn(thirty, {size, selected: 'a-database-with-a-rather-long-name'}).text.join('\n'), / ▸✖ a-database-with…? ?.*:8787 +parked: .*…/);
	});
}

test('what a service says of itself, and what that includes, stands whole while the cursor is on it', t => {
	const figures = [{name: 'compressed', text: '112 k tokens', meaning: 'What it took out of prompts since it was started, as it estimates it.', value: 112_000}];
	const service = serviceOf('headroom', {status: 'ready', pid: 31, since: now, address: 'http://127.0.0.1:8787'}, {version: '0.9.2', dependsOn: ['gateway'], figures});
	const {text} = drawn([gateway, service], {size: {cols: 120, rows: 36}, selected: 'headroom'});
	t.true(text.includes('  headroom 0.9.2   http://127.0.0.1:8787   pid 31   needs gateway'));
	t.true(text.includes('  compressed 112 k tokens   What it took out of prompts since it was started, as it estimates it.'));
	t.notRegex(drawn([gateway, service]).text.join('\n'), /What it took out/);
});

test('a click finds the row that is seen there, and the key that words stand beside', t => {
	const parked = serviceOf('db', {status: 'parked', last: undefined, reason: 'no', choices: ['try again']});
	const {view, text} = drawn([gateway, parked], {size: {cols: 120, rows: 36}});
	const y = text.findIndex(line => line.includes('✖ db'));
	t.deepEqual(watchHit(view, {x: 50, y}), {key: undefined, row: {type: 'service', id: 'db'}});
	t.is(watchHit(view, {x: 70, y}).row, undefined, 'that is the table beside it');
	const keys = text[y + 1] ?? '';
	t.is(watchHit(view, {x: keys.indexOf('retry'), y: y + 1}).key, 'R');
	const last = text.at(-1) ?? '';
	t.is(watchHit(view, {x: last.indexOf('back'), y: 35}).key, 'Esc');
});

test('what is not installed says how it is added in as many words as there is room for', t => {
	const missing = serviceOf('headroom', {status: 'stopped'}, {installed: false});
	const row = (cols: number) => drawn([gateway, missing], {size: {cols, rows: 24}}).text.find(line => line.includes('headroom'))?.slice(0, 55).trimEnd();
	t.is(row(120), '  ○ headroom    – add: clutch service add headroom');
	t.is(row(40), '  ○ headroom    – not installed');
});
