import type {PaneModes} from '../../source/core/view/cells/cells.js';
import {defaultChord} from '../../source/core/view/keys/chord.js';
import {createInput} from '../../source/ui/input.js';

type Owner = 'pane' | 'chrome';
/** `holds` keys begin something that the next key has to wait for. */
type Set = {readonly holds?: string; readonly modes?: Partial<PaneModes>; readonly onKeyName?: (name: string, give: (to: Owner) => void) => void};

const plain: PaneModes = {applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: false, mouse: 'none', mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized: false};

/** What became of what was typed; `owner` has the keys first. */
export function typedInput(initial: Owner, {modes, onKeyName, holds = ''}: Set = {}) {
	const log: string[] = [];
	const written: string[] = [];
	let owner = initial;
	let isAwaited = false;
	const timers = new Map<() => void, number>();
	const input = createInput({
		chord: () => defaultChord,
		paneHasKeys: () => owner === 'pane',
		isAwaited: () => isAwaited && owner === 'chrome',
		onForgotten() {
			log.push('forgotten');
		},
		paneModes: () => ({...plain, ...modes}),
		onPaneBytes(bytes) {
			log.push(`pane ${JSON.stringify(Buffer.from(bytes).toString())}`);
		},
		onKey(key) {
			log.push(key.type === 'key' ? `key ${key.name}` : `paste ${key.text}`);
			if (key.type === 'key') {
				isAwaited = holds.includes(key.name);
				onKeyName?.(key.name, to => {
					owner = to;
				});
			}
		},
		onChord() {
			log.push('chord');
			isAwaited = false;
			owner = 'chrome';
		},
		onMouse(event) {
			log.push(`mouse ${event.kind} ${event.button} ${event.x},${event.y}`);
		},
		onTerminalFocus(hasFocus) {
			log.push(`focus ${hasFocus ? 'in' : 'out'}`);
		},
		onFacts(facts) {
			log.push(`facts ${JSON.stringify(facts)}`);
		},
		write(data) {
			written.push(data);
		},
		after(ms, callback) {
			timers.set(callback, ms);
			return () => {
				timers.delete(callback);
			};
		},
	});
	const settle = (most: number) => {
		for (const [callback, ms] of timers) {
			if (ms <= most) {
				timers.delete(callback);
				callback();
			}
		}
	};

	return {
		log,
		written,
		input,
		type(text: string) {
			input.feed(Buffer.from(text));
		},
		/** What was waited for is known, and the pane may have the keys. */
		goOn(to: Owner = owner) {
			owner = to;
			isAwaited = false;
			input.goOn();
		},
		/** Nothing comes for so long. */
		silence(ms = 50) {
			settle(ms);
		},
	};
}
