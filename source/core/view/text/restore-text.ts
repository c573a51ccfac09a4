import type {RestoreAnswer, RestoreOffer} from '../../session/restore.js';
import type {Instant} from '../../session/session.js';
import {formatAge, shortFolder} from './format.js';

type Seen = {readonly now: Instant; readonly home: string};

/** What would happen to one session, for people: what it was, what follows, and the exact command or the choices. */
export function offerLines({id, name, title, cwd, at, answer}: RestoreOffer, seen: Seen): readonly string[] {
	return [`${name}  ${id}  ${title}  ${shortFolder(cwd, seen.home)}  ended ${ageText(at, seen.now)}`, ...answerLines(answer, {id, now: seen.now}).map(line => `    ${line}`)];
}

/** What follows, and what can be chosen where that is asked. */
export function answerLines(answer: RestoreAnswer, {id, now}: {readonly id: string; readonly now: Instant}): readonly string[] {
	switch (answer.type) {
		case 'resume': {
			return [`resume  its conversation ${answer.conversation}`, answer.command];
		}

		case 'again': {
			return [`again   ${answer.why}`, answer.command];
		}

		case 'question': {
			const choices = [
				...answer.conversations.map(({id: conversation, at, prompt}) => `clutch restore ${id} --conversation ${conversation}   ${ageText(at, now)}${prompt === undefined ? '' : `   ${prompt}`}`),
				`clutch restore ${id} --new   begins a new one`,
			];
			return [`asks    ${answer.sentence}`, ...numbered(choices)];
		}

		case 'refused': {
			return [`cannot  ${answer.sentence}`, ...numbered(answer.choices)];
		}
	}
}

function numbered(choices: readonly string[]): readonly string[] {
	return choices.map((choice, index) => `${index + 1} ${choice}`);
}

function ageText(at: Instant, now: Instant): string {
	const age = formatAge(at, now);
	return age === 'now' ? 'just now' : (age === 'yesterday' ? age : `${age} ago`);
}
