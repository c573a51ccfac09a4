import {bad, info, ok, warn, type Finding} from './finding.js';

export type PortFacts = {
	readonly service: string;
	readonly port: number;
	/** `ours`: the service of this very Clutch. */
	readonly state: {readonly type: 'free'} | {readonly type: 'ours'; readonly pid: number} | {readonly type: 'taken'; readonly owner: string};
};

export type GatewayFacts = {
	/** Where launches look for it. */
	readonly address: string;
	readonly status: 'healthy' | 'silent' | 'not-running';
	/** On another machine, where nothing of ours can start it. */
	readonly remote: boolean;
	readonly startsByItself: boolean;
};

/** What a provider's list of models answered; only asked for with `--live`. */
export type ProviderAnswer =
	| {readonly provider: string; readonly type: 'models'; readonly count: number | undefined; readonly durationMs: number}
	| {readonly provider: string; readonly type: 'refused'; readonly status: number}
	| {readonly provider: string; readonly type: 'unreachable'; readonly problem: string}
	| {readonly provider: string; readonly type: 'no-list'};

export function examinePorts(ports: readonly PortFacts[]): readonly Finding[] {
	return ports.map(port => examinePort(port));
}

function examinePort({service, port, state}: PortFacts): Finding {
	const id = `port.${service}`;
	switch (state.type) {
		case 'free': {
			return ok(id, `Port ${port} (${service}) is free.`);
		}

		case 'ours': {
			return ok(id, `Port ${port} (${service}) is ours, pid ${state.pid}.`);
		}

		case 'taken': {
			return bad(id, `Port ${port} (${service}) is taken by ${state.owner}.`, `End that program, or set ${service}.port in the config; 0 picks a free one.`);
		}
	}
}

export function examineGateway({address, status, remote, startsByItself}: GatewayFacts): Finding {
	switch (status) {
		case 'healthy': {
			return ok('gateway', `The gateway at ${address} answers.`);
		}

		case 'silent': {
			return bad('gateway', `The gateway at ${address} does not answer.`, remote ? 'Ask whoever runs it, or take proxy.base_url out of the config.' : 'clutch restart gateway; clutch logs gateway says what it printed.');
		}

		case 'not-running': {
			return startsByItself ? info('gateway', 'The gateway does not run; a launch starts it.', 'clutch up starts it now.') : warn('gateway', 'The gateway does not run, and proxy.auto_start is off.', 'clutch up starts it.');
		}
	}
}

export function examineProviders(answers: readonly ProviderAnswer[]): readonly Finding[] {
	return answers.map(answer => examineProvider(answer));
}

function examineProvider(answer: ProviderAnswer): Finding {
	const {provider, type} = answer;
	const id = `provider.${provider}`;
	switch (type) {
		case 'models': {
			return ok(id, `${provider} answers in ${Math.round(answer.durationMs)} ms${answer.count === undefined ? '' : ` and lists ${answer.count} models`}.`);
		}

		case 'refused': {
			return answer.status === 401 || answer.status === 403
				? bad(id, `${provider} refuses the key (${answer.status}).`, `clutch keys add ${provider} stores another one.`)
				: warn(id, `${provider} answers its list of models with ${answer.status}.`, 'It may serve models all the same; try again later.');
		}

		case 'unreachable': {
			return bad(id, `${provider} cannot be reached: ${answer.problem}.`, `Look at the network, and at providers.${provider}.base_url in the config.`);
		}

		case 'no-list': {
			return info(id, `${provider} has no list of models that could be asked.`, 'A launch shows whether it answers.');
		}
	}
}
