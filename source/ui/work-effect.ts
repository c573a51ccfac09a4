import type {NavigationEffect} from '../core/view/navigation/navigation.js';

/** Done by the dashboard itself. */
const ours = ['wait', 'watch', 'panes-wait', 'keys', 'send-chord', 'remember-sidebar', 'remember-mouse', 'copy', 'paste-copied', 'quit'] as const;

/** Effects that need clutchd or the launcher, which are loaded later than the rest. */
export type WorkEffect = Exclude<NavigationEffect, {readonly type: typeof ours[number]}>;

export function isWork(effect: NavigationEffect): effect is WorkEffect {
	return !(ours as readonly string[]).includes(effect.type);
}
