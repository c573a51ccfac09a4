import type {Config} from '../config/config.js';
import {isLoopback} from './provider.js';

/** Why a provider cannot be where this gateway or the Headroom of this gateway is, behind the name of its setting. */
export const leadsBackTexts = {
	gateway: 'is the address of this gateway itself: write that of the provider there, or take it out of the config',
	headroom: 'is the address of Headroom, which asks this gateway: name the provider behind it; Headroom is asked anyway',
} as const;

export type LeadingBack = {readonly key: string; readonly to: keyof typeof leadsBackTexts; readonly text: string};

type Placed = Pick<Config, 'providers' | 'local'> & {readonly gateway: Pick<Config['gateway'], 'port'>};

/** Providers whose addresses lead back here, as the config has it. `headroomPort`: where the Headroom is that this gateway asks; undefined where there is none. */
export function providersLeadingBack({providers, local, gateway: {port}}: Placed, headroomPort: number | undefined): readonly LeadingBack[] {
	const bases = Object.entries(providers).map(([id, {base_url: base}]) => [id, base] as const);
	const all = local.enabled && providers.local?.base_url === undefined ? [...bases, ['local', local.endpoint] as const] : bases;
	return all.flatMap(([id, base]) => {
		const at = typeof base === 'string' ? portHere(base) : undefined;
		const to = at === undefined ? undefined : (at === port ? 'gateway' : (at === headroomPort ? 'headroom' : undefined));
		const key = addressKey(id, {providers});
		return to === undefined ? [] : [{key, to, text: `${key} ${leadsBackTexts[to]}.`}];
	});
}

/** The setting that says where a provider is. */
export function addressKey(id: string, {providers}: Pick<Config, 'providers'>): string {
	return id === 'local' && providers.local?.base_url === undefined ? 'local.endpoint' : `providers.${id}.base_url`;
}

/** The port of an address on this machine. */
export function portHere(address: string): number | undefined {
	if (!isLoopback(address) || !URL.canParse(address)) {
		return undefined;
	}

	const {port, protocol} = new URL(address);
	return Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
}
