import process from 'node:process';
import {warningText} from '../core/config/problem.js';
import type {GatewayContext} from './context.js';
import {problemText} from './settings.js';

/** What `GET /health` answers: whether it serves, and what is not as it should be. No secret, no prompt. */
export function health({settings, report, clock, version, startedAt, count, stopping}: GatewayContext): unknown {
	const problem = settings.problem();
	const mistakes = settings.mistakes().map(mistake => warningText(mistake));
	return {
		ok: !stopping.aborted,
		version,
		pid: process.pid,
		uptime_s: Math.floor((clock.now() - startedAt) / 1000),
		config: problem === undefined ? (mistakes.length === 0 ? {ok: true} : {ok: false, mistakes}) : {ok: false, problem: problemText(problem), in_force: problem.inForce},
		requests: {in_flight: count.inFlight, total: count.total, failed: count.failed},
		usage: report.state(),
	};
}
