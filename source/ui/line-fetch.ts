import type {Command} from '../core/command.js';
import type {SessionId} from '../core/session/session.js';
import type {LineSource} from '../core/view/copy/copy-state.js';
import {linesOf, readWindow, type LineWindow} from '../core/view/copy/line-window.js';
import {mostLines, type LinesReply} from '../core/view/copy/lines.js';

export type LineFetch = {
	/** The last lines where `from` is left out; undefined where nothing is left of the session. */
	readonly fetchWindow: (session: SessionId, wanted: {readonly from?: number; readonly count: number}) => Promise<LineWindow | undefined>;
	readonly linesBetween: (session: SessionId, range: {readonly first: number; readonly last: number}) => Promise<LineSource>;
};

/** Lines of a session, as clutchd has them. */
export function createLineFetch(call: (command: Command) => Promise<unknown>): LineFetch {
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

	return {fetchWindow, linesBetween};
}
