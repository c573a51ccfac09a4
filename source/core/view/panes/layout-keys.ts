import {focusedSession, stay, type Navigation, type NavigationFacts, type NavigationInput, type Step} from '../navigation/navigation.js';
import {workLayout} from '../work/work-layout.js';
import {activeWorkspace, type Placing} from './arrange.js';
import {layoutActions, type LayoutKey} from './layout-actions.js';
import {actOnLayout, type LayoutAction} from './layout-state.js';
import type {SplitDirection} from './tree-edit.js';

/** Those that are pressed several times in a row: the next one needs no chord. */
const repeated: ReadonlySet<LayoutAction['type']> = new Set(['focus', 'resize', 'focus-step', 'swap', 'workspace-step']);

export function pressLayoutKey(navigation: Navigation, key: LayoutKey, facts: NavigationFacts): Step {
	const action = layoutActions[key];
	const next = arrange({...navigation, overlays: [], selected: 0}, action, facts);
	return stay(repeated.has(action.type) && next.screen === 'work' ? {...next, overlays: [{type: 'panes'}]} : next);
}

/** Among panes the time runs anew with each key, also with one that nothing is on: whoever reads so and tries again types nothing into the program. */
export function settleAmongPanes(input: NavigationInput, step: Step): Step {
	const isPressed = input.type === 'key' || input.type === 'click-key';
	return isPressed && step.navigation.overlays.at(-1)?.type === 'panes' ? {...step, effects: [...step.effects, {type: 'panes-wait'}]} : step;
}

/** Where the last pane is closed, Home is what is left. */
export function arrange(navigation: Navigation, action: LayoutAction, {size}: Pick<NavigationFacts, 'size'>): Navigation {
	const {panes, last} = navigation.layout;
	const next = actOnLayout(panes, action, {area: workLayout(navigation, size).pane, last});
	if (next === panes) {
		return navigation;
	}

	const layout = {...navigation.layout, panes: next};
	const focused = activeWorkspace(next)?.focused;
	return focused === undefined ? {...navigation, layout, screen: 'home', focused: undefined, overlays: []} : {...navigation, layout, focused};
}

/** The box stays open: what is started or chosen in it goes beside the pane that has the focus. */
export function splitNext(navigation: Navigation, direction: SplitDirection): Step {
	const {focused} = navigation;
	const overlays = navigation.overlays.filter(({type}) => type !== 'panes');
	return stay(focused === undefined ? navigation : {
		...navigation,
		overlays: overlays.some(({type}) => type === 'box') ? overlays : [...overlays, {type: 'box'}],
		layout: {...navigation.layout, placing: {direction, beside: focused}},
	});
}

/** Narrower than this, the half of a pane is no room for an agent. */
const wideEnough = 120;

/** Beside the focused pane, where nobody has said more. */
export function placeBeside(navigation: Navigation, {size, sessions}: Pick<NavigationFacts, 'size' | 'sessions'>): Placing | undefined {
	const {layout: {placing}, screen} = navigation;
	if (placing !== undefined || screen === 'home') {
		return placing;
	}

	const session = focusedSession(navigation, sessions);
	return session && {direction: workLayout(navigation, size).pane.cols >= wideEnough ? 'right' : 'down', beside: session.id};
}
