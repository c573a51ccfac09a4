import test from 'ava';
import {shownEntries, takeWatch, waitingEntries, type Watch, type WatchFacts, type WatchKey} from '../../../../source/core/view/watch/watch.js';
import {pressWatch} from '../../../../source/core/view/watch/watch-keys.js';
import {watchRecords, watchedBy} from '../../../helpers/watch.js';

function setUp() {
	const {watch, client} = watchedBy(watchRecords);
	const facts: WatchFacts = {services: client.services, sessions: client.sessions};
	const press = (start: Watch, ...keys: readonly WatchKey[]) => {
		let step = pressWatch(start, keys[0] ?? 'first', facts);
		for (const key of keys.slice(1)) {
			step = pressWatch(step.watch, key, facts);
		}

		return step;
	};

	return {watch, press};
}

test('lists what is worth a line, and every request when asked', t => {
	const {watch, press} = setUp();
	t.is(shownEntries(watch).length, 2);
	t.is(shownEntries(press(watch, 'all').watch).length, watchRecords.length);
});

test('rows stay where they are while one of them is looked at', t => {
	const {watch, press} = setUp();
	const looking = press(watch, 'next').watch;
	const before = shownEntries(looking);
	const [newest] = watch.entries;
	const figures = looking.figures!;
	const number = newest!.number + 1;
	const later = takeWatch(looking, {type: 'figures', resources: looking.resources, figures: {...figures, lastEntry: number, entries: [{type: 'service', number, at: newest!.at, id: 'gateway', title: 'Gateway', level: 'bad', text: 'does not answer'}]}});
	t.deepEqual(shownEntries(later), before);
	t.is(waitingEntries(later), 1);
	t.is(shownEntries(press(later, 'first').watch)[0]?.type, 'service');
});

test('an entry that is told twice stands once, and a clutchd that counts anew replaces all', t => {
	const {watch} = setUp();
	const figures = watch.figures!;
	t.is(takeWatch(watch, {type: 'figures', figures, resources: watch.resources}).entries.length, watch.entries.length);
	t.deepEqual(takeWatch(watch, {type: 'figures', figures: {...figures, entries: [], lastEntry: 0}, resources: watch.resources}).entries, []);
	t.is(takeWatch(watch, {type: 'figures', figures: {...figures, spanMs: 1}, resources: watch.resources}), watch, 'what was asked before the range was changed');
});

test('Enter opens what is under the cursor, Esc closes it and then leaves', t => {
	const {watch, press} = setUp();
	const opened = press(watch, 'next', 'enter').watch;
	t.is(opened.detail?.type, 'entry');
	const back = press(opened, 'back');
	t.is(back.watch.detail, undefined);
	t.not(back.leaves, true);
	t.true(press(back.watch, 'back').leaves);
});

test('services have their log and can be tried again', t => {
	const {watch, press} = setUp();
	t.deepEqual(press(watch, 'log').effects, [{type: 'read-log', id: 'cli-proxy'}], 'the parked one is meant where none is chosen');
	t.deepEqual(press(watch, 'retry').serves, {verb: 'start', id: 'cli-proxy'});
	t.is(press(watch, 'next', 'page-up', 'retry').note, 'The gateway is not parked.');
	t.deepEqual(press(watch, 'next', 'page-up', 'enter').effects, [{type: 'read-log', id: 'gateway'}]);
});

test('another range or session is asked for at once, without what was told of the former', t => {
	const {watch, press} = setUp();
	const ranged = press(watch, 'range');
	t.deepEqual(ranged.effects, [{type: 'ask'}]);
	t.is(ranged.watch.span.label, '1 h');
	t.is(ranged.watch.figures, undefined);
	t.is(press(watch, 'range', 'range', 'range').watch.span.label, '15 min');
	t.is(press(watch, 'filter').watch.session, 'k3f');
	t.is(press(watch, 'filter', 'filter').watch.session, undefined);
});
