import type {ServiceSpec} from '../service/spec.js';
import type {Config} from './config.js';

type Asked = {readonly config: Config; readonly specs: readonly ServiceSpec[]; /** Whether its program is there. */ readonly isInstalled: (spec: ServiceSpec) => boolean};

/** Which way a request goes from an agent to a provider, as the config has it: the first line is the order, the others say who is asked on the way. */
export function requestWay({config, specs, isInstalled}: Asked): readonly [string, ...string[]] {
	const headroom = specs.find(({id}) => id === 'headroom');
	const proxy = specs.find(({id}) => id === 'cli-proxy');
	const isFront = headroom?.mode === 'chain' && headroom.enabled;
	const ways = [
		'agents',
		...(isFront ? [`Headroom (${placeOf(headroom)})`] : []),
		`gateway (${gatewayPlace(config)})`,
		'providers',
	];
	return [
		ways.join(' → '),
		headroomLine({config, headroom, isInstalled, isFront}),
		...(proxy?.enabled === true ? [`CLI proxy (${placeOf(proxy)}): a provider of its own, asked for models that begin with cli-proxy:`] : []),
		'route d of a code goes past all of it, straight to the vendor',
	];
}

function headroomLine({config, headroom, isInstalled, isFront}: Omit<Asked, 'specs'> & {readonly headroom: ServiceSpec | undefined; readonly isFront: boolean}): string {
	if (headroom?.enabled !== true) {
		return 'Headroom: not asked (services.headroom.enabled is false)';
	}

	if (!isInstalled(headroom)) {
		return 'Headroom: not asked, because it is not installed (clutch service add headroom)';
	}

	if (isFront) {
		return 'Headroom: stands before the gateway (services.headroom.mode is "chain")';
	}

	return config.compression.headroom === 'off'
		? 'Headroom: not asked (compression.headroom is "off")'
		: `Headroom (${placeOf(headroom)}): asked by the gateway to shorten what tools printed, at most ${config.compression.deadline_ms} ms; without its answer a request goes as it is`;
}

function gatewayPlace({proxy, gateway}: Config): string {
	return proxy.base_url ?? (gateway.port === 0 ? 'a free port' : `http://${gateway.host}:${gateway.port}`);
}

function placeOf({port}: ServiceSpec): string {
	return port === undefined || port.number === 0 ? 'a free port' : `http://127.0.0.1:${port.number}`;
}
