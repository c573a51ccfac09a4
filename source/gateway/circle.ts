import {isLoopback} from '../core/provider/provider.js';
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
			const at = portOf(base);
			if (at === undefined) {
				return undefined;
			}

			if (at === port()) {
				return 'is the address of this gateway itself: write that of the provider there, or take it out of the config';
			}

			const address = headroom.address();
			// As long as it has not said where it leads it is taken for ours, which leads here.
			return address !== undefined && portOf(address) === at && (headroom.upstreams()?.some(upstream => portOf(upstream) === port()) ?? true)
				? 'is the address of Headroom, which asks this gateway: name the provider behind it; Headroom is asked anyway'
				: undefined;
		},
	};
}

/** Of an address on this machine. */
function portOf(address: string): number | undefined {
	if (!isLoopback(address)) {
		return undefined;
	}

	const {port, protocol} = new URL(address);
	return Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
}
