import {Box} from 'ink';
import type {ReactNode} from 'react';
import {boxLines} from '../core/view/box/box.js';
import {helpLines} from '../core/view/keys/help.js';
import {messageNotice} from '../core/view/box/message-notice.js';
import type {Overlay as OverlayState} from '../core/view/navigation/navigation.js';
import {overlayRect} from '../core/view/navigation/overlays.js';
import {placeOf} from '../core/view/navigation/rows.js';
import {questionLines} from '../core/view/box/question-box.js';
import {HomeScreen} from './screens/home.js';
import {WorkScreen} from './screens/work.js';
import type {View} from './view.js';
import {Lines} from './widgets/lines.js';
import {Overlay} from './widgets/overlay.js';

export function App({view}: {readonly view: View}): ReactNode {
	const {navigation, size} = view;
	const notice = messageNotice(navigation, size);
	return (
		<Box width={size.cols} height={size.rows}>
			{navigation.screen === 'home' ? <HomeScreen view={view}/> : <WorkScreen view={view}/>}
			{navigation.overlays.map((overlay, depth) => <OverlayBox key={overlay.type} overlay={overlay} view={view} depth={depth}/>)}
			{notice === undefined ? undefined : <Overlay rect={notice.rect}><Lines lines={notice.lines} cols={size.cols} paint={view.paint}/></Overlay>}
		</Box>
	);
}

function OverlayBox({overlay, view, depth}: {readonly overlay: OverlayState; readonly view: View; readonly depth: number}): ReactNode {
	const rect = overlayRect(overlay, view);
	if (rect === undefined) {
		return undefined;
	}

	const {navigation} = view;
	const under = placeOf({...navigation, overlays: navigation.overlays.slice(0, depth)});
	const lines = overlay.type === 'question' ? questionLines(overlay.question, {size: rect, now: view.now}) : (overlay.type === 'help' ? helpLines({size: rect, chord: view.chord, place: under, scroll: overlay.scroll}) : boxLines({...view, size: rect}));
	return <Overlay rect={rect}><Lines lines={lines} cols={rect.cols} paint={view.paint}/></Overlay>;
}
