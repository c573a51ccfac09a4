import type {Command} from '../core/command.js';
import type {SessionId} from '../core/session/session.js';
import type {CopyState, LineSource} from '../core/view/copy/copy-state.js';
import {linesOf, readWindow, type LineWindow} from '../core/view/copy/line-window.js';
import {mostLines, type LineBounds, type LinesReply} from '../core/view/copy/lines.js';

export type LineFetch = {
	/** Undefined, as all of them, where nothing is left of the session. */
	readonly fetchBounds: (session: SessionId) => Promise<LineBounds | undefined>;
	/** What the screen shows. */
	readonly fetchFirst: (session: SessionId) => Promise<LineWindow | undefined>;
	/** What is shown, and what the next keys may show. */
	readonly fetchAround: (session: SessionId, shown: CopyState) => Promise<LineWindow | undefined>;
	readonly linesBetween: (session: SessionId, range: {readonly first: number; readonly last: number}) => Promise<LineSource>;
};

/** Pages that are fetched beyond what is shown, so that the next key finds its lines here. */
const pagesAround = 3;

/** More than any screen has, so that what has scrolled away is looked for. */
const firstLines = 300;

/** Lines of a session, as clutchd has them. */
export function createLineFetch(call: (command: Command) => Promise<unknown>): LineFetch {
	/** The last lines where `from` is left out. */
	const fetchWindow = async (session: SessionId, wanted: {readonly from?: number; readonly count: number}): Promise<LineWindow | undefined> => {
		const reply = await call({type: 'session.lines', id: session, ...wanted}) as LinesReply | undefined;
		return reply && readWindow(reply, Buffer.from(reply.cells, 'base64'));
	};

	/** Every line of the selection, also those that are far from what is shown. */
	const linesBetween = async (session: SessionId, {first, last}: {readonly first: number; readonly last: number}): Promise<LineSource> => {
		const sources: LineSource[] = [];
		for (let from = first; from <= last; from += mostLines) {
			// One after the other: clutchd has others to answer between them.
			const window = await fetchWindow(session, {from, count: Math.min(mostLines, last + 1 - from)});
			if (window) {
				sources.push(linesOf(window));
			}
		}

		return line => sources[Math.floor((line - first) / mostLines)]?.(line);
	};

	return {
		async fetchBounds(session) {
			const window = await fetchWindow(session, {count: 0});
			return window?.bounds;
		},
		async fetchFirst(session) {
			const now = await fetchWindow(session, {count: 0});
			// Where nothing lies behind the screen there may be more that clutchd has to be asked for.
			return now && fetchWindow(session, now.bounds.first < now.bounds.top ? {from: now.bounds.top, count: now.bounds.rows} : {count: firstLines});
		},
		async fetchAround(session, {top, bounds: {rows}}) {
			const count = Math.min(mostLines, rows * ((2 * pagesAround) + 1));
			return fetchWindow(session, {from: top - Math.floor((count - rows) / 2), count});
		},
		linesBetween,
	};
}
