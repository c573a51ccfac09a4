import type {ClientState, SessionUsage} from '../../client/state.js';
import {cacheShare, hasTokens} from '../../usage/totals.js';
import type {Session} from '../../session/session.js';
import {modelHealth, shortModel, type ModelHealth} from '../box/route-health.js';
import {fitText} from '../cells/width.js';
import {formatCount, formatLatency, formatShare, formatTotalCost} from '../text/format.js';
import {hintNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import type {LinkState} from '../text/link-state.js';
import {agentName, lookOf} from '../text/session-state.js';
import {activeWorkspace} from '../panes/arrange.js';
import type {Layout} from '../panes/pane-tree.js';
import {sessionsIn} from '../panes/tree-edit.js';
import {span, type Line} from '../text/spans.js';
import {countSegment, gatewaySegment, gatewayWord} from './bar-segments.js';
import {fitBar, type Segment} from './fit-bar.js';
import {isTooSmall, tooSmallText, type Size} from './layout.js';
import {presentDots, serviceDots, troubleSegments} from './service-dots.js';

function todaySegments(client: ClientState): readonly Segment[] {
	const {today} = client.meter;
	const tokens = hasTokens(today) ? formatCount(today.input + today.output) : 'n/a';
	const cached = cacheShare(today);
	return [
		{weight: 2, spans: [span('today ', 'dim'), span(formatTotalCost(today))]},
		{weight: 4, belongs: true, spans: [span(`${tokens} tok`)]},
		...(cached === undefined || today.cacheRead === 0 ? [] : [{weight: 6, belongs: true, spans: [span(`cache ${formatShare(cached)}`, 'dim')]}]),
	];
}

type HomeBar = {readonly client: ClientState | undefined; readonly link?: LinkState; readonly big: string | undefined; readonly size: Size; /** The key table in force. @default keymap */ readonly table?: readonly KeyRow[] | undefined};

/** The bar of Home. `big` is the model that the role BIG stands for, once the configuration has been read. */
export function homeBar({client, link, big, size, table}: HomeBar): Line {
	const keys: Segment = {weight: 0, spans: [span('? keys', 'accent')]};
	if (isTooSmall(size)) {
		return fitBar([{weight: 0, spans: [span(tooSmallText(size), 'warn')]}], [{...keys, weight: 1}], size.cols);
	}

	const health = big === undefined ? undefined : modelHealth(big, client?.meter.recent ?? []);
	const left = [
		gatewaySegment(client, link),
		...(big === undefined ? [] : [{weight: 5, spans: [span('BIG ', 'dim'), span(shortModel(big)), ...barHealth(health)]}]),
		...(client === undefined ? [] : todaySegments(client)),
	];
	return fitBar(left, [...troubleSegments(client, hintNow('home', 'w', table)), {weight: 7, spans: serviceDots(client, link)}, ...(client === undefined ? [] : [askingSegment(client)]), keys], size.cols);
}

/** Who waits for an answer, wherever the list on Home has been moved to. */
function askingSegment({sessions}: ClientState): Segment {
	const asking = sessions.filter(session => lookOf(session, 0).word === 'needs you').length;
	return asking === 0 ? {weight: 0, spans: []} : {weight: 8, spans: [span(`◆ ${asking} needs you`, 'ask')], shorter: {weight: 0, spans: [span(`◆${asking}`, 'ask')]}};
}

/** How the model answered last; nothing where it has not been asked. */
function barHealth(health: ModelHealth | undefined): Line {
	switch (health?.status) {
		case undefined:
		case 'unknown': {
			return [];
		}

		case 'ok': {
			return [span(' ●', 'ok'), span(` ${formatLatency(health.latencyMs)}`)];
		}

		case 'failed': {
			return [span(' ✖', 'bad'), span(` ${health.why}`, 'bad')];
		}
	}
}

type WorkBar = {
	readonly client: ClientState;
	readonly link?: LinkState;
	readonly session: Session | undefined;
	readonly layout: Layout;
	/** One pane hides the others: by its user's wish, or for want of room. */
	readonly onePane: boolean;
	/** The sidebar is folded: its counts stand here instead. */
	readonly folded: boolean;
	readonly chord: string;
	readonly cols: number;
	/** The model that the role BIG stands for. */
	readonly big?: string | undefined;
	/** Tokens that a model can read, where it is known. */
	readonly windows?: Readonly<Record<string, number>> | undefined;
	/** The key table in force; without it no keys are told. */
	readonly table?: readonly KeyRow[] | undefined;
};

/** What is known of the day goes first where there is no room, then of the session; who needs somebody, the gateway and the next key stay. */
export function workBar({client, link, session, layout, onePane, folded, chord, cols, big, windows = {}, table}: WorkBar): Line {
	const left = [
		...workspaceSegments(layout),
		...(session === undefined ? [] : sessionSegments(session, {usage: client.meter.sessions[session.id], big, windows})),
		...hiddenSegments(layout, onePane),
		...(folded ? [countSegment(client)] : []),
	];
	const {meter: {perMinute, today}} = client;
	const gateway = gatewayWord(client, link);
	const right: readonly Segment[] = [
		{weight: 10, spans: [...gateway, span(` ${perMinute} req/min`, 'dim')], shorter: {weight: 0, spans: gateway}},
		{weight: 11, belongs: true, spans: [span(`${today.failed} failed`, today.failed > 0 ? 'warn' : 'dim')]},
		...troubleSegments(client, table === undefined ? undefined : `${chord} ${hintNow('box', 'w', table) ?? ''}`.trimEnd()),
		{weight: 12, spans: [span('today ', 'dim'), span(formatTotalCost(today))]},
		{weight: 13, spans: presentDots(client, link)},
		{weight: 0, spans: [span(chord, 'accent')]},
	];
	return fitBar(left, right, cols);
}

/** `1 ▌2 3`, only where there are several. */
function workspaceSegments({workspaces, active}: Layout): readonly Segment[] {
	return workspaces.length < 2 ? [] : [{weight: 3, spans: workspaces.flatMap((_, index) => [
		span(index === active ? '▌' : ' ', 'accent'),
		span(String(index + 1), index === active ? 'focus' : 'dim'),
	])}];
}

/** `zoom 1/3`: which of the panes hides the others. */
function hiddenSegments(layout: Layout, onePane: boolean): readonly Segment[] {
	const workspace = activeWorkspace(layout);
	const order = workspace === undefined ? [] : sessionsIn(workspace.tree);
	const place = order.length < 2 ? '' : ` ${order.indexOf(workspace?.focused ?? '') + 1}/${order.length}`;
	return workspace?.zoomed === true || (onePane && place !== '') ? [{weight: 5, spans: [span(`zoom${place}`, 'accent')]}] : [];
}

type Figures = {readonly usage: SessionUsage | undefined; readonly big: string | undefined; readonly windows: Readonly<Record<string, number>>};

/** Cells of a name that still tell it from others. */
const shortName = 8;

function sessionSegments(session: Session, {usage, big, windows}: Figures): readonly Segment[] {
	const demo = session.demo ? [span('  demo', 'warn')] : [];
	const named = (name: string) => [span(agentName(session), 'focus'), ...(name === '' ? [] : [span(` "${name}"`)]), ...demo];
	const name: Segment = {weight: 6, spans: named(session.name), shorter: {weight: 2, spans: named(fitText(session.name, shortName).trimEnd()), shorter: {weight: 1, spans: named('')}}};
	const model = usage?.model ?? session.recipe.model;
	return [
		name,
		...(model === undefined ? [] : [{weight: 8, belongs: true, spans: [...(model === big ? [span('BIG ', 'dim')] : []), span(shortModel(model))]}]),
		...(usage === undefined || usage.input + usage.output === 0 ? [] : [
			{weight: 7, belongs: true, spans: [span(contextText(usage, windows[model ?? '']))]},
			{weight: 9, belongs: true, spans: [span(formatTotalCost(usage))]},
		]),
	];
}

function contextText({context, input, output}: SessionUsage, window: number | undefined): string {
	if (context === undefined) {
		return `${formatCount(input + output)} tok`;
	}

	return window === undefined ? `${formatCount(context)} ctx` : `${Math.round(100 * context / window)} % of ${roundCount(window)}`;
}

/** A window is a round number: `200 k`. */
function roundCount(count: number): string {
	return count >= 1_000_000 ? `${Math.round(count / 1_000_000)} M` : `${Math.round(count / 1000)} k`;
}
