const names = ['Enter', 'Tab', 'Esc', 'Backspace', 'Space', 'Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown', 'Insert', 'Delete', ...Array.from({length: 20}, (_, index) => `F${index + 1}`)];
const byLower = new Map([...names, 'Escape'].map(name => [name.toLowerCase(), name === 'Escape' ? 'Esc' : name]));
const arrows: Readonly<Record<string, string>> = {Up: '↑', Down: '↓', Left: '←', Right: '→'};

/** A key as somebody wrote it in the configuration, in the name it is known by here; undefined where it is none. */
export function keyOfSetting(text: string): string | undefined {
	const {modifiers = '', base = ''} = /^(?<modifiers>(?:(?:ctrl|alt|shift)\+)*)(?<base>.+)$/iu.exec(text === ' ' ? 'Space' : text.trim())?.groups ?? {};
	const held = (word: string) => modifiers.toLowerCase().includes(word);
	const named = byLower.get(base.toLowerCase());
	if (named === undefined && ([...base].length !== 1 || /\s|\p{Cc}/u.test(base))) {
		return undefined;
	}

	const isWritten = named === undefined;
	const key = isWritten ? (held('shift') ? base.toUpperCase() : (held('ctrl') ? base.toLowerCase() : base)) : named;
	const prefix = `${held('ctrl') ? 'Ctrl+' : ''}${held('alt') ? 'Alt+' : ''}${held('shift') && !isWritten ? 'Shift+' : ''}`;
	return key === 'Space' && prefix === '' ? ' ' : `${prefix}${key}`;
}

/** Keys as people read them. */
export function shownKeys(keys: readonly string[]): string {
	return keys.map(key => key === ' ' ? 'Space' : key.replace(/(?:Up|Down|Left|Right)$/, arrow => arrows[arrow] ?? arrow)).join(' ');
}
