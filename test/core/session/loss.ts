import test from 'ava';
import {endingFact, lossFact, lostTogether, lostToReboot} from '../../../source/core/session/loss.js';
import type {Exit, Session, SessionStatus} from '../../../source/core/session/session.js';
import {sessionWith} from '../../helpers/sessions.js';

const killed: Exit = {type: 'signal', signal: 'SIGKILL'};
const told: Exit = {type: 'signal', signal: 'SIGTERM'};
const zero: Exit = {type: 'code', code: 0};

test('an end its user asked for is one in order, however it came about', t => {
	t.deepEqual(endingFact('a', {exit: killed, reason: 'stopped'}), {type: 'ended', id: 'a', exit: killed, stopped: true});
	t.deepEqual(endingFact('a', {exit: zero, reason: 'stopped'}), {type: 'ended', id: 'a', exit: zero, stopped: true});
});

test('Ctrl+C in its pane stops a program, it does not crash', t => {
	for (const exit of [{type: 'signal', signal: 'SIGINT'}, {type: 'code', code: 130}] as const) {
		t.deepEqual(endingFact('a', {exit, reason: 'child-exit'}), {type: 'ended', id: 'a', exit, stopped: true});
		t.deepEqual(endingFact('a', {exit, reason: 'child-exit', detail: 'its memory ran out'}), {type: 'ended', id: 'a', exit, reason: 'its memory ran out'});
	}

	t.deepEqual(endingFact('a', {exit: {type: 'code', code: 131}, reason: 'child-exit'}), {type: 'ended', id: 'a', exit: {type: 'code', code: 131}});
});

test('an end of its own is told with what explains it', t => {
	t.deepEqual(endingFact('a', {exit: killed, reason: 'child-exit', detail: 'its memory ran out'}), {type: 'ended', id: 'a', exit: killed, reason: 'its memory ran out'});
	t.deepEqual(endingFact('a', {exit: zero}), {type: 'ended', id: 'a', exit: zero});
});

test('a holder that was told to go makes it a shutdown', t => {
	t.deepEqual(endingFact('a', {exit: zero, reason: 'holder-signalled'}), {type: 'host-lost', id: 'a', why: 'shutdown'});
});

test('a holder that is gone leaves a loss, and after a reboot it was the reboot', t => {
	t.deepEqual(lossFact('a', {left: undefined, rebooted: false}), {type: 'host-lost', id: 'a', why: 'holder-gone'});
	t.deepEqual(lossFact('a', {left: undefined, rebooted: true}), {type: 'host-lost', id: 'a', why: 'reboot'});
	t.deepEqual(lossFact('a', {left: {exit: told, reason: 'child-exit'}, rebooted: false}), {type: 'ended', id: 'a', exit: told});
	t.deepEqual(lossFact('a', {left: {exit: told, reason: 'child-exit'}, rebooted: true}), {type: 'host-lost', id: 'a', why: 'shutdown'});
	t.deepEqual(lossFact('a', {left: {exit: {type: 'code', code: 7}, reason: 'child-exit'}, rebooted: true}), {type: 'ended', id: 'a', exit: {type: 'code', code: 7}});
	t.deepEqual(lossFact('a', {left: {exit: told, reason: 'stopped'}, rebooted: true}), {type: 'ended', id: 'a', exit: told, stopped: true});
});

const crashed = (at: number, exit: Exit = told, reason?: string): SessionStatus => ({status: 'crashed', exit, at, ...(reason === undefined ? {} : {reason})});
const live: SessionStatus = {status: 'live', pid: 1, since: 0};
const shutDown = (at: number): SessionStatus => ({status: 'host-lost', at, why: 'shutdown'});
const gone = (at: number): SessionStatus => ({status: 'host-lost', at, why: 'holder-gone'});
const rows = (...states: readonly SessionStatus[]): readonly Session[] => states.map((state, index) => sessionWith({id: String(index), state}));

for (const [title, sessions, lost] of [
	['three within two seconds were ended together', rows(crashed(1000), crashed(2000, {type: 'signal', signal: 'SIGHUP'}), crashed(3000, killed), live), ['0', '1', '2']],
	['two of several were not', rows(crashed(1000), crashed(2000), live), []],
	['two were where nothing else lives', rows(crashed(1000), crashed(2000)), ['0', '1']],
	['one was not', rows(crashed(2000)), []],
	['a shell says 143 for the same', rows(crashed(1000, {type: 'code', code: 143}), crashed(2000), crashed(2000), live), ['0', '1', '2']],
	['what ended by another code or signal, or long before, is no part of it', rows(crashed(1999, {type: 'code', code: 1}), crashed(2000, {type: 'signal', signal: 'SIGSEGV'}), crashed(4001), crashed(2000), live), []],
	['what ran out of memory is no part of it', rows(crashed(2000, killed, 'its memory ran out'), crashed(2000), crashed(2000), live), []],
	['one that a shutdown is known of counts', rows(crashed(1000), shutDown(2000), shutDown(2000), live), ['0']],
	['three whose holders were gone were', rows(gone(1000), gone(2000), gone(3000), live), ['0', '1', '2']],
	['two holders of several were not', rows(gone(1000), gone(2000), live), []],
	['a holder that was gone long before is no part of it', rows(gone(1999), gone(4001), crashed(2000), live), []],
	['holders and programs that were ended alike count together', rows(gone(1000), crashed(2000), shutDown(2000), live), ['0', '1']],
	['what its user ended does not count', rows(crashed(2000), {status: 'exited', at: 2000, exit: told, stopped: true}, crashed(2000), live), []],
] as const) {
	test(`of sessions that look crashed, ${title}`, t => {
		t.deepEqual(lostTogether(sessions, 2000), lost);
	});
}

for (const [title, sessions, lost] of [
	['holders that were gone one after the other, last of all', rows(gone(1000), gone(5000), gone(9500), crashed(10_000)), ['2', '1', '0']],
	['none that was gone long before anything else happened', rows(gone(1000), {status: 'live', pid: 1, since: 6001}), []],
	['none beyond a pause', rows(gone(1000), gone(6001), gone(7000)), ['2', '1']],
	['nothing that ended otherwise', rows(crashed(1000), shutDown(1000), {status: 'exited', at: 1000}, {status: 'host-lost', at: 1000}), ['3']],
	['nothing of nothing', [], []],
] as const) {
	test(`a reboot begins with ${title}`, t => {
		t.deepEqual(lostToReboot(sessions), lost);
	});
}
