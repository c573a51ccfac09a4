import test from 'ava';
import type {Service} from '../../../../source/core/service/service.js';
import {offeringService, parkedSentence, parkedService, withoutReason} from '../../../../source/core/view/box/parked.js';
import {homeHint} from '../../../../source/core/view/home/home-hint.js';
import {homeRows} from '../../../../source/core/view/home/home-rows.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {keepTold} from '../../../../source/core/view/watch/watch.js';
import {createStore} from '../../../../source/ui/store.js';
import {homeInput} from '../../../helpers/home-input.js';
import {clientWith} from '../../../helpers/sessions.js';

const parked = (id: string, title: string, choices: readonly string[]): Service => ({id, title, demo: false, state: {status: 'parked', last: undefined, reason: `${id} cannot start.`, choices}});
const database = parked('db', 'Database', ['use 5433', 'try again']);
const gateway = parked('gateway', 'Gateway', ['use 8083']);

test('the gateway is told of before any other service that rests', t => {
	t.deepEqual(parkedService(clientWith({services: [database, gateway]})), {id: 'gateway', reason: 'gateway cannot start.', choices: ['use 8083']});
	t.deepEqual(parkedService(clientWith({services: [database]})), {id: 'db', reason: 'Database: db cannot start.', choices: ['use 5433', 'try again']});
	t.is(parkedService(clientWith()), undefined);
});

test('in Watch the digits are about the service that is told of there', t => {
	const client = clientWith({services: [gateway, database, {...database, id: 'web', state: {status: 'stopped'}}]});
	const at = (watch: Partial<Navigation['watch']>) => offeringService(client, {overlays: [{type: 'watch'}], watch: {...startNavigation.watch, ...watch}})?.id;
	t.is(at({}), 'gateway');
	t.is(at({selected: {type: 'service', id: 'db'}}), 'db');
	t.is(at({selected: {type: 'service', id: 'web'}}), undefined);
	t.is(offeringService(client, startNavigation)?.id, 'gateway');

	const event = {number: 7, at: 0, type: 'service', id: 'db', title: 'Database', level: 'bad', text: 'parked'} as const;
	const ofWeb = {...event, number: 6, id: 'web'};
	const entries = [event, ofWeb, {...event, number: 5, type: 'session', name: 'api'} as const];
	t.is(at({entries, told: 'gateway', selected: {type: 'entry', number: 7}}), 'db', 'what happened to it is under the cursor');
	t.is(at({entries, told: 'gateway', selected: {type: 'entry', number: 6}}), undefined);
	t.is(at({entries, told: 'gateway', selected: {type: 'entry', number: 5}}), 'gateway', 'it is about no service');
	t.is(keepTold({...startNavigation.watch, entries, selected: {type: 'entry', number: 7}}, [gateway, database]).told, undefined);
});

test('in Watch the digits stay about the service that was read of, though another one comes to rest, until it is well', t => {
	const web: Service = {...database, id: 'web'};
	const told = (watch: Navigation['watch'], services: readonly Service[]) => offeringService(clientWith({services}), {overlays: [{type: 'watch'}], watch})?.id;
	const drawn = [{...gateway, state: {status: 'stopped'} as const}, {...database, state: {status: 'stopped'} as const}, web];
	const watch = keepTold(startNavigation.watch, drawn);
	const later = [gateway, database, web];
	t.deepEqual([told(watch, drawn), told(watch, later), told(startNavigation.watch, later)], ['web', 'web', 'gateway']);
	const begins = [gateway, database, {...web, state: {status: 'waiting', on: ['db']} as const}];
	t.is(told(keepTold(watch, later), begins), undefined);
	const well = [gateway, database, {...web, state: {status: 'completed', at: 0} as const}];
	t.is(told(keepTold(watch, begins), well), 'gateway');
	t.is(told({...watch, selected: {type: 'service', id: 'db'}}, later), 'db');
	t.is(keepTold({...watch, selected: {type: 'service', id: 'db'}}, later).told, undefined);
});

test('what clutchd tells while Watch is open changes nothing about whose the digits are', t => {
	const store = createStore({startsByItself: false, sidebar: 'shown', focused: undefined, first: {overlays: [{type: 'watch'}]}, size: () => ({cols: 120, rows: 36}), onChange: () => undefined, onEffect: () => undefined});
	store.snapshot(clientWith({services: [{...gateway, state: {status: 'stopped'}}, database]}));
	store.snapshot(clientWith({services: [gateway, database]}));
	const {client, navigation} = store.get();
	t.is(offeringService(client, navigation)?.id, 'db');
});

test('Home says why it rests once, with what can be done, and where its log is', t => {
	const client = clientWith({services: [database]});
	const input = homeInput({client, hint: homeHint({client, link: 'connected', linkProblem: undefined, hasCredential: true, cols: 120}), navigation: {...startNavigation, message: {level: 'bad', text: `${parkedSentence(database, 'db cannot start.')} (details: l)`}}});
	const text = linesText(homeRows({...input, link: 'connected', big: undefined})).join('\n');
	t.regex(text, /^ {3}Database: db cannot start\. {3}1 use 5433 {3}2 try again$/m);
	t.regex(text, /^ {3}Database is parked\. \(details: l\)$/m);
	t.is(text.split('db cannot start').length, 2);
	t.is(withoutReason('another thing', client), 'another thing');
});
