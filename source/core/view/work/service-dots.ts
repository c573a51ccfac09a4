import type {ClientState} from '../../client/state.js';
import type {Service} from '../../service/service.js';
import {serviceLook} from '../watch/service-look.js';
import type {LinkState} from '../text/link-state.js';
import type {Role} from '../text/role.js';
import {span, type Line} from '../text/spans.js';
import type {Segment} from './fit-bar.js';

/** Components that may stand beside the gateway, by the word they have in a bar. */
const besideGateway = [{id: 'headroom', word: 'headroom'}, {id: 'rtk', word: 'rtk'}, {id: 'cli-proxy', word: 'proxy'}] as const;

/** `headroom ●   rtk ○   proxy ✖`: how the components are; one that clutchd knows nothing of does not run. */
export function serviceDots(client: ClientState | undefined, link?: LinkState): Line {
	return dotsOf(componentLooks(client, link));
}

/** The same of those alone that somebody has: while one works the others are no news. */
export function presentDots(client: ClientState, link?: LinkState): Line {
	return dotsOf(componentLooks(client, link).filter(({symbol}) => symbol !== off.symbol));
}

type Dot = {readonly word: string; readonly symbol: string; readonly role: Role};

function componentLooks(client: ClientState | undefined, link: LinkState | undefined): readonly Dot[] {
	return besideGateway.map(({id, word}) => {
		const service = client?.services.find(each => each.id === id);
		if (link === 'lost' || link === 'silent') {
			return {word, ...service === undefined ? off : unknown};
		}

		return {word, ...service === undefined || link === 'resting' ? off : serviceLook(service, 0)};
	});
}

function dotsOf(dots: readonly Dot[]): Line {
	return dots.flatMap(({word, symbol, role}, index) => [span(`${index === 0 ? '' : '   '}${word} `, 'dim'), span(symbol, role)]);
}

const off = {symbol: '○', role: 'dim'} as const;
/** Who would know is not there. */
const unknown = {symbol: '?', role: 'dim'} as const;

/** `✖ db parked   w`: services in trouble, but the gateway, which has a word of its own, and the keys that show them. */
export function troubleSegments(client: ClientState | undefined, keys: string | undefined): readonly Segment[] {
	const troubled = (client?.services ?? []).filter(({id, state}) => id !== 'gateway' && (state.status === 'parked' || state.status === 'unhealthy'));
	const [first] = troubled;
	if (first === undefined) {
		return [];
	}

	const said = [span(troubled.length === 1 ? `✖ ${wordOf(first)}` : `✖ ${troubled.length} services in trouble`, 'bad')];
	const count: Segment = {weight: 1, spans: [span(`✖${troubled.length}`, 'bad')]};
	return [{weight: 5, spans: [...said, span(keys === undefined ? '' : `  ${keys}`, 'accent')], shorter: {weight: 3, spans: said, shorter: count}}];
}

function wordOf({id, state}: Service): string {
	return state.status === 'parked' ? `${id} parked` : `${id} not answering`;
}
