import test from 'ava';
import type {Session} from '../../../source/core/session/session.js';
import {emptyLibrary} from '../../../source/core/view/box/library.js';
import {startNavigation} from '../../../source/core/view/navigation/navigation.js';
import {createListing} from '../../../source/ui/plain/listing.js';
import {clientWith, sessionWith} from '../../helpers/sessions.js';

const live = (id: string, name = id) => sessionWith({id, name, activity: 'idle'});

function open(first: readonly Session[]) {
	let sessions = first;
	const said: string[] = [];
	const listing = createListing({
		state: () => ({client: clientWith({sessions}), link: 'connected', linkProblem: undefined, navigation: startNavigation, offer: undefined, prompts: {}, library: emptyLibrary}),
		say(line) {
			said.push(line);
		},
		home: '/home/me',
		verbs: new Map(),
	});
	return {
		listing,
		become(next: readonly Session[]) {
			sessions = next;
		},
		takeSaid: () => said.splice(0),
	};
}

test('a number means the same session until the list is printed anew, whatever ends, comes or goes', t => {
	const [one, two, three] = [live('one'), live('two'), live('three')];
	const {listing, become, takeSaid} = open([one, two, three]);
	listing.list();
	t.deepEqual(takeSaid().map(line => line.slice(0, 20)), ['1. Claude Code "one"', '2. Claude Code "two"', '3. Claude Code "thre']);
	const ended = {...two, state: {status: 'exited', at: 9, stopped: true}} as const;
	become([one, ended, three, live('four')]);
	t.is(listing.meant('2')?.id, 'two');
	t.is(listing.meant('3')?.id, 'three');
	t.is(listing.meant('4')?.id, 'four');
	t.true(listing.rowText(ended).startsWith('2. '));
	become([one, three, live('four'), live('five')]);
	t.is(listing.meant('2'), undefined);
	t.deepEqual(takeSaid(), ['Session 2 was let go; list names those that are there.']);
	t.is(listing.meant('5')?.id, 'five');
	listing.list();
	t.is(listing.meant('2')?.id, 'three');
});

test('a name that two sessions have means neither', t => {
	const {listing, takeSaid} = open([live('one', 'web'), live('two', 'web'), live('three')]);
	t.is(listing.meant('web'), undefined);
	t.deepEqual(takeSaid(), ['2 sessions are called web; list names them with their numbers.']);
	t.is(listing.meant('three')?.id, 'three');
	t.is(listing.meant('two')?.id, 'two');
	t.is(listing.meant('9'), undefined);
	t.deepEqual(takeSaid(), ['There is no session 9; list names them.']);
});
