/** Short forms and other names that `proxies` of the original had, and what they are here. */
const same: Readonly<Record<string, string>> = {
	start: 'up',
	stop: 'down',
	st: 'status',
	log: 'logs',
	tail: 'logs',
	mon: 'watch',
	cfg: 'config',
};

/** Verbs of the original that are none here: what does it now. */
const elsewhere: Readonly<Record<string, string>> = {
	stats: 'The figures are in proxies watch --once.',
	metrics: 'The figures are in proxies watch --once.',
	met: 'The figures are in proxies watch --once.',
	reliability: 'What failed, and how often, is in proxies watch.',
	rel: 'What failed, and how often, is in proxies watch.',
	breakers: 'Models that rest are in proxies watch; they come back by themselves.',
	cb: 'Models that rest are in proxies watch; they come back by themselves.',
	router: 'Which model answers what is said by model_tiers and profiles in the config: clutch config show.',
	route: 'Which model answers what is said by model_tiers and profiles in the config: clutch config show.',
	profile: 'Profiles are in the config: clutch config show names them.',
	prof: 'Profiles are in the config: clutch config show names them.',
	chain: 'The services and what they wait for: clutch service list.',
	tui: 'The full screen is clutch.',
	statusline: 'What a status line showed is in proxies status and proxies watch.',
	sl: 'What a status line showed is in proxies status and proxies watch.',
};

export function formerVerb(name: string): string | undefined {
	return Object.hasOwn(same, name) ? same[name] : undefined;
}

export function formerNext(name: string): string | undefined {
	return Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
}
