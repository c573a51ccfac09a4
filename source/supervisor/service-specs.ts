import type {ServiceId} from '../core/service/service.js';
import {programArgv} from '../io/paths.js';

/** A program that clutchd keeps running. It writes `addresses/<id>.json` when it listens. */
export type ServiceSpec = {
	readonly id: ServiceId;
	readonly title: string;
	readonly demo: boolean;
	readonly argv: readonly [file: string, ...args: string[]];
	/** Asked below its address whether it is well; without one the address file alone says that it is ready. */
	readonly health: string | undefined;
	/** The variable of its environment that says on which port it listens; without one nobody can choose it. */
	readonly portVariable: string | undefined;
};

export const serviceSpecs: readonly ServiceSpec[] = [
	{id: 'gateway', title: 'Gateway', demo: false, argv: programArgv('gateway'), health: '/health', portVariable: 'PORT'},
	{id: 'demo', title: 'Demo upstream', demo: true, argv: [...programArgv('demo'), 'upstream'], health: undefined, portVariable: undefined},
];
