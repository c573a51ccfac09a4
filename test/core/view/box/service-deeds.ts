import test from 'ava';
import {boxRows} from '../../../../source/core/view/box/box-rows.js';
import {rowLine} from '../../../../source/core/view/box/row-line.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {foundLine} from '../../../../source/core/view/plain/said.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import type {Service, ServiceFacts} from '../../../../source/core/service/service.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const facts: ServiceFacts = {kind: 'component', enabled: true, installed: true, port: undefined, version: undefined, dependsOn: [], figures: [], crash: undefined};
const services: readonly Service[] = [
	{id: 'gateway', title: 'Gateway', demo: false, state: {status: 'ready', pid: 2, since: 0, address: 'http://127.0.0.1:8082'}},
	{id: 'demo', title: 'Demo', demo: true, state: {status: 'stopped'}},
	{id: 'headroom', title: 'Headroom', demo: false, state: {status: 'stopped'}, facts},
	{id: 'ollama', title: 'Ollama', demo: false, state: {status: 'stopped'}, facts: {...facts, enabled: false}},
	{id: 'rtk', title: 'RTK', demo: false, state: {status: 'stopped'}, facts: {...facts, kind: 'tool', installed: false}},
	{id: 'db', title: 'Database', demo: false, state: {status: 'stopping', pid: 3, deadline: 9}},
];
const sessions = [sessionWith()];
const searching = (line: string): Navigation => ({...startNavigation, screen: 'work', focused: 'a', untouched: false, overlays: [{type: 'box'}], line});
const firstRow = (line: string) => boxRows(searching(line), {sessions, services})[0];

const found: ReadonlyArray<readonly [line: string, row: string]> = [
	['/start headroom', '▸ start headroom  stopped                             service'],
	['/start ollama', '▸ start ollama  stopped                               service'],
	['/restart gateway', '▸ restart gateway  ready                              service'],
	['/stop gateway', '▸ stop gateway  ready                                 service'],
	['/log of headroom', '▸ log of headroom  stopped                            service'],
	['/kill db', '▸ kill db now  stopping                               service'],
	['/add RTK', '▸ add RTK  clutch service add rtk                     service'],
];
for (const [line, row] of found) {
	test(`${line} is found by its plain name`, t => {
		const first = firstRow(line);
		t.is(first && linesText([rowLine(first, {client: clientWith(), isSelected: true, number: undefined, cols: 61, now: 0, home: '/'})])[0], row);
	});
}

test('what would change nothing is not offered', t => {
	const names = boxRows(searching('/'), {sessions, services}).flatMap(row => row.type === 'service' ? [row.deed.name] : []);
	t.deepEqual(names, ['stop gateway', 'restart gateway', 'start headroom', 'log of headroom', 'start ollama', 'log of ollama', 'add RTK', 'kill db now', 'log of db']);
});

const size = {cols: 120, rows: 36};
const enter = (line: string) => navigate(searching(line), {type: 'key', key: {type: 'key', name: 'Enter'}}, {sessions, services, choices: [], startsByItself: true, size});

test('Enter does it, from where its user came', t => {
	const started = enter('/start headroom');
	t.deepEqual([started.effects, started.navigation.overlays], [[{type: 'service', verb: 'start', id: 'headroom'}], []]);
	t.deepEqual(enter('/log of headroom').effects, [{type: 'open-beside', program: {type: 'log', service: 'headroom'}, placing: {direction: 'down', beside: 'a'}}]);
	t.is(enter('/add RTK').navigation.message?.text, 'To add RTK, run in a shell: clutch service add rtk');
	t.deepEqual(enter('/kill db now').effects, [{type: 'service', verb: 'hurry', id: 'db'}]);
});

test('the gateway is not stopped under its sessions without a question', t => {
	const {effects, navigation} = enter('/stop gateway');
	t.deepEqual([effects, navigation.overlays], [[], [{type: 'confirm', action: 'stop-service', service: 'gateway'}]]);
});

test('without a screen what was found says the words to type', t => {
	const [first] = boxRows(searching('/add RTK'), {sessions, services});
	t.is(first?.type === 'service' ? foundLine(first, '/') : '', 'add RTK: clutch service add rtk');
});
