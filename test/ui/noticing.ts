import test from 'ava';
import type {Service, ServiceState} from '../../source/core/service/service.js';
import {createNoticing} from '../../source/ui/noticing.js';
import {createStore, type Store} from '../../source/ui/store.js';
import {createTimers} from '../../source/ui/timers.js';
import {fakeClock} from '../helpers/fake-clock.js';
import {temporaryHome} from '../helpers/home.js';
import {clientWith} from '../helpers/sessions.js';

const parked: ServiceState = {status: 'parked', last: undefined, reason: 'It ended.', choices: ['try again']};
const ready: ServiceState = {status: 'ready', pid: 4121, since: 0, address: undefined};

function serviceWith(id: string, state: ServiceState): Service {
	return {id, title: id, demo: false, state};
}

function noticingStore(t: Parameters<typeof temporaryHome>[0]): Store {
	const clock = fakeClock();
	const {paths} = temporaryHome(t);
	const noticing = createNoticing({paths, store: () => store, clock, timers: createTimers(clock), chord: () => 'Ctrl+Space'});
	const store: Store = createStore({startsByItself: true, sidebar: 'shown', focused: undefined, size: () => ({cols: 120, rows: 36}), onChange() {
		noticing.follow();
	}, onEffect() {
		// Nothing is asked of anybody.
	}});
	return store;
}

test('that a service is parked is said as long as it is, and again when it is again', t => {
	const store = noticingStore(t);
	const change = (id: string, state: ServiceState) => {
		store.event({type: 'service.changed', service: serviceWith(id, state)});
	};

	const said = () => {
		const {message, notices: {list, details}} = store.get().navigation;
		return [message?.text, list.map(({text}) => text), details?.log];
	};

	store.snapshot(clientWith({services: [serviceWith('web', ready), serviceWith('db', parked)]}));
	t.deepEqual(said(), [undefined, [], undefined]);
	change('web', parked);
	t.deepEqual(said(), ['web is parked: It ended. (details: l)', ['web is parked: It ended.'], 'web']);
	change('web', {status: 'stopped'});
	t.deepEqual(said(), [undefined, [], undefined]);

	change('web', parked);
	t.deepEqual(said(), ['web is parked: It ended. (details: l)', ['web is parked: It ended.'], 'web']);
	store.event({type: 'service.removed', id: 'web'});
	t.deepEqual(said(), [undefined, [], undefined]);
});

test('that the config file is broken is said no longer once it is whole', t => {
	const store = noticingStore(t);
	store.snapshot(clientWith({}));
	const said = () => {
		const {message, notices: {list}} = store.get().navigation;
		return [message?.text, list.map(({text}) => text)];
	};

	const change = (text: string | undefined) => {
		store.event({type: 'config.changed', trouble: text === undefined ? undefined : {text, next: 'The last good configuration stays in force.'}});
		store.event({type: 'notice.given', notice: {at: fakeClock().now(), level: 'bad', text: text === undefined ? 'It is whole again.' : `${text} The last good configuration stays in force.`}});
	};

	change('config.json:1:1: wanted an object, got a list.');
	t.deepEqual(said(), ['config.json:1:1: wanted an object, got a list. The last good configuration stays in force.', ['config.json:1:1: wanted an object, got a list. The last good configuration stays in force.']]);
	change('config.json:1:2: wanted a value, got a comma.');
	t.deepEqual(said(), ['config.json:1:2: wanted a value, got a comma. The last good configuration stays in force.', ['config.json:1:2: wanted a value, got a comma. The last good configuration stays in force.']]);
	change(undefined);
	t.deepEqual(said(), ['It is whole again.', ['It is whole again.']]);
});

test('a clutchd that comes back and knows better takes back what was said of a service', t => {
	const store = noticingStore(t);
	store.snapshot(clientWith({services: [serviceWith('web', ready)]}));
	store.event({type: 'service.changed', service: serviceWith('web', parked)});
	t.is(store.get().navigation.notices.list.length, 1);
	store.snapshot(clientWith({services: [serviceWith('web', {status: 'stopped'})]}));
	t.deepEqual([store.get().navigation.message, store.get().navigation.notices.list], [undefined, []]);
});
