import {Box, type DOMElement} from 'ink';
import {useLayoutEffect, useRef, type ReactNode} from 'react';
import {boxLines} from '../core/view/box/box.js';
import {helpLines} from '../core/view/keys/help.js';
import {messageNotice} from '../core/view/box/message-notice.js';
import type {Overlay as OverlayState} from '../core/view/navigation/navigation.js';
import {keysNotice, overlayRect} from '../core/view/navigation/overlays.js';
import type {Rect} from '../core/view/cells/rect.js';
import type {Place} from '../core/view/keys/keymap.js';
import {inSidebarOrder} from '../core/view/text/session-list.js';
import type {Line} from '../core/view/text/spans.js';
import {sidebarBox} from '../core/view/work/sidebar-box.js';
import {placeOf} from '../core/view/navigation/rows.js';
import {questionLines} from '../core/view/box/question-box.js';
import {HomeScreen} from './screens/home.js';
import {WatchScreen} from './screens/watch.js';
import {WorkScreen} from './screens/work.js';
import type {View} from './view.js';
import {Lines} from './widgets/lines.js';
import {Overlay} from './widgets/overlay.js';

/** Out of the flow, so that Ink takes its own frame for empty and leaves it at the layout. */
export function App({view, onLaidOut}: {readonly view: View; readonly onLaidOut: (root: DOMElement) => void}): ReactNode {
	const {navigation, size} = view;
	const root = useRef<DOMElement>(null);
	// The effects of the lines below have run before it, and Ink has laid them out.
	useLayoutEffect(() => {
		if (root.current !== null) {
			onLaidOut(root.current);
		}
	});
	const notice = messageNotice(navigation, size) ?? keysNotice(view);
	return (
		<Box ref={root} position="absolute" width={size.cols} height={size.rows}>
			<Screen view={view}/>
			{navigation.overlays.map((overlay, depth) => <OverlayBox key={overlay.type} overlay={overlay} view={view} depth={depth}/>)}
			{notice === undefined ? undefined : <Overlay rect={notice.rect}><Lines lines={notice.lines} cols={size.cols} paint={view.paint}/></Overlay>}
		</Box>
	);
}

function Screen({view}: {readonly view: View}): ReactNode {
	const {screen, overlays} = view.navigation;
	if (overlays.some(overlay => overlay.type === 'watch')) {
		return <WatchScreen view={view}/>;
	}

	return screen === 'home' ? <HomeScreen view={view}/> : <WorkScreen view={view}/>;
}

function OverlayBox({overlay, view, depth}: {readonly overlay: OverlayState; readonly view: View; readonly depth: number}): ReactNode {
	const rect = overlayRect(overlay, view);
	if (rect === undefined || overlay.type === 'watch') {
		return undefined;
	}

	const {navigation} = view;
	const lines = overlayLines(overlay, {view, rect, under: placeOf({...navigation, overlays: navigation.overlays.slice(0, depth)})});
	return <Overlay rect={rect}><Lines lines={lines} cols={rect.cols} paint={view.paint}/></Overlay>;
}

function overlayLines(overlay: OverlayState, {view, rect, under}: {readonly view: View; readonly rect: Rect; readonly under: Place}): readonly Line[] {
	switch (overlay.type) {
		case 'question': {
			return questionLines(overlay.question, {size: rect, now: view.now});
		}

		case 'help': {
			return helpLines({size: rect, chord: view.chord, place: under, scroll: overlay.scroll, table: view.navigation.keys.table.rows, filter: overlay.filter});
		}

		case 'sidebar': {
			return view.client === undefined ? [] : sidebarBox({...view, client: view.client, size: rect, table: view.navigation.keys.table.rows, focused: inSidebarOrder(view.client.sessions)[view.navigation.selected]?.id});
		}

		case 'box': {
			return boxLines({...view, size: rect});
		}

		case 'watch':
		case 'panes':
		case 'prompt':
		case 'confirm': {
			return [];
		}
	}
}
