import type {ReactNode} from 'react';
import {homeRows} from '../../core/view/home/home-rows.js';
import type {View} from '../view.js';
import {Lines} from '../widgets/lines.js';

/** Nothing runs yet: type a code, or take up what ended. */
export function HomeScreen({view}: {readonly view: View}): ReactNode {
	return <Lines lines={homeRows(view)} cols={view.size.cols} paint={view.paint}/>;
}
