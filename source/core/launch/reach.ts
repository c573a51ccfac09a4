import type {Config} from '../config/config.js';
import {nearest} from '../nearest.js';
import {providerRow, providerRows} from '../provider/rows.js';
import type {Candidate} from '../route/model.js';
import type {AgentRow} from './agent.js';
import {codeText, type LaunchCode} from './code.js';
import {problems, type LaunchProblem} from './problem.js';
import type {LaunchSettings} from './launch-settings.js';

type Asked = {readonly code: LaunchCode; readonly settings?: LaunchSettings | undefined};

/** `--set` that nobody would read: past the gateway, or with a provider nobody knows. */
export function uselessSettings({code, settings = {}}: Asked, {route, config}: {readonly route: 'p' | 'b' | 'd'; readonly config: Config}): LaunchProblem | undefined {
	const text = codeText(code);
	if (route === 'd' && Object.keys(settings).length > 0) {
		return problems.usage('--set holds for requests by the gateway, and route d goes past it.', `xx ${text.slice(0, 2)}p, or leave --set out`);
	}

	const {provider} = settings;
	if (provider === undefined || Object.hasOwn(config.providers, provider) || providerRow(provider) !== undefined) {
		return undefined;
	}

	const known = [...new Set([...Object.keys(config.providers), ...providerRows.map(row => row.id)])];
	const near = nearest(provider, known);
	return problems.usage(`--set provider=${provider} names no provider.`, near === undefined ? `such as ${known.slice(0, 4).join(', ')}, or one under providers of the config` : `did you mean ${near}?`);
}

type Reached = {readonly agent: AgentRow; readonly model: string | undefined; readonly named: boolean; readonly candidates: readonly Candidate[]};

/** What an own login does not reach: another vendor's model, and all that is said of the gateway's models. */
export function beyondLogin({code, settings = {}}: Asked, {agent, model, named, candidates: [first]}: Reached): LaunchProblem | undefined {
	const text = codeText(code);
	const reach = `The own login of ${agent.title} reaches its vendor's models only`;
	const {roles, provider, cascade} = settings;
	if (roles !== undefined || provider !== undefined || cascade !== undefined) {
		return problems.usage(`${reach}, so --set has nothing to act on.`, `leave --set out, or xx ${text} --no-login`);
	}

	const other = model !== undefined && named && first !== undefined && !agent.vendors.includes(first.provider);
	return other ? problems.usage(`${reach}, and ${model} is another's.`, `xx ${text} --no-login, or another model`) : undefined;
}
