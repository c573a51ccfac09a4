import type {ClientState, CompressedTotals, UsageTotals} from '../../client/state.js';
import type {Figures} from '../../usage/figures.js';
import {cacheShare, hasTokens} from '../../usage/totals.js';
import {formatCost, formatCount, formatLatency, formatShare, formatTotalCost} from '../text/format.js';
import {span, type Line} from '../text/spans.js';
import type {Size} from '../work/layout.js';
import type {Watch} from './watch.js';

/** Of the gauge beside the budget; fewer where it shares the line with what was compressed. */
const gaugeCells = {alone: 10, shared: 3} as const;
/** From so many columns on there is room for everything. */
const roomy = 132;

/** Of the day; with a filter, of that session since it began. Which parts there are depends on the size and on what is known at all, so that they stand still. */
export function totalsLine({watch: {session, figures}, client, size: {cols}}: {readonly watch: Pick<Watch, 'session' | 'figures'>; readonly client: ClientState | undefined; readonly size: Size}): Line {
	const totals = session === undefined ? client?.meter.today : client?.meter.sessions[session];
	const compressed = cols < 92 ? undefined : totals?.compressed;
	const budget = session === undefined && cols >= (compressed === undefined ? 80 : 119) ? figures?.budgetUsd : undefined;
	return [
		span(session === undefined ? '  today    ' : '  session  ', 'dim'),
		...tokenSpans(totals, {hasShare: cols >= (budget === undefined ? 80 : 100)}),
		...compressed === undefined ? [] : compressedSpans(compressed),
		...figures?.budgetUsd === undefined && cols >= (compressed === undefined ? 100 : roomy) ? latencySpans(figures) : [],
		...budget === undefined ? [] : budgetSpans(budget, {cost: totals?.cost, cells: compressed === undefined || cols >= roomy ? gaugeCells.alone : gaugeCells.shared}),
	];
}

function tokenSpans(totals: UsageTotals | undefined, {hasShare}: {readonly hasShare: boolean}): Line {
	const known = totals !== undefined && hasTokens(totals) ? totals : undefined;
	const share = known === undefined ? undefined : cacheShare(known);
	return [
		span(totals === undefined ? 'n/a' : formatTotalCost(totals)),
		span('   in ', 'dim'), span(known === undefined ? 'n/a' : formatCount(known.input)),
		...hasShare ? [span(` (cache read ${formatShare(share)})`, 'dim')] : [],
		span('   out ', 'dim'), span(known === undefined ? 'n/a' : formatCount(known.output)),
	];
}

/** What was not sent; the money only where prices are known. */
function compressedSpans({tokens, usd, skipped}: CompressedTotals): Line {
	const money = usd === undefined ? '' : ` ≈ ${usd > 0 ? '−' : ''}${formatCost(Math.abs(usd))}`;
	return [span('   compressed ', 'dim'), span(tokens === 0 ? `nothing${skipped === 0 ? '' : `, ${skipped} skipped`}` : `−${formatCount(tokens)} tok${money}`)];
}

function latencySpans(figures: Figures | undefined): Line {
	return [span('   request p50 ', 'dim'), span(formatLatency(figures?.duration.p50).padStart(6)), span('  p95 ', 'dim'), span(formatLatency(figures?.duration.p95).padStart(6))];
}

function budgetSpans(budget: number, {cost, cells}: {readonly cost: number | undefined; readonly cells: number}): Line {
	const share = cost === undefined ? undefined : cost / budget;
	return [span('   budget ', 'dim'), span(`${formatCost(budget)} `), span(gauge(share ?? 0, cells), 'dim'), span(` ${formatShare(share)}`, share !== undefined && share >= 1 ? 'warn' : 'text')];
}

/** Full only when all of it is spent, empty only while nothing is. */
function gauge(share: number, cells: number): string {
	const filled = share >= 1 ? cells : Math.min(cells - 1, Math.max(share > 0 ? 1 : 0, Math.round(share * cells)));
	return '▓'.repeat(filled) + '░'.repeat(cells - filled);
}
