import type {Entry} from '../../core/usage/entries.js';
import {watchSpans, type Figures} from '../../core/usage/figures.js';
import type {Command} from '../../core/command.js';
import {linesText} from '../../core/view/text/spans.js';
import {detailLines} from '../../core/view/watch/detail-lines.js';
import {plainEntry} from '../../core/view/watch/plain.js';
import {startWatch} from '../../core/view/watch/watch.js';
import type {State} from '../store.js';

export type Requests = {
	/** The last ones, with their numbers. */
	readonly list: () => Promise<void>;
	/** How one of those that were listed went: what was asked for, by which rule, of whom, and what it cost. */
	readonly tell: (number: number) => Promise<void>;
};

/** As many as a digit can name. */
const most = 9;
/** Nothing is cut that somebody is read. */
const room = {cols: 400, rows: 200} as const;

type Options = {readonly call: (command: Command) => Promise<unknown>; readonly state: () => State; readonly say: (line: string) => void};

/** What Watch shows behind Enter, in lines. */
export function createRequests({call, state, say}: Options): Requests {
	let listed: readonly Entry[] = [];
	let figures: Figures | undefined;

	const ask = async () => {
		const {spanMs} = watchSpans.at(-1) ?? watchSpans[0];
		figures = await call({type: 'usage.figures', spanMs, after: 0, most: 500}) as Figures;
		listed = figures.entries.filter(({type}) => type === 'request').slice(0, most);
	};

	const list = async () => {
		await ask();
		if (listed.length === 0) {
			say('No request has come yet.');
		}

		for (const [index, entry] of listed.entries()) {
			say(`${index + 1}. ${plainEntry(entry, {sessions: state().client?.sessions ?? [], utcOffsetMs: figures?.utcOffsetMs ?? 0}).replaceAll(/ {2,}/g, ', ')}`);
		}
	};

	return {
		list,
		async tell(number) {
			if (listed.length === 0) {
				await ask();
			}

			const entry = listed[number - 1];
			if (entry === undefined) {
				say(listed.length === 0 ? 'No request has come yet.' : `There is no request ${number}; requests lists the last ones.`);
				return;
			}

			const lines = detailLines({...startWatch, figures}, {type: 'entry', entry, scroll: 0}, {size: room, sessions: state().client?.sessions ?? [], state: []});
			for (const line of linesText(lines.slice(2))) {
				const text = line.trim().replaceAll(/ {2,}/g, '  ');
				if (text !== '') {
					say(text);
				}
			}
		},
	};
}
