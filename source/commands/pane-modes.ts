import {ClutchError} from '../core/error.js';
import {decodeUpdate} from '../core/ipc/rows.js';
import type {SessionId} from '../core/session/session.js';
import type {PaneModes} from '../core/view/cells/cells.js';
import type {ClutchdClient} from '../io/clutchd-client.js';

/** clutchd tells it with the first rows; after a crash of its own it may have to read a whole ring before. */
const deadlineMs = 10_000;

/** What the program of a session has asked of its terminal, as clutchd knows it. */
export async function paneModes(client: ClutchdClient, id: SessionId, signal: AbortSignal): Promise<PaneModes> {
	const both = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
	return new Promise((resolve, reject) => {
		both.addEventListener('abort', () => {
			reject(signal.aborted ? signal.reason as Error : new ClutchError('ERR_CLUTCH_CONNECTION', {problem: `it did not say within ${deadlineMs / 1000} s how the program wants its keys`}));
		}, {once: true});
		client.onClose(reason => {
			reject(new ClutchError('ERR_CLUTCH_CONNECTION', {problem: reason ?? 'it left'}));
		});
		client.onRows(payload => {
			const update = decodeUpdate(payload)?.update;
			if (update?.session === id) {
				client.watch([]);
				resolve(update.modes);
			}
		});
		client.watch([id]);
	});
}
