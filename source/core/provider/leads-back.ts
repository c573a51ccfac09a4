import type {Config} from '../config/config.js';
import {isLoopback} from './provider.js';

/** Why a provider cannot be where this gateway or the Headroom of this gateway is, behind the name of its setting. */
export const leadsBackTexts = {
	gateway: 'is the address of this gateway itself: write that of the provider there, or take it out of the config',
	headroom: 'is the address of Headroom, which asks this gateway: name the provider behind it; Headroom is asked anyway',
} as const;

export type LeadingBack = {readonly key: string; readonly to: keyof typeof leadsBackTexts; readonly text: string};

/** Providers whose addresses lead back here, as the config has it. `headroomPort`: where the Headroom is that this gateway asks; undefined where there is none. */
export function providersLeadingBack({providers, gateway: {port}}: Pick<Config, 'providers'> & {readonly gateway: Pick<Config['gateway'], 'port'>}, headroomPort: number | undefined): readonly LeadingBack[] {
	return Object.entries(providers).flatMap(([id, {base_url: base}]) => {
		const at = typeof base === 'string' ? portHere(base) : undefined;
		const to = at === undefined ? undefined : (at === port ? 'gateway' : (at === headroomPort ? 'headroom' : undefined));
		const key = `providers.${id}.base_url`;
		return to === undefined ? [] : [{key, to, text: `${key} ${leadsBackTexts[to]}.`}];
	});
}

/** The port of an address on this machine. */
export function portHere(address: string): number | undefined {
	if (!isLoopback(address) || !URL.canParse(address)) {
		return undefined;
	}

	const {port, protocol} = new URL(address);
	return Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
}
