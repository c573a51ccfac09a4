import type {LayoutAction} from './layout-state.js';

/** What keys of the table do to panes. */
export const layoutActions = {
	'focus-left': {type: 'focus', side: 'left'},
	'focus-right': {type: 'focus', side: 'right'},
	'focus-up': {type: 'focus', side: 'up'},
	'focus-down': {type: 'focus', side: 'down'},
	'resize-left': {type: 'resize', side: 'left'},
	'resize-right': {type: 'resize', side: 'right'},
	'resize-up': {type: 'resize', side: 'up'},
	'resize-down': {type: 'resize', side: 'down'},
	'next-pane': {type: 'focus-step', by: 1},
	'previous-pane': {type: 'focus-step', by: -1},
	'swap-next': {type: 'swap', by: 1},
	'swap-previous': {type: 'swap', by: -1},
	'next-workspace': {type: 'workspace-step', by: 1},
	'previous-workspace': {type: 'workspace-step', by: -1},
	'move-next': {type: 'move-step', by: 1},
	'move-previous': {type: 'move-step', by: -1},
	'last-pane': {type: 'last'},
	zoom: {type: 'zoom'},
	equalise: {type: 'equalise'},
	'own-workspace': {type: 'break-out'},
	'close-pane': {type: 'close-pane'},
} as const satisfies Readonly<Record<string, LayoutAction>>;

export type LayoutKey = keyof typeof layoutActions;

export function isLayoutKey(action: string): action is LayoutKey {
	return Object.hasOwn(layoutActions, action);
}
