import {Box} from 'ink';
import type {ReactNode} from 'react';
import {footLine} from '../../core/view/work/foot.js';
import {workLayout} from '../../core/view/work/work-layout.js';
import {panesChrome} from '../../core/view/work/panes-chrome.js';
import {visiblePanes} from '../../core/view/panes/visible.js';
import {focusedSession} from '../../core/view/navigation/navigation.js';
import {offerFor} from '../../core/view/box/offer.js';
import {ruleLine} from '../../core/view/work/rule.js';
import {sidebarLines} from '../../core/view/work/sidebar.js';
import {span} from '../../core/view/text/spans.js';
import {bottomLine} from '../../core/view/work/work-bar.js';
import type {View} from '../view.js';
import {Lines} from '../widgets/lines.js';

/** Sessions at the left, the panes, one bar. A pane is an empty box here: the compositor fills it. */
export function WorkScreen({view}: {readonly view: View}): ReactNode {
	const {client, navigation, size, paint, now, windows} = view;
	if (client === undefined) {
		return <Box width={size.cols} height={size.rows}/>;
	}

	const focused = focusedSession(navigation, client.sessions);
	const {sidebar, pane, foot, hasRule} = workLayout(navigation, size);
	const placement = visiblePanes(navigation, size);
	const between = [
		...panesChrome({client, placement, area: pane, focused: navigation.focused}),
		...(foot === undefined ? [] : [footLine(client, foot.cols)]),
	];
	return (
		<Box flexDirection="column" width={size.cols} height={size.rows}>
			<Box height={between.length} flexShrink={0}>
				{sidebar === undefined ? undefined : <Lines lines={sidebarLines({client, focused: navigation.focused, now, cols: sidebar.cols, rows: sidebar.rows, windows})} cols={sidebar.cols} paint={paint}/>}
				{sidebar === undefined ? undefined : <Lines lines={Array.from({length: sidebar.rows}, () => [span('│', 'line')])} cols={1} paint={paint}/>}
				<Lines lines={between} cols={pane.cols} paint={paint}/>
			</Box>
			{hasRule ? <Lines lines={[ruleLine(offerFor(focused, view.offer), {cols: size.cols, home: view.home})]} cols={size.cols} paint={paint}/> : undefined}
			<Lines lines={[bottomLine({...view, client})]} cols={size.cols} paint={paint}/>
		</Box>
	);
}
