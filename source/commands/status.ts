import {healthOf, statusLines, statusWithoutLines} from '../core/view/text/status-text.js';
import {systemClock} from '../io/clock.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {sessionObject} from './sessions.js';
import {sessionsKnown} from './sessions-known.js';

const exits = {healthy: 0, degraded: 3, down: 4} as const;

/** Looks, and starts nothing: 0 healthy, 3 degraded, 4 down. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const json = parsed.flags.json === true;
	const seen = {now: systemClock.now(), home: context.env.HOME ?? ''};
	const known = await sessionsKnown(context);
	if (known.status === 'without') {
		const {sessions, waiting} = known;
		// Where clutchd runs it knows this, and nobody has to load what reads the config.
		const [{configTrouble}, {servicesAlone}] = await Promise.all([import('./service-specs.js'), import('./services-known.js')]);
		const config = configTrouble(context);
		const services = servicesAlone(context);
		context.stdout.write(json ? `${JSON.stringify({health: 'down', ...(config === undefined ? {} : {config}), ...(services.length === 0 ? {} : {services}), sessions: sessions.map(session => sessionObject(session))})}\n` : `${statusWithoutLines(sessions, {waiting, config, services, ...seen}).join('\n')}\n`);
		return exits.down;
	}

	const {state} = known;
	const health = healthOf(state);
	context.stdout.write(json ? `${JSON.stringify({health, ...state, sessions: state.sessions.map(session => sessionObject(session))})}\n` : `${statusLines(state, seen).join('\n')}\n`);
	return exits[health];
}
