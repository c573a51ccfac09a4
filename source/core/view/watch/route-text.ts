import {classify} from '../../route/classify.js';
import type {Usage, UsageAttempt, UsageCandidate, UsageFacts} from '../../usage/usage.js';
import {shortModel} from '../box/route-health.js';
import type {Role} from '../text/role.js';
import {attemptWhy, oneLine} from './entry-text.js';

const kinds = {main: 'main conversation', subagent: 'subagent', side: 'side request'} as const;
const credentials = {none: 'no credential', ours: 'our key', 'own-login': 'own login'} as const;

/** What the rule was found by. */
export function factsText({kind, offersTools, onlyTool, credential, role}: UsageFacts): string {
	return [kinds[kind], onlyTool === undefined ? (offersTools ? 'offers tools' : 'no tools') : `only tool ${oneLine(onlyTool)}`, role === undefined ? 'no role' : `role ${role}`, credentials[credential]].join(', ');
}

/** What became of one candidate: why it was taken, or why not. */
export type CandidateText = {readonly place: string; readonly what: string; readonly role: Role};

export function candidateTexts({candidates = [], ...usage}: Usage): ReadonlyArray<UsageCandidate & CandidateText> {
	return candidates.map((candidate, index) => {
		const tried = usage.attempts.findLast(({provider, model}) => provider === candidate.provider && model === candidate.model);
		const place = candidate.fallback ? 'fallback' : (index === 0 ? 'by the rule' : 'cascade');
		return {...candidate, place, ...fateOf(usage, tried)};
	});
}

function fateOf(usage: Omit<Usage, 'candidates'>, tried: UsageAttempt | undefined): Pick<CandidateText, 'what' | 'role'> {
	if (tried === undefined) {
		return {what: `not asked: ${whyNotAsked(usage)}`, role: 'dim'};
	}

	return tried.error === undefined ? {what: 'taken: it answered', role: 'ok'} : {what: `${tried.status === 200 ? 'taken, and broke off' : 'passed over'}: ${attemptWhy(tried)}`, role: 'bad'};
}

function whyNotAsked({outcome, attempts}: Omit<Usage, 'candidates'>): string {
	const last = attempts.at(-1);
	if (outcome === 'aborted') {
		return 'the client went away';
	}

	if (last?.status === 200) {
		return last.error === undefined ? 'an earlier one answered' : 'the client had a part of the answer';
	}

	return last?.status !== undefined && classify({type: 'status', status: last.status}) === 'answer' ? 'each would have said the same' : 'there was no time left';
}

/** The same in a few words, for a line of text: `1 kimi-k2.6 429 rate limit; 2 nemotron-3 taken`. */
export function plainCandidates(usage: Usage): string {
	return candidateTexts(usage).map(({model, what}, index) => `${index + 1} ${shortModel(model)} ${what}`).join('; ');
}
