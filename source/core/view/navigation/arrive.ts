import {emptyPreview} from '../box/preview.js';
import {startPalette} from '../box/palette.js';
import {showSession} from '../panes/arrange.js';
import type {Navigation, NavigationInput, Overlay, Place} from './navigation.js';

/** A session that was asked for is there. It is gone to, unless its user has gone on since: then it takes its place beside what he does, and nothing that he has opened or typed changes. */
export function arrive(navigation: Navigation, {id, placing, since}: Extract<NavigationInput, {type: 'opened'}>): Navigation {
	if (since !== undefined && hasGoneOn(since, navigation)) {
		return placing === undefined ? navigation : withPane(navigation, {id, placing});
	}

	const overlays = navigation.overlays.filter(overlay => overlay.type === 'question');
	return {...navigation, screen: 'work', focused: id, overlays, line: '', preview: emptyPreview, palette: startPalette, due: undefined, selected: 0, message: undefined, untouched: false};
}

function hasGoneOn(since: Place, {screen, focused, overlays, line}: Place): boolean {
	const [before, now] = [opened(since.overlays), opened(overlays)];
	return screen !== since.screen || focused !== since.focused || line !== since.line || before.length !== now.length || before.some((overlay, index) => overlay !== now[index]);
}

/** What comes and goes by itself is left out: a question is put by us, and keys for panes end after a moment. */
function opened(overlays: readonly Overlay[]): readonly Overlay[] {
	return overlays.filter(({type}) => type !== 'question' && type !== 'panes');
}

/** In the place that it was asked for, while the focus stays. */
function withPane(navigation: Navigation, {id, placing}: Required<Pick<Extract<NavigationInput, {type: 'opened'}>, 'id' | 'placing'>>): Navigation {
	const {layout, focused} = navigation;
	const panes = showSession(layout.panes, id, placing);
	return {...navigation, layout: {...layout, panes: focused === undefined ? panes : showSession(panes, focused)}};
}
