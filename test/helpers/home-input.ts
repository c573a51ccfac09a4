import {agentCatalogue} from '../../source/core/launch/catalogue.js';
import type {HomeInput} from '../../source/core/view/home/home.js';
import {startNavigation} from '../../source/core/view/navigation/navigation.js';
import {clientWith} from './sessions.js';

/** Home of somebody at 120×30, in whose time zone it is two hours after the beginning of time. */
export function homeInput(change: Partial<HomeInput> = {}): HomeInput {
	return {
		size: {cols: 120, rows: 30},
		client: clientWith(),
		navigation: startNavigation,
		offer: undefined,
		agents: agentCatalogue,
		installed: {},
		hint: [],
		repository: undefined,
		version: '0.1.0',
		cwd: '/home/me/src/api-server',
		home: '/home/me',
		now: 7_200_000,
		utcOffsetMs: 0,
		...change,
	};
}
