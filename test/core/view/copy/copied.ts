import test from 'ava';
import {boxRows} from '../../../../source/core/view/box/box-rows.js';
import {copiedOf, copiedText} from '../../../../source/core/view/copy/copied.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {createClipboard} from '../../../../source/ui/clipboard.js';
import {sessionWith} from '../../../helpers/sessions.js';

test('a copied text is listed by its first line with something in it', t => {
	t.deepEqual(copiedOf(3, '\n  one two\nthree'), {id: 3, start: 'one two', size: '3 lines'});
	t.deepEqual(copiedOf(4, 'x'), {id: 4, start: 'x', size: '1 character'});
	t.false(copiedOf(5, `a\u001B[31mb ${'漢'.repeat(40)}`).start.includes('\u001B'));
	t.is(copiedOf(6, 'x'.repeat(70)).start, `${'x'.repeat(59)}…`);
});

test('what was copied is said with the keys that paste it, where there are any', t => {
	t.is(copiedText('some text', {isTold: true, keys: 'Ctrl+Space ]'}), '9 characters copied. Ctrl+Space ] pastes them.');
	t.is(copiedText('x', {isTold: true, keys: 'F5 Y'}), '1 character copied. F5 Y pastes it.');
	t.is(copiedText(3, {isTold: true, keys: undefined}), '3 lines copied.');
	t.is(copiedText(4000, {isTold: false, keys: 'Ctrl+Space ]'}), '4000 lines copied, too many for the terminal\'s clipboard. Ctrl+Space ] pastes them.');
});

test('the last ten are kept, each once, and any of them can be pasted', t => {
	let navigation: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};
	const facts = {sessions: [sessionWith()], choices: [], startsByItself: true, size: {cols: 120, rows: 36}};
	const clipboard = createClipboard({
		store: {
			get() {
				throw new Error('nobody asks');
			},
			navigate(input) {
				({navigation} = navigate(navigation, input, facts));
			},
		},
		write: () => undefined,
	});
	for (let number = 1; number <= 12; number++) {
		clipboard.put(`text ${number}`);
	}

	clipboard.put('text 5');
	t.deepEqual(navigation.copied.map(({start}) => start), ['text 5', ...[12, 11, 10, 9, 8, 7, 6, 4, 3].map(number => `text ${number}`)]);
	t.is(clipboard.copied(undefined), 'text 5');

	for (const key of ['chord', '/', ...'copies', 'Down', 'Down']) {
		({navigation} = navigate(navigation, key === 'chord' ? {type: 'chord'} : {type: 'key', key: {type: 'key', name: key}}, facts));
	}

	t.is(boxRows(navigation, facts).filter(({type}) => type === 'copied').length, 10);
	const chosen = navigate(navigation, {type: 'key', key: {type: 'key', name: 'Enter'}}, facts);
	const [effect] = chosen.effects;
	t.is(effect?.type === 'paste-copied' ? clipboard.copied(effect.copied) : effect?.type, 'text 11');
	t.deepEqual(chosen.navigation.overlays, []);
});
