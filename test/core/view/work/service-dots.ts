import test from 'ava';
import type {Service, ServiceFacts} from '../../../../source/core/service/service.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {homeBar, workBar} from '../../../../source/core/view/work/bar.js';
import {presentDots, serviceDots} from '../../../../source/core/view/work/service-dots.js';
import {keymap} from '../../../../source/core/view/keys/keymap.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const facts: ServiceFacts = {kind: 'component', enabled: true, installed: true, port: undefined, version: undefined, dependsOn: [], figures: [], crash: undefined};
const gateway: Service = {id: 'gateway', title: 'Gateway', demo: false, state: {status: 'ready', pid: 2, since: 0, address: 'http://127.0.0.1:8082'}};
const running: Service['state'] = {status: 'ready', pid: 3, since: 0, address: undefined};
const parked: Service['state'] = {status: 'parked', last: undefined, reason: 'It ended.', choices: ['try again']};
const clientOf = (services: readonly Service[]) => clientWith({sessions: [sessionWith()], services: [gateway, ...services]});
const serviceOf = (id: string, state: Service['state'], change: Partial<ServiceFacts> = {}): Service => ({id, title: id, demo: false, state, facts: {...facts, ...change}});
const text = (line: Parameters<typeof linesText>[0][number]) => linesText([line])[0] ?? '';

const states: ReadonlyArray<readonly [services: readonly Service[], dots: string]> = [
	[[], 'headroom ○   rtk ○   proxy ○'],
	[[serviceOf('headroom', {status: 'stopped'}, {installed: false}), serviceOf('rtk', {status: 'stopped'}, {kind: 'tool', installed: false})], 'headroom ○   rtk ○   proxy ○'],
	[[serviceOf('headroom', running), serviceOf('rtk', {status: 'stopped'}, {kind: 'tool'}), serviceOf('cli-proxy', parked)], 'headroom ●   rtk ●   proxy ✖'],
	[[serviceOf('headroom', {status: 'starting', pid: 3, since: 0, attempt: 1}), serviceOf('rtk', {status: 'stopped'}, {kind: 'tool', note: 'no agent uses it yet'}), serviceOf('cli-proxy', {status: 'backing-off', until: 9, attempt: 1, last: {type: 'code', code: 1}})], 'headroom ◐   rtk ○   proxy ↻'],
];
for (const [services, dots] of states) {
	test(`with ${services.length} components of which ${services.filter(({facts: known}) => known?.installed).length} are installed Home has ${dots}`, t => {
		t.is(text(serviceDots(clientOf(services))), dots);
		t.true(text(homeBar({client: clientOf(services), big: undefined, size: {cols: 160, rows: 36}})).includes(`${dots}   ? keys`));
	});
}

test('while clutchd is away nobody knows how they are', t => {
	t.is(text(serviceDots(clientOf([serviceOf('headroom', running)]), 'lost')), 'headroom ?   rtk ○   proxy ○');
	t.is(text(serviceDots(clientOf([serviceOf('headroom', running)]), 'resting')), 'headroom ○   rtk ○   proxy ○');
});

test('while one works the bar has those alone that are there', t => {
	t.is(text(presentDots(clientOf([serviceOf('headroom', running), serviceOf('rtk', {status: 'stopped'}, {kind: 'tool', installed: false})]))), 'headroom ●');
	t.is(text(presentDots(clientOf([]))), '');
});

test('a service in trouble is named in both bars with the keys that show it, and counted where there is little room', t => {
	const client = clientOf([serviceOf('db', parked)]);
	const bar = (cols: number, known = client) => text(workBar({layout: {workspaces: [], active: 0}, onePane: false, client: known, session: known.sessions[0], folded: false, chord: 'Ctrl+Space', cols, table: keymap}));
	t.regex(text(homeBar({client, big: undefined, size: {cols: 120, rows: 36}})), /✖ db parked {2}w {3}headroom/);
	t.regex(bar(120), /✖ db parked {2}Ctrl\+Space w /);
	t.regex(bar(60), /✖/);
	t.regex(bar(120, clientOf([serviceOf('db', parked), serviceOf('web', {status: 'unhealthy', pid: 3, since: 0, failures: 1})])), /✖ 2 services in trouble/);
	t.notRegex(bar(120, clientOf([])), /✖/);
});
