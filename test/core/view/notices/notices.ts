import test from 'ava';
import {boxRows} from '../../../../source/core/view/box/box-rows.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {endNotice, takeNotice, withdrawNotice, type Noted} from '../../../../source/core/view/notices/notices.js';

const theme: Noted = {level: 'warn', text: 'The theme is none.'};
const disk: Noted = {level: 'bad', text: 'The disk is full.'};
const back: Noted = {level: 'note', text: 'clutch came back after a crash.'};

const after = (navigation: Navigation, ...noted: readonly Noted[]) => {
	let next = navigation;
	for (const each of noted) {
		next = takeNotice(next, each);
	}

	return next;
};

test('one notice is the message, several are the first of them and how many more there are', t => {
	t.deepEqual(after(startNavigation, theme).message, theme);
	t.deepEqual(after(startNavigation, theme, disk, back).message, {level: 'bad', text: 'The theme is none.   (and 2 more: / problems lists them)'});
});

test('what was read with a key counts no more, and nothing is told twice', t => {
	const read = {...after(startNavigation, theme, disk), message: undefined};
	t.is(after(read, theme), read);
	t.deepEqual(after(read, back).message, back);
});

test('what its user was told because of a key stays in front', t => {
	const asked = {...startNavigation, message: {level: 'bad', text: '8082 is taken.', choices: ['use 8083']}} as const;
	const {message, notices} = after(asked, disk);
	t.is(message, asked.message);
	t.deepEqual(notices.list, [disk]);
});

test('what is over is said for a moment, and what stands beside it stays', t => {
	const brief: Noted = {...back, brief: true, details: {log: 'clutchd', key: 'l'}};
	const said = after(startNavigation, brief);
	t.is(said.message?.text, 'clutch came back after a crash. (details: l)');
	t.is(endNotice(said, brief.text).message, undefined);
	t.deepEqual(endNotice(after(startNavigation, brief, theme), brief.text).message, theme);
	const asked = {...said, message: {level: 'bad', text: '8082 is taken.'}} as const;
	t.is(endNotice(asked, brief.text), asked);
	t.is(endNotice(after(said, {...brief, text: 'x'}), 'y').message?.text, 'clutch came back after a crash.   (and 1 more: / problems lists them)');
});

test('all of them are found again as problems', t => {
	const navigation = {...after(startNavigation, theme, disk), line: '/ problems'};
	const rows = boxRows(navigation, {sessions: []});
	t.deepEqual(rows.flatMap(row => row.type === 'notice' ? [row.notice] : []), [theme, disk]);
});

test('what holds no longer is no problem any more, and is said again should it come true again', t => {
	const parked: Noted = {level: 'bad', text: 'web is parked: It ended.', details: {log: 'web', key: 'l'}};
	const said = after(startNavigation, theme, parked);
	const withdrawn = withdrawNotice(said, parked.text);
	t.deepEqual([withdrawn.message, withdrawn.notices], [theme, {list: [theme], unread: [theme], shown: withdrawn.message, details: undefined}]);
	t.is(withdrawNotice(withdrawn, parked.text), withdrawn);
	t.deepEqual(after(withdrawn, parked).notices.list, [theme, parked]);

	const read = {...said, message: undefined};
	t.deepEqual([withdrawNotice(read, parked.text).message, withdrawNotice(read, parked.text).notices.list], [undefined, [theme]]);
	const asked = {...said, message: {level: 'bad', text: '8082 is taken.'}} as const;
	t.is(withdrawNotice(asked, parked.text).message, asked.message);
});
