import {askedLine} from '../box/confirm.js';
import type {LinkState} from '../text/link-state.js';
import type {Line} from '../text/spans.js';
import {homeBar} from '../work/bar.js';
import {homeLines, type HomeInput} from './home.js';

type HomeRows = HomeInput & {readonly link: LinkState; readonly big: string | undefined};

/** Home from the first row to the last: a question takes the place of its bar. */
export function homeRows(input: HomeRows): readonly Line[] {
	return [...homeLines(input), lastLine(input)];
}

function lastLine({client, link, big, size, navigation}: HomeRows): Line {
	const top = navigation.overlays.at(-1);
	return top?.type === 'confirm' ? askedLine(top, client, size.cols) : homeBar({client, link, big, size, table: navigation.keys.table.rows});
}
