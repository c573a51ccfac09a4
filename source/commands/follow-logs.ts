import {mergeLines, lineText, sampled, type LineForm, type NamedLine} from '../core/service/log-view.js';
import {followFile} from '../io/follow-file.js';
import {readFileLine} from '../io/log-lines.js';
import type {LogAsked} from './log-asked.js';

export type FollowedLog = {readonly service: string; readonly file: string; /** What stands before it has been printed. */ readonly from: number};

type Options = {
	readonly asked: LogAsked;
	readonly form: () => LineForm;
	readonly width: number;
	readonly write: (text: string) => void;
	readonly signal: AbortSignal;
};

/** `open`: it has no end yet, such as a question. */
type AddedLine = NamedLine & {readonly open: boolean};

/** What comes within it is one step to the eye. */
const gatherMs = 100;
/** As many lines a step are more than anybody reads, and less than what keeps a terminal busy. */
const mostInStep = 40;
/** A line is written in one go, so one that has no end after this long gets it later. */
const openMs = 250;

/** Prints what is added to logs, until it is told to end. On a screen a flood is shown in samples; everybody else gets all of it. */
export async function followLogs(logs: readonly FollowedLog[], {asked, form, width, write, signal}: Options): Promise<void> {
	let gathered: AddedLine[] = [];
	/** Those that have no end yet, as they are now, by service. */
	const opened = new Map<string, AddedLine>();
	let gathering: NodeJS.Timeout | undefined;
	/** What is printed of lines that have no end yet, by service. */
	const parts = new Map<string, string>();
	/** Whose line stands last on the screen, without its end. */
	let unended: string | undefined;

	const flush = () => {
		gathering = undefined;
		const now = form();
		const all = [...gathered, ...opened.values()];
		const lines = mergeLines(logs.length === 1 ? [all] : all.map(line => [line])) as readonly AddedLine[];
		gathered = [];
		opened.clear();
		const texts: string[] = [];
		const wasUnended = unended !== undefined;
		for (const line of lines) {
			const text = textOf(line, now);
			if (text !== undefined) {
				texts.push(text);
				unended = line.open ? line.service : undefined;
			}

			if (line.open) {
				parts.set(line.service, line.text);
			} else {
				parts.delete(line.service);
			}
		}

		const shown = now.type === 'screen' ? sampled(texts, mostInStep) : texts;
		const before = wasUnended && shown.length < texts.length ? '\n' : '';
		write(before + shown.map((text, index) => index < shown.length - 1 || unended === undefined ? `${text}\n` : text).join(''));
	};

	/** Goes on in the same line where that stands last; else it is another one. */
	const textOf = (line: AddedLine, now: LineForm): string | undefined => {
		const {service, text} = line;
		const part = parts.get(service);
		const whole = lineText(line, {form: now, width});
		const isLast = unended === service;
		const before = unended === undefined ? '' : '\n';
		if (part === undefined || !text.startsWith(part)) {
			return before + whole;
		}

		const printed = lineText({...line, text: part}, {form: now, width});
		if (isLast) {
			return whole.startsWith(printed) ? whole.slice(printed.length) : before + whole;
		}

		return text === part ? undefined : before + lineText({...line, text: `… ${text.slice(part.length)}`}, {form: now, width});
	};

	const add = (line: AddedLine) => {
		const isWanted = parts.has(line.service) || asked.fits(line.text);
		if (!isWanted || (line.open && form().type === 'json')) {
			return;
		}

		if (line.open) {
			opened.set(line.service, line);
		} else {
			opened.delete(line.service);
			gathered.push(line);
		}

		gathering ??= setTimeout(flush, gatherMs);
	};

	await Promise.all(logs.map(async log => followLog(log, {add, signal})));
	clearTimeout(gathering);
	flush();
	write(unended === undefined ? '' : '\n');
}

async function followLog({service, file, from}: FollowedLog, {add, signal}: {readonly add: (line: AddedLine) => void; readonly signal: AbortSignal}): Promise<void> {
	let rest = '';
	let last = 0;
	let opening: NodeJS.Timeout | undefined;
	/** A cut file is told from its beginning: what was printed of it is not printed again. */
	let printed = 0;
	const tell = (line: string, open: boolean) => {
		const {at = last, text} = readFileLine(line);
		last = open ? last : at;
		if (at > printed) {
			add({service, at, text, open});
		}
	};

	await followFile({
		file, from, signal,
		onText(text) {
			clearTimeout(opening);
			const lines = (rest + text).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				tell(line, false);
			}

			if (rest !== '') {
				opening = setTimeout(tell, openMs, rest, true);
			}
		},
		onCut() {
			clearTimeout(opening);
			rest = '';
			printed = last;
			last = 0;
		},
	});
	clearTimeout(opening);
}
