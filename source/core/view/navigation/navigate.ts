import type {Session, SessionId} from '../../session/session.js';
import {lookAround, lookAway} from '../attention/look.js';
import {emptyPreview, splitLine, type Preview} from '../box/preview.js';
import {takeCompletions} from '../box/form.js';
import {hasOptions} from '../box/options.js';
import {startPalette} from '../box/palette.js';
import {inSidebarOrder} from '../text/session-list.js';
import {isAlive} from '../text/session-state.js';
import {enterByGateway} from '../box/line.js';
import {pressEarlyKeys} from '../home/early-key.js';
import {withCopying} from '../copy/copy-place.js';
import {endNotice, leaveDetails, takeNotice, withdrawNotice} from '../notices/notices.js';
import {arrange, placeBeside, settleAmongPanes} from '../panes/layout-keys.js';
import {activeWorkspace} from '../panes/arrange.js';
import {sessionsIn} from '../panes/tree-edit.js';
import {takeRefusedCommand} from '../panes/prompt.js';
import {takeRefusedShell} from '../panes/refused-shell.js';
import {keepPanes, settleLayout} from '../panes/settle.js';
import {takeWatch} from '../watch/watch.js';
import {arrive} from './arrive.js';
import {isAskedInBox} from './key-facts.js';
import {stay, type Navigation, type NavigationFacts, type NavigationInput, type Overlay, type Step} from './navigation.js';
import {clickKey, clickRow, turnWheel} from './click-row.js';
import {pressKey} from './press-key.js';
import {chooseChord, settleKeys, takeKeys} from './single-key.js';
import {clickInWatch} from './watching.js';

/** One thing that happened, and where the user is afterwards. */
export function navigate(navigation: Navigation, input: NavigationInput, facts: NavigationFacts): Step {
	const step = settleAmongPanes(input, take(pressed.has(input.type) ? {...navigation, chorded: false} : navigation, input, facts));
	const placing = (input.type === 'opened' ? input.placing : undefined) ?? navigation.layout.placing;
	return settleKeys(input, {...step, navigation: lookAround(lookAway(navigation, settleLayout(navigation, step.navigation, placing), facts), facts)});
}

/** What somebody does between two chords. */
const pressed: ReadonlySet<NavigationInput['type']> = new Set(['key', 'arrange', 'click-row', 'click-key', 'click-watch', 'wheel']);

// eslint-disable-next-line complexity -- one case for each thing that happens
function take(navigation: Navigation, input: NavigationInput, facts: NavigationFacts): Step {
	switch (input.type) {
		case 'key': {
			const step = pressKey({...navigation, untouched: false}, input.key, facts);
			return {...step, navigation: leaveDetails(step.navigation)};
		}

		case 'chord': {
			return pressChord({...navigation, untouched: false, message: undefined});
		}

		case 'preview': {
			return input.options === undefined || input.options === navigation.palette.options ? takePreview(navigation, input.preview, facts) : stay(navigation);
		}

		case 'completions': {
			return stay(takeCompletions(navigation, input));
		}

		case 'wait-over': {
			return navigation.due?.line === input.line && navigation.line === input.line
				? {navigation: {...navigation, due: undefined}, effects: [{type: 'start', line: input.line}]}
				: stay(navigation);
		}

		case 'opened': {
			return stay(arrive(navigation, input));
		}

		case 'questions': {
			const [question, ...rest] = input.questions;
			return stay(question === undefined ? navigation : {...navigation, overlays: [...navigation.overlays.filter(overlay => overlay.type !== 'question'), {type: 'question', question, rest}]});
		}

		case 'sessions': {
			return pressEarlyKeys(followSessions(navigation, input.sessions), facts);
		}

		case 'terminal-focus': {
			return stay({...navigation, attending: {...navigation.attending, hasFocus: input.hasFocus}});
		}

		case 'refused-command': {
			return stay(takeRefusedCommand(navigation, input));
		}

		case 'refused-shell': {
			return stay(takeRefusedShell(navigation, input));
		}

		case 'layout': {
			return stay({...navigation, layout: {...navigation.layout, panes: input.layout}});
		}

		case 'arrange': {
			return stay(navigation.screen === 'work' ? arrange({...navigation, untouched: false}, input.action, facts) : navigation);
		}

		case 'click-row': {
			return clickRow(navigation, input.row, facts);
		}

		case 'click-key': {
			return clickKey(navigation, input.key, facts);
		}

		case 'click-watch': {
			return clickInWatch({...navigation, untouched: false}, input.row, facts);
		}

		case 'wheel': {
			return turnWheel(navigation, input.by, facts);
		}

		case 'watch': {
			const watch = takeWatch(navigation.watch, input.input);
			return stay(watch === navigation.watch ? navigation : {...navigation, watch});
		}

		case 'keys': {
			return takeKeys(navigation, input.input);
		}

		case 'copying': {
			return stay({...navigation, copying: withCopying(navigation.copying, input.session, input.status)});
		}

		case 'copied': {
			return stay({...navigation, copied: input.copied});
		}

		case 'show-lines': {
			const {viewer, text, line, session} = input;
			const name = facts.sessions.find(({id}) => id === session)?.name ?? session;
			return {navigation, effects: [{type: 'open-beside', program: {type: 'lines', viewer, name, text, line}, placing: placeBeside(navigation, facts)}]};
		}

		case 'panes-over': {
			return stay({...navigation, overlays: navigation.overlays.filter(({type}) => type !== 'panes')});
		}

		case 'notice': {
			return stay(takeNotice(navigation, input.notice));
		}

		case 'notice-over': {
			return stay(endNotice(navigation, input.text));
		}

		case 'notice-withdrawn': {
			return stay(withdrawNotice(navigation, input.text));
		}

		case 'message': {
			return stay({...navigation, message: input.message});
		}
	}
}

/** Once it opens the box; again, with nothing in between, it belongs to the agent. */
function pressChord(navigation: Navigation): Step {
	const top = navigation.overlays.at(-1);
	if (navigation.screen === 'home') {
		return chooseChord(navigation, 'Enter', false)?.step ?? stay({...navigation, overlays: []});
	}

	if (top === undefined || top.type === 'panes') {
		return stay({...navigation, overlays: [{type: 'box'}], line: '', preview: emptyPreview, palette: {...navigation.palette, form: undefined}, due: undefined, selected: 0, chorded: true});
	}

	const closed = {...navigation, overlays: [], line: '', preview: emptyPreview, palette: startPalette, due: undefined, chorded: false};
	if (top.type !== 'box' || !navigation.chorded) {
		return stay(closed);
	}

	// Whoever presses it twice has found it.
	const answered: Step = isAskedInBox(navigation) ? {navigation: {...closed, keys: {...closed.keys, choosing: undefined}}, effects: [{type: 'keys', effect: {type: 'chord', label: 'Ctrl+Space'}}]} : stay(closed);
	return {...answered, effects: [...answered.effects, {type: 'send-chord'}]};
}

function takePreview(navigation: Navigation, preview: Preview, facts: NavigationFacts): Step {
	if (preview.status === 'empty' || preview.line !== navigation.line) {
		return stay(navigation);
	}

	const next = {...navigation, preview};
	if (preview.status === 'open' && preview.whole && navigation.due?.type === 'entered') {
		return enterByGateway(next);
	}

	if (preview.status !== 'ready') {
		return stay({...next, due: preview.status === 'looking' ? next.due : undefined});
	}

	if (navigation.due?.type === 'entered') {
		return {navigation: {...next, due: undefined}, effects: [{type: 'start', line: preview.line}]};
	}

	// What was typed after the code may go on for a while: only a bare code starts by itself.
	if (!facts.startsByItself || navigation.palette.form !== undefined || hasOptions(navigation.palette.options) || navigation.selected > 0 || splitLine(preview.line).words !== undefined || preview.line.includes(' ')) {
		return stay(next);
	}

	return {navigation: {...next, due: {type: 'waiting', line: preview.line}}, effects: [{type: 'wait', line: preview.line}]};
}

/** The focus never stays on what is gone; before the first key, what runs is shown rather than Home. */
function followSessions(before: Navigation, sessions: readonly Session[]): Navigation {
	const navigation = keepPanes(before, sessions);
	const ordered = inSidebarOrder(sessions);
	const overlays = navigation.overlays.filter(overlay => isAsked(overlay, sessions));
	if (navigation.untouched && navigation.screen === 'home') {
		const first = firstShown(navigation, ordered);
		return first === undefined ? {...navigation, overlays} : {...navigation, screen: 'work', focused: first, overlays};
	}

	if (navigation.screen === 'home' || sessions.some(session => session.id === navigation.focused)) {
		return overlays.length === navigation.overlays.length ? navigation : {...navigation, overlays};
	}

	const next = activeWorkspace(navigation.layout.panes)?.focused ?? (ordered.findLast(session => isAlive(session)) ?? ordered.at(-1))?.id;
	return next === undefined ? {...navigation, screen: 'home', focused: undefined, overlays: []} : {...navigation, focused: next, overlays};
}

/** What was asked for, where the focus was when the dashboard was left, or what runs. */
function firstShown({focused, layout}: Navigation, ordered: readonly Session[]): SessionId | undefined {
	const running = ordered.filter(session => isAlive(session)).map(({id}) => id);
	const workspace = activeWorkspace(layout.panes);
	const isThere = workspace !== undefined && sessionsIn(workspace.tree).some(id => running.includes(id));
	return running.find(id => id === focused) ?? (isThere ? workspace.focused : running.at(-1));
}

/** What asks about a session goes with it, and where it runs again there is nothing to be asked. */
function isAsked(overlay: Overlay, sessions: readonly Session[]): boolean {
	switch (overlay.type) {
		case 'box':
		case 'help':
		case 'watch':
		case 'panes':
		case 'sidebar': {
			return true;
		}

		case 'prompt': {
			const {wanted} = overlay;
			return wanted.type !== 'name' || sessions.some(session => session.id === wanted.session);
		}

		case 'confirm': {
			return overlay.action === 'stop-service' || sessions.some(session => session.id === overlay.session);
		}

		case 'question': {
			return sessions.some(session => session.id === overlay.question.id && !isAlive(session));
		}
	}
}
