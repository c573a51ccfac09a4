import type {Command} from '../core/command.js';
import type {Session} from '../core/session/session.js';
import type {CommandContext} from './command.js';
import {connectStarted} from './connect.js';

type Opening = Extract<Command, {type: 'session.open'}>;

/** Has clutchd, which is started if need be, open a session as large as this terminal. Answers with the session as it is called then. */
export async function openGuarded(opening: Omit<Opening, 'type' | 'demo' | 'cols' | 'rows'>, context: CommandContext): Promise<Session> {
	const {columns, rows} = context.stdout;
	const client = await connectStarted(context);
	try {
		return await client.call({...opening, type: 'session.open', demo: false, cols: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24}) as Session;
	} finally {
		client.close();
	}
}
