import type {ClientState} from '../../source/core/client/state.js';
import {agentCatalogue} from '../../source/core/launch/catalogue.js';
import {homeHint} from '../../source/core/view/home/home-hint.js';
import type {Navigation} from '../../source/core/view/navigation/navigation.js';
import {createLooks} from '../../source/ui/looks.js';
import {createStore} from '../../source/ui/store.js';
import type {View} from '../../source/ui/view.js';

const nothing = () => {
	// Nothing is heard of what changes.
};

/** What a dashboard draws its chrome from. */
export function viewOf({size, client, navigation = {}}: {readonly size: View['size']; readonly client?: ClientState; readonly navigation?: Partial<Navigation>}): View {
	const store = createStore({startsByItself: false, sidebar: 'shown', focused: undefined, size: () => size, onChange: nothing, onEffect: nothing});
	if (client !== undefined) {
		store.snapshot(client);
	}

	const looks = createLooks({env: {}, depth: 'truecolor', flags: {}, saved: {}, onChange: nothing, onProblem: nothing});
	const state = store.get();
	return {
		...state,
		navigation: {...state.navigation, ...navigation},
		size,
		agents: agentCatalogue,
		installed: {c: '2.1.0', x: 'missing'},
		hint: homeHint({...state, hasCredential: false, cols: size.cols}),
		big: 'kimi-k2.6',
		chord: 'Ctrl+Space',
		windows: {},
		version: '0.1.0',
		cwd: '/home/me/src/api-server',
		repository: {branch: 'main', changes: 2},
		home: '/home/me',
		now: 61_000,
		paint: looks.paint(),
	};
}
