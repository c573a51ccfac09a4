import type {ClientState} from '../../client/state.js';
import type {Session} from '../../session/session.js';
import {askedLine} from '../box/confirm.js';
import {messageNotice} from '../box/message-notice.js';
import {copyLine} from '../copy/copy-line.js';
import {hintNow, keyNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import {linkParts, type LinkState} from '../text/link-state.js';
import {focusedSession, type Navigation} from '../navigation/navigation.js';
import {endingReason, endingSentence, endingWords, isAlive, lookOf} from '../text/session-state.js';
import {span, type Line} from '../text/spans.js';
import {isInCodeLine, promptLine} from '../panes/prompt-line.js';
import {isOnePane, isTooSmall, tooSmallText, type Size} from './layout.js';
import {isZoomed, workLayout} from './work-layout.js';
import {countSegment, gatewayWord} from './bar-segments.js';
import {workBar} from './bar.js';
import {fitBar, type Segment} from './fit-bar.js';

type BarInput = {readonly client: ClientState; readonly link: LinkState; readonly navigation: Navigation; readonly chord: string; readonly size: Size; readonly big?: string | undefined; readonly windows?: Readonly<Record<string, number>> | undefined};

/** The last row of the work screen: a question, what is wrong where that leaves room for the rest, how the session ended, or the figures; in this order. What is typed or asked has it alone; beside all else stand who needs somebody, the gateway and the next key. */
export function bottomLine(input: BarInput): Line {
	const {client, link, navigation, chord, size, big, windows} = input;
	const table = navigation.keys.table.rows;
	const session = focusedSession(navigation, client.sessions);
	const top = navigation.overlays.at(-1);
	if (top?.type === 'confirm') {
		return askedLine(top, client, size.cols);
	}

	if (top?.type === 'prompt' && !isInCodeLine(navigation)) {
		return promptLine(top, size.cols);
	}

	if (navigation.message !== undefined && (top === undefined || top.type === 'panes') && messageNotice(navigation, size) === undefined) {
		const {text, level} = navigation.message;
		return fitBar([{weight: 0, spans: [span(text, level === 'note' ? 'text' : level)]}], watched(input, 'as room is'), size.cols);
	}

	const scrolled = navigation.overlays.length === 0 ? navigation.copying[navigation.focused ?? ''] : undefined;
	if (scrolled !== undefined) {
		return copyLine(scrolled, {cols: size.cols, table});
	}

	if (isTooSmall(size)) {
		return fitBar([{weight: 0, spans: [span(tooSmallText(size), 'warn')]}], [{weight: 1, spans: [span(chord, 'accent')]}], size.cols);
	}

	if (top?.type === 'panes') {
		return fitBar(paneHints.map((hint, index) => ({weight: hint.label === 'done' ? 0 : 10 + index, spans: paneHint(hint, table)})), watched(input, 'without key'), size.cols);
	}

	const trouble = linkParts(link);
	if (trouble !== undefined) {
		return fitBar([{weight: 2, spans: trouble.what, shorter: {weight: 0, spans: trouble.word}}, {weight: 3, spans: trouble.more}], watched(input, 'always'), size.cols);
	}

	if (session !== undefined && !isAlive(session) && navigation.overlays.length === 0) {
		return fitBar(endedSegments(session, table), watched(input, 'always'), size.cols);
	}

	return workBar({
		client,
		link,
		session,
		layout: navigation.layout.panes,
		onePane: isOnePane(size) || isZoomed(navigation),
		folded: isFolded(input),
		chord,
		cols: size.cols,
		big,
		windows,
		table,
	});
}

function isFolded({navigation, size}: Pick<BarInput, 'navigation' | 'size'>): boolean {
	return workLayout(navigation, size).sidebar === undefined;
}

/** Who needs somebody, where no sidebar says it, the gateway, and the next key. */
function watched(input: BarInput, how: 'always' | 'as room is' | 'without key'): readonly Segment[] {
	const {client, link, chord} = input;
	const counts = countSegment(client);
	const segments: readonly Segment[] = [
		...(isFolded(input) ? [counts.shorter ?? counts] : []),
		gatewaySegmentOf(client, link),
		...(how === 'without key' ? [] : [{weight: 0, spans: [span(chord, 'accent')]}]),
	];
	return how === 'as room is' ? segments.map((segment, index) => ({...segment, weight: 1 + index})) : segments;
}

/** What is not known of it while clutchd is away is said beside it. */
function gatewaySegmentOf(client: ClientState, link: LinkState): Segment {
	const spans = gatewayWord(client, link);
	return link === 'lost' || link === 'silent' ? {weight: 1, spans, shorter: {weight: 0, spans: [...spans.slice(0, 1), span(' gateway', 'dim')]}} : {weight: 0, spans};
}

/** How it ended, and the keys that help; where there is little room, in a word, and where there is hardly any, without what the sign says. */
function endedSegments(session: Session, table: readonly KeyRow[]): readonly Segment[] {
	const {symbol, word, role} = lookOf(session, 0);
	const how = session.state.status === 'exited' ? 'text' : 'bad';
	const keyed = (key: string, label: string): Line => hintSpans(hintNow('ended', key, table), label);
	const letGo = keyed('L', 'let go');
	const reason = endingReason(session) ?? word;
	return [
		{weight: 6, spans: [span(endingSentence(session), how)], shorter: {weight: 5, spans: [span(`${symbol} ${endingWords(session)}`, role)], shorter: {weight: 2, spans: [span(`${symbol} ${reason}`, role)], shorter: {weight: 0, spans: [span(`${symbol} ${reason.replace(/^exit code/, 'exit')}`, role)]}}}},
		{weight: 0, spans: keyed('r', 'restore')},
		{weight: 4, spans: letGo, shorter: {weight: 3, spans: letGo, belongs: true}},
	];
}

/** Nothing where its user has taken the key away. */
function hintSpans(key: string | undefined, label: string): Line {
	return key === undefined ? [] : [span(key, 'accent'), span(` ${label}`, 'dim')];
}

/** Of two keys with a word each, the word of one that was taken away goes with it. */
function paneHint({key, label}: (typeof paneHints)[number], table: readonly KeyRow[]): Line {
	const keys = key.split(' ');
	const labels = label.split(', ');
	const left = labels.length === keys.length ? labels.filter((_, index) => keyNow('panes', keys[index] ?? '', table) !== undefined) : labels;
	return hintSpans(hintNow('panes', key, table), left.join(', '));
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
