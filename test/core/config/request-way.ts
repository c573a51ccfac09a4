import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {requestWay} from '../../../source/core/config/request-way.js';
import {specsOf} from '../../../source/core/service/rows.js';

type Given = {readonly services?: Config['services']; readonly compression?: Partial<Config['compression']>; readonly installed?: boolean};

function way({services = {}, compression = {}, installed = true}: Given): readonly string[] {
	const whole = completeConfig({}, {});
	const config = {...whole, services, compression: {...whole.compression, ...compression}};
	return requestWay({config, specs: specsOf(config).specs, isInstalled: () => installed});
}

const straight = 'agents → gateway (http://127.0.0.1:8082) → providers';
const direct = 'route d of a code goes past all of it, straight to the vendor';

const cases: ReadonlyArray<readonly [name: string, given: Given, lines: readonly string[]]> = [
	['with Headroom beside the gateway', {}, [straight, 'Headroom (http://127.0.0.1:8787): asked by the gateway to shorten what tools printed, at most 500 ms; without its answer a request goes as it is', direct]],
	['with Headroom before the gateway', {services: {headroom: {mode: 'chain'}}}, ['agents → Headroom (http://127.0.0.1:8787) → gateway (http://127.0.0.1:8082) → providers', 'Headroom: stands before the gateway (services.headroom.mode is "chain")', direct]],
	['without Headroom', {installed: false}, [straight, 'Headroom: not asked, because it is not installed (clutch service add headroom)', direct]],
	['with Headroom off', {services: {headroom: {enabled: false, mode: 'chain'}}}, [straight, 'Headroom: not asked (services.headroom.enabled is false)', direct]],
	['with compression off', {compression: {headroom: 'off'}}, [straight, 'Headroom: not asked (compression.headroom is "off")', direct]],
	['with the CLI proxy', {services: {'cli-proxy': {enabled: true, port: 8399}}, compression: {headroom: 'off'}}, [straight, 'Headroom: not asked (compression.headroom is "off")', 'CLI proxy (http://127.0.0.1:8399): a provider of its own, asked for models that begin with cli-proxy:', direct]],
];

for (const [name, given, lines] of cases) {
	test(`says which way requests go ${name}`, t => {
		t.deepEqual(way(given), lines);
	});
}
