import {formatAge, lastPart, shortFolder} from '../text/format.js';
import {mostNumbers, type Question} from '../box/question.js';
import type {Preview} from '../box/preview.js';
import type {Found} from '../box/search.js';
import type {Message} from '../notices/notices.js';
import type {Instant} from '../../session/session.js';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unspoken = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/g;

/** A line as it may be written: what programs ask and call themselves is in it, and must not move a cursor. */
export function spoken(line: string): string {
	return line.replaceAll(unspoken, ' ');
}

export function numbered(choices: readonly string[]): readonly string[] {
	return choices.map((choice, index) => `${index + 1}. ${choice}`);
}

/** A message as lines: its sentence, and what can be chosen. */
export function messageLines({text, choices = []}: Message): readonly string[] {
	const [sentence = '', ...others] = text.split('   ');
	return [sentence, ...choices.length > 0 ? numbered(choices) : others];
}

/** Which conversation is meant, to be answered by a number. */
export function questionLines({id, answer}: Question, now: Instant): readonly string[] {
	const shown = answer.conversations.slice(0, mostNumbers);
	const hidden = answer.conversations.length - shown.length;
	return [
		answer.sentence,
		...numbered(shown.map(({id: conversation, at, prompt}) => `${prompt === undefined ? conversation : `"${prompt}"`}, ${ageText(at, now)}`)),
		...hidden === 0 ? [] : [`${hidden} more: restore ${id} --dry-run`],
		`Type ${shown.length === 0 ? '' : 'its number, or '}N for a new conversation; anything else leaves it as it is.`,
	];
}

/** What a number means under the code line: what can be done, or the conversations to choose from. */
export function choicesOf(preview: Preview): readonly string[] {
	if (preview.status === 'problem') {
		return preview.choices.map(({text}) => text);
	}

	return preview.status === 'pick'
		? preview.found.slice(0, mostNumbers).map(({prompt, cwd, isHere}) => `"${prompt}"${isHere || cwd === undefined ? '' : `, in ${lastPart(cwd)}`}`)
		: [];
}

/** What was found besides sessions, which are listed with their numbers, and what to type for it; undefined for what needs a screen. */
export function foundLine(found: Found, home: string): string | undefined {
	switch (found.type) {
		case 'session':
		case 'workspace':
		case 'keys':
		case 'copied':
		case 'action': {
			return undefined;
		}

		case 'service': {
			return `${found.deed.name}${found.deed.says === '' ? '' : `: ${found.deed.says}`}`;
		}

		case 'launch': {
			return `${found.launch.code}, started in ${shortFolder(found.launch.cwd, home)} before`;
		}

		case 'code': {
			return `${found.code}: ${found.text.replaceAll(' · ', ', ')}`;
		}

		case 'model': {
			return `model ${found.model}: spawn CODE --model ${found.model}`;
		}

		case 'setting': {
			return `setting ${found.setting.key} is ${found.setting.value} (${found.setting.origin})`;
		}

		case 'preference': {
			return `${found.preference.name} is ${found.preference.value}: set ${found.preference.name} VALUE, one of ${found.preference.values.join(', ')}`;
		}

		case 'page': {
			return `page "${found.page.title}": ${found.page.file}`;
		}

		case 'notice': {
			return found.notice.text;
		}
	}
}

function ageText(at: Instant, now: Instant): string {
	const age = formatAge(at, now);
	return age === 'now' ? 'just now' : (age === 'yesterday' ? age : `${age} ago`);
}
