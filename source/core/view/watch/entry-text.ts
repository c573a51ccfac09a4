import type {FailureReason} from '../../route/classify.js';
import type {Session, SessionId} from '../../session/session.js';
import type {Entry} from '../../usage/entries.js';
import type {Cost} from '../../usage/price.js';
import type {Usage, UsageAttempt} from '../../usage/usage.js';
import {shortModel} from '../box/route-health.js';
import {formatCost, formatCount, formatLatency, formatOneCost, formatShare, formatWait} from '../text/format.js';
import type {Role} from '../text/role.js';
import {agentName} from '../text/session-state.js';

/** One entry in four pieces: whom it is about, what happened, why, and what it took. `isWhole`: what happened is not cut as long as there is any room for it. */
export type EntryText = {readonly who: string; readonly what: string; readonly why: string; readonly took: string; readonly role: Role; readonly isWhole?: boolean};

export function entryText(entry: Entry, sessions: readonly Session[]): EntryText {
	switch (entry.type) {
		case 'request': {
			return requestText(entry.usage, {cost: entry.cost, sessions});
		}

		case 'cache-miss': {
			const {session, before, share, tokens, usd} = entry;
			return {
				who: sessionName(session, sessions), what: `cache miss: read ${formatShare(before)} → ${formatShare(share)}`, why: shortModel(entry.model),
				took: `+${formatCount(tokens)} tok${usd === undefined ? '' : ` ≈ ${formatCost(usd)}`}`, role: 'warn',
			};
		}

		case 'service': {
			return {who: entry.id, what: entry.text, why: '', took: '', role: entry.level === 'note' ? 'dim' : entry.level};
		}

		case 'session': {
			return {who: sessions.some(({id}) => id === entry.id) ? sessionName(entry.id, sessions) : `${entry.title} "${entry.name}"`, what: entry.text, why: '', took: '', role: entry.level === 'note' ? 'dim' : entry.level};
		}
	}
}

export function sessionName(id: SessionId | undefined, sessions: readonly Session[]): string {
	const session = sessions.find(known => known.id === id);
	return session === undefined ? id ?? 'no session' : `${agentName(session)} "${session.name}"`;
}

function requestText(usage: Usage, {cost, sessions}: {readonly cost: Cost | undefined; readonly sessions: readonly Session[]}): EntryText {
	const {attempts, outcome, status, error, model, requestedModel, tokens, durationMs} = usage;
	const who = sessionName(usage.session, sessions);
	if (outcome !== 'ok') {
		const word = outcome === 'failed' ? '✖ failed' : outcome;
		const role = outcome === 'failed' ? 'bad' : 'dim';
		// Without this it would look like a fallback that went well.
		return attempts.length > 1
			? {who, what: `${word}  ${triedText(attempts)}`, why: `${attemptWhy(attempts.at(-1))}   ${cascadeText(attempts)}`, took: formatLatency(durationMs), role, isWhole: true}
			: {who, what: shortModel(model ?? requestedModel), why: `${word} ${status}${error === undefined ? '' : ` ${oneLine(error)}`}`, took: formatLatency(durationMs), role};
	}

	if (attempts.length > 1) {
		const lost = attempts.slice(0, -1);
		const lostMs = lost.reduce((sum, attempt) => sum + attempt.durationMs, 0);
		return {who, what: cascadeText(attempts), why: attemptWhy(lost.at(-1)), took: `${formatLatency(lostMs)} lost`, role: 'warn'};
	}

	const what = shortModel(model ?? requestedModel);
	return {who, what, why: tokens === undefined ? 'tokens n/a' : `in ${formatCount(tokens.input)}  out ${formatCount(tokens.output)}  ${formatOneCost(cost)}`, took: formatLatency(durationMs), role: 'text'};
}

/** `kimi-k2.6 → nemotron-3`: what was tried, in its order; the same model with another key once. */
function cascadeText(attempts: readonly UsageAttempt[]): string {
	const models = attempts.map(({model}) => shortModel(model)).filter((name, index, all) => name !== all[index - 1]);
	return models.length === 1 ? `${models[0] ?? ''} with ${attempts.length} keys` : models.join(' → ');
}

/** Failures that a word says as well as the provider's sentence does. */
const reasonWords: Partial<Readonly<Record<FailureReason, string>>> = {'rate-limit': 'rate limit', key: 'key refused', credit: 'no credit', 'not-found': 'not found', overloaded: 'overloaded'};

/** `4 models tried`; one model with several keys is one. */
function triedText(attempts: readonly UsageAttempt[]): string {
	const models = new Set(attempts.map(({provider, model}) => `${provider} ${model}`));
	return models.size === 1 ? `${attempts.length} keys tried` : `${models.size} models tried`;
}

/** `429 rate limit, retry in 38 s`, or what the provider said. */
export function attemptWhy(attempt: UsageAttempt | undefined): string {
	if (attempt === undefined) {
		return '';
	}

	const {status, error, reason, retryAfterMs} = attempt;
	const word = reason === undefined ? undefined : reasonWords[reason];
	const text = word ?? (error === undefined ? '' : oneLine(error));
	const retry = retryAfterMs === undefined ? '' : `, retry in ${formatWait(retryAfterMs)}`;
	return `${status === undefined || text.startsWith(String(status)) ? text : `${status} ${text}`.trim()}${retry}`;
}

/** What the provider said, where the line has only a word for it. */
export function attemptSaid({reason, error}: UsageAttempt): string | undefined {
	const said = error === undefined ? '' : oneLine(error);
	return reason === undefined || reasonWords[reason] === undefined || said === '' ? undefined : said;
}

/** What a provider wrote must not break a line. */
export function oneLine(text: string): string {
	// eslint-disable-next-line no-control-regex -- that is what is taken out
	return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\s]+/g, ' ').trim();
}
