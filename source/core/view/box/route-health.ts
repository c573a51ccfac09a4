import type {Instant} from '../../session/session.js';
import type {Usage, UsageAttempt} from '../../usage/usage.js';
import {formatAge, formatLatency} from '../text/format.js';
import type {Span} from '../text/role.js';
import {span} from '../text/spans.js';

/** What the newest requests say about one model. `unknown`: none of them asked it. */
export type ModelHealth =
	| {readonly status: 'unknown'}
	| {readonly status: 'ok'; readonly latencyMs: number}
	| {readonly status: 'failed'; readonly why: string; readonly at: Instant};

export function modelHealth(model: string, recent: readonly Usage[]): ModelHealth {
	const usage = recent.find(({attempts, outcome}) => outcome !== 'aborted' && attempts.some(attempt => attempt.model === model));
	const attempt = usage?.attempts.findLast(each => each.model === model);
	if (usage === undefined || attempt === undefined) {
		return {status: 'unknown'};
	}

	return isWell(attempt)
		? {status: 'ok', latencyMs: attempt === usage.attempts.at(-1) ? usage.firstTokenMs ?? attempt.durationMs : attempt.durationMs}
		: {status: 'failed', why: attempt.status === undefined ? 'no answer' : String(attempt.status), at: usage.at};
}

/** `kimi-k2.6 ● 240 ms → nemotron-3 ✖ 429 2 min → gpt-oss ?`: the models in the order they are tried, with what is known of each. */
export function cascadeSpans(models: readonly string[], {recent, now}: {readonly recent: readonly Usage[]; readonly now: Instant}): readonly Span[] {
	return models.flatMap((model, index) => [span(index === 0 ? '' : ' → ', 'dim'), span(shortModel(model)), ...healthSpans(modelHealth(model, recent), now)]);
}

function healthSpans(health: ModelHealth, now: Instant): readonly Span[] {
	switch (health.status) {
		case 'unknown': {
			return [span(' ? unknown', 'dim')];
		}

		case 'ok': {
			return [span(' ●', 'ok'), span(` ${formatLatency(health.latencyMs)}`)];
		}

		case 'failed': {
			return [span(' ✖', 'bad'), span(` ${health.why} ${formatAge(health.at, now)}`, 'bad')];
		}
	}
}

/**
A model as people say it, without who made it.

@example
shortModel('moonshotai/kimi-k2.6:free') // → 'kimi-k2.6:free'
*/
export function shortModel(model: string): string {
	return model.split('/').at(-1) ?? model;
}

function isWell({status, error}: UsageAttempt): boolean {
	return error === undefined && status !== undefined && status < 400;
}
