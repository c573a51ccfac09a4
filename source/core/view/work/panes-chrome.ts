import type {ClientState} from '../../client/state.js';
import type {SessionId} from '../../session/session.js';
import type {Rect} from '../cells/rect.js';
import type {Placement} from '../panes/pane-tree.js';
import {agentName, endingSentence, isAlive, lookOf} from '../text/session-state.js';
import {fitSpans, span, widthOfLine, type Line} from '../text/spans.js';

type PanesChrome = {readonly client: ClientState; readonly placement: Placement; readonly area: Rect; readonly focused: SessionId | undefined};

/** What stands between panes: the line over each, and the one between two side by side. Exactly the rows of the area. */
export function panesChrome({client, placement, area, focused}: PanesChrome): readonly Line[] {
	const pieces = [
		...placement.panes.flatMap(({session, label}) => label === undefined ? [] : [{rect: label, line: labelLine(session, {client, isFocused: session === focused, cols: label.cols})}]),
		...placement.separators.filter(({direction}) => direction === 'right').map(({rect}) => ({rect, line: [span('│', 'line')]})),
	].toSorted((one, other) => one.rect.x - other.rect.x);
	return Array.from({length: area.rows}, (_, index) => rowOf(pieces, {y: area.y + index, left: area.x}));
}

function rowOf(pieces: ReadonlyArray<{readonly rect: Rect; readonly line: Line}>, {y, left}: {readonly y: number; readonly left: number}): Line {
	let at = left;
	return pieces.filter(({rect}) => y >= rect.y && y < rect.y + rect.rows).flatMap(({rect, line}) => {
		const blank = span(' '.repeat(Math.max(0, rect.x - at)));
		at = rect.x + rect.cols;
		return [blank, ...line];
	});
}

type Label = {readonly client: ClientState; readonly isFocused: boolean; readonly cols: number};

/** State and name; where the program has ended also how. No keys: those belong to the pane with the focus, and stand in the bar. */
function labelLine(id: SessionId, {client, isFocused, cols}: Label): Line {
	const session = client.sessions.find(candidate => candidate.id === id);
	if (session === undefined) {
		return [span('─'.repeat(cols), 'line')];
	}

	const {symbol, role} = lookOf(session, client.meter.sessions[id]?.inFlight ?? 0);
	const said = [
		isFocused ? span('▌', 'accent') : span('─', 'line'),
		span(symbol, role),
		span(` ${agentName(session)}`, isFocused ? 'focus' : 'dim'),
		...(session.name === agentName(session) ? [] : [span(`  ${session.name}`, isFocused ? 'text' : 'dim')]),
		...(isAlive(session) ? [] : [span(`  ${endingSentence(session)}`, session.state.status === 'exited' ? 'dim' : 'bad')]),
		span(' '),
	];
	return fitSpans([...said, span('─'.repeat(Math.max(0, cols - widthOfLine(said))), 'line')], cols);
}
