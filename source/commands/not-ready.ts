import {exitText} from '../core/service/exits.js';
import type {Service} from '../core/service/service.js';

type Waited = {readonly waitedMs: number; /** How often it ended by itself meanwhile. */ readonly ends: number};

/** Why a service is not there after its time, as far as it is seen from outside, and what can be done. */
export function notReady({id, state, facts}: Service, {waitedMs, ends}: Waited): {readonly problem: string; readonly choices: readonly [string, ...string[]]} {
	const seconds = `${Math.max(1, Math.round(waitedMs / 1000))} s`;
	const logs = `clutch logs ${id} says what it is doing`;
	if (ends > 0) {
		const last = facts?.crash?.text ?? (state.status === 'backing-off' ? exitText(state.last) : undefined);
		const how = last === undefined ? '' : `, last: ${last}`;
		return {
			problem: ends === 1 ? `It ended once in ${seconds}${how}.` : `It keeps ending: ${ends} times in ${seconds}${how}.`,
			choices: [`clutch logs ${id} has what it said`, `clutch down ${id} ends the tries`],
		};
	}

	switch (state.status) {
		case 'waiting': {
			return {problem: `It still waits for ${state.on.join(', ')} after ${seconds}.`, choices: [`clutch logs ${state.on[0] ?? ''} says what it is doing`, `clutch service show ${id} says what it waits for`]};
		}

		case 'unhealthy': {
			return {problem: `It runs (pid ${state.pid}), and after ${seconds} it does not answer well${lastly(state.trouble)}.`, choices: [logs, `clutch service show ${id} has what it is asked`]};
		}

		case 'stopped':
		case 'stopping': {
			return {problem: 'It was stopped meanwhile.', choices: [`clutch up ${id}`]};
		}

		case 'starting': {
			const asked = state.trouble === undefined ? [] : [`clutch service show ${id} has what it is asked`];
			return {problem: `It was not ready within ${seconds}${lastly(state.trouble)}.`, choices: [logs, ...asked, 'clutch status shows whether it comes later']};
		}

		case 'ready':
		case 'backing-off':
		case 'completed':
		case 'parked': {
			return {problem: `It was not ready within ${seconds}.`, choices: [logs, 'clutch status shows whether it comes later']};
		}
	}
}

/** What came when it was asked last. */
function lastly(trouble: string | undefined): string {
	return trouble === undefined ? '' : `, last: ${trouble}`;
}
