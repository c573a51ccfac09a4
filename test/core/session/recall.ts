import test from 'ava';
import type {JournalEntry, JournalFact} from '../../../source/core/session/journal.js';
import {recall, remember} from '../../../source/core/session/recall.js';
import type {ManifestSnapshot} from '../../../source/core/session/schema.js';
import {sessionWith} from '../../helpers/sessions.js';

const a = sessionWith({id: 'a', name: 'a'});
const b = sessionWith({id: 'b', name: 'b'});
const at = (sequence: number, fact: JournalFact): JournalEntry => ({...fact, sequence, at: sequence * 10});
const names = ({sessions}: ManifestSnapshot) => sessions.map(({name}) => name);

test('begins with the newest snapshot and goes on with every line behind it', t => {
	const known = recall([
		{snapshot: {sequence: 1, sessions: []}, entries: [at(2, {type: 'created', session: a})]},
		{snapshot: {sequence: 2, sessions: [a]}, entries: [at(3, {type: 'renamed', id: 'a', name: 'api'}), at(4, {type: 'boot', boot: 'x'})]},
	]);
	t.deepEqual([names(known), known.sequence, known.boot], [['api'], 4, 'x']);
});

test('counts a line or a generation that comes twice once', t => {
	const created = at(1, {type: 'created', session: a});
	const renamed = at(2, {type: 'renamed', id: 'a', name: 'api'});
	const first = {snapshot: {sequence: 0, sessions: []}, entries: [created, renamed, created]};
	t.deepEqual(names(recall([first, first])), ['api']);
});

test('an emptier snapshot takes nothing away but what it says has left', t => {
	const first = {snapshot: {sequence: 1, sessions: [a, b]}, entries: []};
	t.deepEqual(names(recall([first, {snapshot: {sequence: 9, sessions: []}, entries: []}])), ['a', 'b']);
	t.deepEqual(names(recall([first, {snapshot: {sequence: 9, sessions: [], gone: ['a']}, entries: []}])), ['b']);
});

test('a session that is there again after it left stays', t => {
	const known = recall([{snapshot: {sequence: 1, sessions: [a]}, entries: [at(2, {type: 'closed', id: 'a'}), at(3, {type: 'created', session: a})]}]);
	t.deepEqual([names(known), known.gone], [['a'], []]);
});

test('what left is remembered, and what only an older generation knows comes back as it was last', t => {
	const known = remember({sequence: 4, sessions: [a, b]}, at(5, {type: 'expired', id: 'b'}));
	t.deepEqual([names(known), known.gone], [['a'], ['b']]);
	const [session] = recall([
		{snapshot: {sequence: 1, sessions: [a]}, entries: [at(2, {type: 'host-lost', id: 'a', why: 'reboot'})]},
		{snapshot: {sequence: 9, sessions: []}, entries: []},
	]).sessions;
	t.deepEqual(session?.state, {status: 'host-lost', at: 20, why: 'reboot'});
});
