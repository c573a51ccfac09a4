import type {ReactNode} from 'react';
import {watchLines} from '../../core/view/watch/watch-lines.js';
import type {View} from '../view.js';
import {Lines} from '../widgets/lines.js';
import {watchViewOf} from './watch-view.js';

/** What the gateway and clutchd know, over the whole screen. */
export function WatchScreen({view}: {readonly view: View}): ReactNode {
	return <Lines lines={watchLines(watchViewOf(view))} cols={view.size.cols} paint={view.paint}/>;
}
