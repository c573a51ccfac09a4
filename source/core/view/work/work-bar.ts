import type {ClientState} from '../../client/state.js';
import {askedLine} from '../box/confirm.js';
import {copyLine} from '../copy/copy-line.js';
import {linkLine, type LinkState} from '../text/link-state.js';
import {focusedSession, type Navigation} from '../navigation/navigation.js';
import {endingSentence, isAlive} from '../text/session-state.js';
import {fitSpans, span, type Line} from '../text/spans.js';
import {activeWorkspace} from '../panes/arrange.js';
import {promptLine} from '../panes/prompt-line.js';
import {isOnePane, isTooSmall, layoutWork, smallest, type Size} from './layout.js';
import {workBar} from './bar.js';

type BarInput = {readonly client: ClientState; readonly link: LinkState; readonly navigation: Navigation; readonly chord: string; readonly size: Size; readonly big?: string | undefined; readonly windows?: Readonly<Record<string, number>> | undefined};

/** The last row of the work screen: a question, what is wrong, how the session ended, or the figures; in this order. */
export function bottomLine({client, link, navigation, chord, size, big, windows}: BarInput): Line {
	const session = focusedSession(navigation, client.sessions);
	const top = navigation.overlays.at(-1);
	if (top?.type === 'confirm') {
		return askedLine(top, client, size.cols);
	}

	if (top?.type === 'prompt') {
		return promptLine(top, size.cols);
	}

	if (top?.type === 'panes' && navigation.message === undefined) {
		return fitSpans([span(' '), ...paneHints.flatMap(({key, label}) => [span(key, 'accent'), span(` ${label}   `, 'dim')])], size.cols);
	}

	if (navigation.message !== undefined && (top === undefined || top.type === 'panes')) {
		return fitSpans([span(` ${navigation.message.text}`, navigation.message.level === 'note' ? 'text' : navigation.message.level)], size.cols);
	}

	const scrolled = navigation.overlays.length === 0 ? navigation.copying[navigation.focused ?? ''] : undefined;
	if (scrolled !== undefined) {
		return copyLine(scrolled, size.cols);
	}

	const trouble = linkLine(link);
	if (trouble !== undefined) {
		return fitSpans([span(' '), ...trouble], size.cols);
	}

	if (session !== undefined && !isAlive(session) && navigation.overlays.length === 0) {
		return fitSpans([
			span(` ${endingSentence(session)}`, session.state.status === 'exited' ? 'text' : 'bad'),
			span('   r', 'accent'), span(' restore', 'dim'),
			span('   L', 'accent'), span(' let go', 'dim'),
			span(`   ${chord}`, 'accent'), span(' more', 'dim'),
		], size.cols);
	}

	if (isTooSmall(size)) {
		return fitSpans([span(` ${size.cols}×${size.rows}, needs ${smallest.cols}×${smallest.rows}   `, 'warn'), span(chord, 'accent')], size.cols);
	}

	const {layout, sidebar} = navigation;
	return workBar({
		client,
		session,
		layout: layout.panes,
		onePane: isOnePane(size) || activeWorkspace(layout.panes)?.zoomed === true,
		folded: layoutWork(size, sidebar).sidebar === undefined,
		chord,
		cols: size.cols,
		big,
		windows,
	});
}

const paneHints = [
	{key: '← → ↑ ↓', label: 'go'},
	{key: 'Shift+arrows', label: 'size'},
	{key: 'n N', label: 'next, before'},
	{key: '} {', label: 'swap'},
	{key: '> <', label: 'workspace'},
	{key: 'z', label: 'zoom'},
	{key: 'X', label: 'close'},
	{key: 'Esc', label: 'done'},
] as const;
