import {leadsBackTexts, portHere} from '../core/provider/leads-back.js';
import type {Headroom} from './headroom.js';

/** What keeps this gateway from asking itself. */
export type Circle = {
	/** Nobody else's, and another one after a restart. */
	readonly id: string;
	/** Why asking there would lead back here, behind the name of a setting; undefined where it would not. */
	readonly leadsBack: (base: string) => string | undefined;
};

export function createCircle({id, port, headroom}: {readonly id: string; readonly port: () => number; readonly headroom: Pick<Headroom, 'address' | 'upstreams'>}): Circle {
	return {
		id,
		leadsBack(base) {
			const at = portHere(base);
			if (at === undefined) {
				return undefined;
			}

			if (at === port()) {
				return leadsBackTexts.gateway;
			}

			const address = headroom.address();
			// As long as it has not said where it leads it is taken for ours, which leads here.
			return address !== undefined && portHere(address) === at && (headroom.upstreams()?.some(upstream => portHere(upstream) === port()) ?? true)
				? leadsBackTexts.headroom
				: undefined;
		},
	};
}
