import type {ReactNode} from 'react';
import {workRows} from '../../core/view/work/work-rows.js';
import type {View} from '../view.js';
import {Lines} from '../widgets/lines.js';

/** Sessions at the left, the panes, one bar. A pane is blank here: the compositor fills it. */
export function WorkScreen({view}: {readonly view: View}): ReactNode {
	const {client, size, paint} = view;
	return client === undefined ? undefined : <Lines lines={workRows({...view, client})} cols={size.cols} paint={paint}/>;
}
