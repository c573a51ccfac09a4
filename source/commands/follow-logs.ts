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

/** What comes within it is one step to the eye. */
const gatherMs = 100;
/** As many lines a step are more than anybody reads, and less than what keeps a terminal busy. */
const mostInStep = 40;

/** Prints what is added to logs, until it is told to end. On a screen a flood is shown in samples; everybody else gets all of it. */
export async function followLogs(logs: readonly FollowedLog[], {asked, form, width, write, signal}: Options): Promise<void> {
	let gathered: NamedLine[] = [];
	let gathering: NodeJS.Timeout | undefined;

	const flush = () => {
		gathering = undefined;
		const now = form();
		const lines = mergeLines(logs.length === 1 ? [gathered] : gathered.map(line => [line])).map(line => lineText(line, {form: now, width}));
		gathered = [];
		write((now.type === 'screen' ? sampled(lines, mostInStep) : lines).map(line => `${line}\n`).join(''));
	};

	const add = (line: NamedLine) => {
		if (asked.fits(line.text)) {
			gathered.push(line);
			gathering ??= setTimeout(flush, gatherMs);
		}
	};

	await Promise.all(logs.map(async log => followLog(log, {add, signal})));
	clearTimeout(gathering);
	flush();
}

async function followLog({service, file, from}: FollowedLog, {add, signal}: {readonly add: (line: NamedLine) => void; readonly signal: AbortSignal}): Promise<void> {
	let rest = '';
	let last = 0;
	/** A cut file is told from its beginning: what was printed of it is not printed again. */
	let printed = 0;
	await followFile({
		file, from, signal,
		onText(text) {
			const lines = (rest + text).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				const {at = last, text: said} = readFileLine(line);
				last = at;
				if (at > printed) {
					add({service, at, text: said});
				}
			}
		},
		onCut() {
			rest = '';
			printed = last;
			last = 0;
		},
	});
}
