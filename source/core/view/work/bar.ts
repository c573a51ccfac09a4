import type {ClientState, SessionUsage} from '../../client/state.js';
import {cacheShare, hasTokens} from '../../usage/totals.js';
import type {Service} from '../../service/service.js';
import type {Session} from '../../session/session.js';
import {modelHealth, shortModel, type ModelHealth} from '../box/route-health.js';
import {formatCount, formatLatency, formatShare, formatTotalCost} from '../text/format.js';
import type {LinkState} from '../text/link-state.js';
import type {Role, Span} from '../text/role.js';
import {agentName, isAlive, lookOf} from '../text/session-state.js';
import {activeWorkspace} from '../panes/arrange.js';
import type {Layout} from '../panes/pane-tree.js';
import {sessionsIn} from '../panes/tree-edit.js';
import {fitSpans} from '../text/spans.js';
import {textWidth} from '../cells/width.js';

/** A part of the bar. `weight` 0 stays always; the highest goes first when there is no room. */
export type Segment = {readonly spans: readonly Span[]; readonly weight: number};

const gap = 3;

/** Left and right parts in one row of exactly `cols` cells. */
export function fitBar(left: readonly Segment[], right: readonly Segment[], cols: number): readonly Span[] {
	const all = [...left, ...right];
	const kept = new Set(all);
	const needed = () => all.reduce((sum, segment) => sum + (kept.has(segment) ? widthOf(segment.spans) + gap : 0), 2 - gap);
	for (const segment of all.toSorted((one, other) => other.weight - one.weight)) {
		if (needed() <= cols || segment.weight === 0) {
			break;
		}

		kept.delete(segment);
	}

	const leftSpans = joinSegments(left.filter(segment => kept.has(segment)));
	const rightSpans = joinSegments(right.filter(segment => kept.has(segment)));
	const blank = Math.max(1, cols - 2 - widthOf(leftSpans) - widthOf(rightSpans));
	return fitSpans([{text: ' ', role: 'text'}, ...leftSpans, {text: ' '.repeat(blank), role: 'text'}, ...rightSpans, {text: ' ', role: 'text'}], cols);
}

/** The gateway in one word; `starting` until clutchd has said something else. */
export function gatewaySegment(client: ClientState | undefined, link?: LinkState): Segment {
	const service = client?.services.find(({id}) => id === 'gateway');
	const {symbol, text, role} = client === undefined ? starting : gatewayLook(link === 'resting' ? undefined : service);
	return {weight: 1, spans: [{text: symbol, role}, {text: ` gateway${text}`, role: role === 'ok' ? 'text' : role}]};
}

const starting = {symbol: '◐', text: ' starting', role: 'busy'} as const;

function gatewayLook(service: Service | undefined): {readonly symbol: string; readonly text: string; readonly role: Role} {
	const state = service?.state ?? {status: 'stopped'};
	switch (state.status) {
		case 'stopped': {
			return {symbol: '○', text: ' stopped', role: 'dim'};
		}

		case 'starting': {
			return starting;
		}

		case 'ready': {
			return {symbol: '●', text: portOf(state.address), role: 'ok'};
		}

		case 'unhealthy': {
			return {symbol: '✖', text: ' not answering', role: 'bad'};
		}

		case 'stopping': {
			return {symbol: '◐', text: ' stopping', role: 'dim'};
		}

		case 'backing-off': {
			return {symbol: '↻', text: ' starting again', role: 'warn'};
		}

		case 'parked': {
			return {symbol: '✖', text: ' parked', role: 'bad'};
		}
	}
}

function portOf(address: string | undefined): string {
	const port = /:(\d+)\/?$/.exec(address ?? '')?.[1];
	return port === undefined ? '' : ` :${port}`;
}

function todaySegments(client: ClientState): readonly Segment[] {
	const {today} = client.meter;
	const tokens = hasTokens(today) ? formatCount(today.input + today.output) : 'n/a';
	const cached = cacheShare(today);
	return [
		{weight: 2, spans: [{text: 'today ', role: 'dim'}, {text: formatTotalCost(today), role: 'text'}]},
		{weight: 4, spans: [{text: `${tokens} tok`, role: 'text'}]},
		...(cached === undefined || today.cacheRead === 0 ? [] : [{weight: 6, spans: [{text: `cache ${formatShare(cached)}`, role: 'dim' as const}]}]),
	];
}

/** The bar of Home. `big` is the model that the role BIG stands for, once the configuration has been read. */
export function homeBar({client, link, big, cols}: {readonly client: ClientState | undefined; readonly link?: LinkState; readonly big: string | undefined; readonly cols: number}): readonly Span[] {
	const health = big === undefined ? undefined : modelHealth(big, client?.meter.recent ?? []);
	const left = [
		gatewaySegment(client, link),
		...(big === undefined ? [] : [{weight: 5, spans: [{text: 'BIG ', role: 'dim' as const}, {text: shortModel(big), role: 'text' as const}, ...barHealth(health)]}]),
		...(client === undefined ? [] : todaySegments(client)),
	];
	const services = besideGateway.flatMap<Span>((name, index) => {
		const isReady = client?.services.some(({id, state}) => id === name && state.status === 'ready') === true;
		return [{text: `${index === 0 ? '' : ' '.repeat(gap)}${name} `, role: 'dim'}, {text: isReady ? '●' : '○', role: isReady ? 'ok' : 'dim'}];
	});
	return fitBar(left, [{weight: 7, spans: services}, {weight: 0, spans: [{text: '? keys', role: 'accent'}]}], cols);
}

/** Services that may stand beside the gateway; one that is not known to clutchd does not run. */
const besideGateway = ['headroom', 'rtk', 'proxy'] as const;

/** How the model answered last; nothing where it has not been asked. */
function barHealth(health: ModelHealth | undefined): readonly Span[] {
	switch (health?.status) {
		case undefined:
		case 'unknown': {
			return [];
		}

		case 'ok': {
			return [{text: ' ●', role: 'ok'}, {text: ` ${formatLatency(health.latencyMs)}`, role: 'text'}];
		}

		case 'failed': {
			return [{text: ' ✖', role: 'bad'}, {text: ` ${health.why}`, role: 'bad'}];
		}
	}
}

type WorkBar = {
	readonly client: ClientState;
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
};

export function workBar({client, session, layout, onePane, folded, chord, cols, big, windows = {}}: WorkBar): readonly Span[] {
	const left = [
		...workspaceSegments(layout),
		...(session === undefined ? [] : sessionSegments(session, {usage: client.meter.sessions[session.id], big, windows})),
		...hiddenSegments(layout, onePane),
		...(folded ? countSegments(client) : []),
	];
	const {meter: {perMinute, today}} = client;
	const right = [
		{weight: 3, spans: [...gatewaySegment(client).spans.map(({text, role}) => ({text: text.replace(/ :\d+$/, ''), role})), {text: ` ${perMinute} req/min`, role: 'dim' as const}]},
		{weight: 5, spans: [{text: `${today.failed} failed`, role: today.failed > 0 ? 'warn' as const : 'dim' as const}]},
		{weight: 4, spans: [{text: 'today ', role: 'dim' as const}, {text: formatTotalCost(today), role: 'text' as const}]},
		{weight: 0, spans: [{text: chord, role: 'accent' as const}]},
	];
	return fitBar(left, right, cols);
}

/** `1 ▌2 3`, only where there are several. */
function workspaceSegments({workspaces, active}: Layout): readonly Segment[] {
	return workspaces.length < 2 ? [] : [{weight: 2, spans: workspaces.flatMap((_, index) => [
		{text: index === active ? '▌' : ' ', role: 'accent' as const},
		{text: String(index + 1), role: index === active ? 'focus' as const : 'dim' as const},
	])}];
}

/** `zoom 1/3`: which of the panes hides the others. */
function hiddenSegments(layout: Layout, onePane: boolean): readonly Segment[] {
	const workspace = activeWorkspace(layout);
	const order = workspace === undefined ? [] : sessionsIn(workspace.tree);
	return workspace === undefined || order.length < 2 || !onePane ? [] : [{weight: 1, spans: [{text: `zoom ${order.indexOf(workspace.focused) + 1}/${order.length}`, role: 'accent'}]}];
}

type Figures = {readonly usage: SessionUsage | undefined; readonly big: string | undefined; readonly windows: Readonly<Record<string, number>>};

function sessionSegments(session: Session, {usage, big, windows}: Figures): readonly Segment[] {
	const look = lookOf(session, usage?.inFlight ?? 0);
	const name: Segment = {
		weight: 1,
		spans: [
			...(isAlive(session) ? [] : [{text: `${look.symbol} `, role: look.role}]),
			{text: agentName(session), role: 'focus'},
			{text: ` "${session.name}"`, role: 'text'},
			...(session.demo ? [{text: '  demo', role: 'warn' as const}] : []),
		],
	};
	const model = usage?.model ?? session.recipe.model;
	return [
		name,
		...(model === undefined ? [] : [{weight: 7, spans: [...(model === big ? [{text: 'BIG ', role: 'dim' as const}] : []), {text: model, role: 'text' as const}]}]),
		...(usage === undefined || usage.input + usage.output === 0 ? [] : [
			{weight: 2, spans: [{text: contextText(usage, windows[model ?? '']), role: 'text' as const}]},
			{weight: 8, spans: [{text: formatTotalCost(usage), role: 'text' as const}]},
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

/** `◆1 ◐1 ✔1 ↻1`: how many sessions are in each state. */
function countSegments(client: ClientState): readonly Segment[] {
	const counts = new Map<string, {readonly role: Role; readonly count: number}>();
	for (const session of client.sessions) {
		const {symbol, role} = lookOf(session, client.meter.sessions[session.id]?.inFlight ?? 0);
		counts.set(symbol, {role, count: (counts.get(symbol)?.count ?? 0) + 1});
	}

	const spans = [...counts].toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other)).flatMap(([symbol, {role, count}], index) => [
		...(index === 0 ? [] : [{text: ' ', role: 'text' as const}]),
		{text: `${symbol}${count}`, role},
	]);
	return spans.length === 0 ? [] : [{weight: 1, spans}];
}

const order = '◆◐✔✖↻●?○';

function joinSegments(segments: readonly Segment[]): readonly Span[] {
	return segments.flatMap((segment, index) => index === 0 ? segment.spans : [{text: ' '.repeat(gap), role: 'text' as const}, ...segment.spans]);
}

export function widthOf(spans: readonly Span[]): number {
	return spans.reduce((sum, span) => sum + textWidth(span.text), 0);
}
