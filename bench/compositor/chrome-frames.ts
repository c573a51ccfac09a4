import {agentCatalogue} from '../../source/core/launch/catalogue.js';
import {homeHint} from '../../source/core/view/home/home-hint.js';
import {createChrome} from '../../source/ui/chrome.js';
import {createLooks} from '../../source/ui/looks.js';
import {createStore} from '../../source/ui/store.js';
import type {View} from '../../source/ui/view.js';
import {clientWith, sessionWith} from '../../test/helpers/sessions.js';

const warmUp = 30;
const frames = 120;

/** Milliseconds for drawing the chrome of a working day with ten sessions: React, Ink's layout, its text, and reading that text into cells. */
export function chromeFrames(size: View['size']): readonly number[] {
	const store = createStore({
		startsByItself: false,
		sidebar: 'shown',
		focused: '1',
		size: () => size,
		onChange() {
			// Drawn below.
		},
		onEffect() {
			// Nothing is performed.
		},
	});
	const looks = createLooks({
		env: {},
		depth: 'truecolor',
		flags: {},
		saved: {},
		onChange() {
			// They stay as they are.
		},
		onProblem(sentence) {
			throw new Error(sentence);
		},
	});
	const view = (now: number): View => ({
		...store.get(),
		size,
		agents: agentCatalogue,
		installed: {},
		hint: homeHint({...store.get(), hasCredential: true, cols: size.cols}),
		big: 'kimi-k2.6',
		chord: 'Ctrl+Space',
		windows: {},
		version: '0.1.0',
		cwd: '/home/me/src/api-server',
		repository: {branch: 'main', changes: 2},
		home: '/home/me',
		now,
		paint: looks.paint(),
	});
	const states = ['working', 'blocked', 'done', 'idle'] as const;
	const sessions = (turn: number) => Array.from({length: 10}, (_, number) => sessionWith({
		id: String(number),
		name: `session ${number}`,
		cwd: `/home/me/src/project-${number % 3}`,
		activity: states[(turn + number) % states.length] ?? 'idle',
	}));
	store.snapshot(clientWith({sessions: sessions(0)}));
	const draws: number[] = [];
	const chrome = createChrome(view(0), () => {
		// The cells are not looked at.
	});
	for (let turn = 1; turn <= warmUp + frames; turn++) {
		store.snapshot(clientWith({sessions: sessions(turn)}));
		const begin = performance.now();
		chrome.draw(view(turn * 60_000));
		draws.push(performance.now() - begin);
	}

	chrome.close();
	return draws.slice(warmUp);
}
