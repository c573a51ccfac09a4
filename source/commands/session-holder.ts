import path from 'node:path';
import {ClutchError} from '../core/error.js';
import type {HolderRole} from '../core/ipc/holder.js';
import type {Session} from '../core/session/session.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import type {CommandContext} from './command.js';

/** One that lives answers in milliseconds, and where everything else runs too in seconds. */
const deadlineMs = 15_000;

/** Connects to the holder of a session; a session without one does not run. */
export async function sessionHolder({id, name}: Pick<Session, 'id' | 'name'>, role: HolderRole, {context: {paths, signal}, client}: {readonly context: Pick<CommandContext, 'paths' | 'signal'>; readonly client: string}): Promise<HolderClient> {
	try {
		return await connectHolder({socket: path.join(paths.holders, `${id}.sock`), role, client, signal, deadlineMs});
	} catch (error) {
		if (['ENOENT', 'ECONNREFUSED'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id: name}, {cause: error});
		}

		throw error;
	}
}
