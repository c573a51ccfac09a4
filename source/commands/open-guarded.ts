import type {Command} from '../core/command.js';
import type {CommandContext} from './command.js';
import {connectStarted} from './connect.js';

type Opening = Extract<Command, {type: 'session.open'}>;

/** Has clutchd, which is started if need be, open a session as large as this terminal. */
export async function openGuarded(opening: Omit<Opening, 'type' | 'demo' | 'cols' | 'rows'>, context: CommandContext): Promise<void> {
	const {columns, rows} = context.stdout;
	const client = await connectStarted(context);
	try {
		await client.call({...opening, type: 'session.open', demo: false, cols: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24});
	} finally {
		client.close();
	}
}
