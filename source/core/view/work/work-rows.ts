import type {ClientState} from '../../client/state.js';
import type {RestoreOffer} from '../../session/restore.js';
import type {Instant} from '../../session/session.js';
import {offerFor} from '../box/offer.js';
import {chordHint} from '../keys/chord-question.js';
import {focusedSession, type Navigation} from '../navigation/navigation.js';
import {visiblePanes} from '../panes/visible.js';
import type {LinkState} from '../text/link-state.js';
import {fitSpans, span, type Line} from '../text/spans.js';
import {footLine} from './foot.js';
import type {Size} from './layout.js';
import {panesChrome} from './panes-chrome.js';
import {ruleLine} from './rule.js';
import {sidebarLines} from './sidebar.js';
import {bottomLine} from './work-bar.js';
import {workLayout} from './work-layout.js';

type WorkRows = {
	readonly size: Size;
	readonly client: ClientState;
	readonly link: LinkState;
	readonly navigation: Navigation;
	readonly offer: RestoreOffer | undefined;
	readonly chord: string;
	readonly home: string;
	readonly big: string | undefined;
	readonly windows: Readonly<Record<string, number>>;
	readonly now: Instant;
};

/** Sessions at the left, the panes, one bar: the work screen from the first row to the last. Panes are blank here: the compositor fills them. */
export function workRows(input: WorkRows): readonly Line[] {
	const {client, navigation, size, now, windows, offer, home, chord} = input;
	const {sidebar, pane, foot, hasRule} = workLayout(navigation, size);
	const table = navigation.keys.table.rows;
	const between = [
		...panesChrome({client, placement: visiblePanes(navigation, size), area: pane, focused: navigation.focused}),
		...(foot === undefined ? [] : [footLine(client, foot.cols)]),
	];
	const beside = sidebar === undefined ? undefined : sidebarLines({client, focused: navigation.focused, now, cols: sidebar.cols, rows: sidebar.rows, windows, table});
	return [
		...between.map((line, row) => beside === undefined || sidebar === undefined ? line : [...fitSpans(beside[row] ?? [], sidebar.cols), span('│', 'line'), ...line]),
		...(hasRule ? [ruleLine(offerFor(focusedSession(navigation, client.sessions), offer), {cols: size.cols, home, hint: chordHint(navigation.keys, chord)})] : []),
		bottomLine(input),
	];
}
