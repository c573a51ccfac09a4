import type {ProfileBundle} from './schema.js';

/** Keys that are understood and change nothing, each with the reason. */
export const inactiveKeys = {
	slot_bindings: 'roles of a model scan bind no model of Clutch; tier_overrides names one for a role',
	lane: 'Clutch keeps no models in reserve',
} as const satisfies Readonly<Partial<Record<keyof ProfileBundle, string>>>;
