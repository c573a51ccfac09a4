import type {ClientState} from '../../client/state.js';
import type {Entry} from '../../usage/entries.js';
import type {Figures} from '../../usage/figures.js';
import {hasTokens} from '../../usage/totals.js';
import {formatCount, formatLatency, formatTime, formatTotalCost, formatWhole} from '../text/format.js';
import {entryText} from './entry-text.js';
import {plainServices} from './plain-service.js';
import {plainCandidates} from './route-text.js';
import {isNotable} from './watch.js';

/** One entry as one line of text: the same facts as on the screen, with a word where that has a colour. */
export function plainEntry(entry: Entry, {sessions, utcOffsetMs}: {readonly sessions: ClientState['sessions']; readonly utcOffsetMs: number}): string {
	const {who, what, why, took} = entryText(entry, sessions);
	const kind = entry.type === 'request' ? (isNotable(entry) ? (entry.usage.attempts.length > 1 ? `cascade ${entry.usage.outcome}` : entry.usage.outcome) : 'request') : entry.type;
	const route = entry.type === 'request' && isNotable(entry) && entry.usage.candidates !== undefined ? `rule ${entry.usage.rule}: ${plainCandidates(entry.usage)}` : '';
	return [formatTime(entry.at, utcOffsetMs), kind.padEnd(10), who, what, why, took, route].filter(text => text !== '').join('  ');
}

/** The rates and totals as one line. Without the time, so that it can be told whether they changed. */
export function plainRates({perMinute, perSecond, firstToken, duration}: Pick<Figures, 'perMinute' | 'perSecond' | 'firstToken' | 'duration'>, {meter}: Pick<ClientState, 'meter'>): string {
	const {today} = meter;
	const tokens = (count: number) => hasTokens(today) ? formatCount(count) : 'n/a';
	return [
		`requests/min ${formatWhole(perMinute)}`,
		`tokens/s in ${perSecond === undefined ? 'n/a' : formatWhole(perSecond.input)} out ${perSecond === undefined ? 'n/a' : formatWhole(perSecond.output)}`,
		`first token p50 ${formatLatency(firstToken.p50)} p95 ${formatLatency(firstToken.p95)}`,
		`request p50 ${formatLatency(duration.p50)} p95 ${formatLatency(duration.p95)}`,
		`today ${formatTotalCost(today)} ${today.requests} requests ${today.failed} failed in ${tokens(today.input)} out ${tokens(today.output)}`,
	].join('   ');
}

/** That the config file is broken, and what is in force instead. */
export function plainConfig({clutchd: {config}}: Pick<ClientState, 'clutchd'>): readonly string[] {
	return config === undefined ? [] : [`config    ${config.text} ${config.next}`];
}

/** Everything at one moment, for `--once`. */
export function plainSnapshot(figures: Figures, client: ClientState): readonly string[] {
	const {utcOffsetMs, at, models} = figures;
	return [
		`${formatTime(at, utcOffsetMs)}  rates       ${plainRates(figures, client)}`,
		...plainConfig(client),
		...plainServices(client.services, at),
		...models.map(({provider, model, totals, duration}) => `model     ${model ?? 'n/a'}  ${provider ?? 'n/a'}  ${totals.requests} requests  ${totals.failed} failed  p50 ${formatLatency(duration.p50)}  p95 ${formatLatency(duration.p95)}  ${formatTotalCost(totals)}`),
		...figures.entries.toReversed().filter(entry => isNotable(entry)).map(entry => plainEntry(entry, {sessions: client.sessions, utcOffsetMs})),
	];
}
