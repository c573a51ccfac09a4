import type {ClientState} from '../../client/state.js';
import type {Service} from '../../service/service.js';
import type {LinkState} from '../text/link-state.js';
import type {Role} from '../text/role.js';
import {lookOf} from '../text/session-state.js';
import {span, type Line} from '../text/spans.js';
import type {Segment} from './fit-bar.js';

/** The gateway in one word; `starting` until clutchd has said something else. */
export function gatewaySegment(client: ClientState | undefined, link?: LinkState): Segment {
	const {symbol, text, role} = client === undefined ? starting : gatewayLook(client, link);
	return {weight: 0, spans: [span(symbol, role), span(` gateway${text}`, role === 'ok' ? 'text' : role)]};
}

type Look = {readonly symbol: string; readonly text: string; readonly role: Role};

const starting: Look = {symbol: '◐', text: ' starting', role: 'busy'};

function gatewayLook(client: ClientState, link: LinkState | undefined): Look {
	switch (link) {
		case 'resting': {
			return stateLook({status: 'stopped'});
		}

		// Who would know is not there.
		case 'lost':
		case 'silent': {
			return {symbol: '?', text: ' unknown', role: 'dim'};
		}

		case undefined:
		case 'connecting':
		case 'connected': {
			return stateLook(client.services.find(({id}) => id === 'gateway')?.state ?? {status: 'stopped'});
		}
	}
}

function stateLook(state: Service['state'] | {readonly status: 'stopped'}): Look {
	switch (state.status) {
		case 'stopped': {
			return {symbol: '○', text: ' stopped', role: 'dim'};
		}

		case 'waiting':
		case 'starting': {
			return starting;
		}

		case 'completed': {
			return {symbol: '✔', text: ' done', role: 'dim'};
		}

		case 'ready': {
			return {symbol: '●', text: portOf(state.address), role: 'ok'};
		}

		case 'unhealthy': {
			return {symbol: '✖', text: ' not answering', role: 'bad'};
		}

		case 'stopping': {
			return {symbol: '◐', text: ' stopping', role: 'dim'};
		}

		case 'backing-off': {
			return {symbol: '↻', text: ' starting again', role: 'warn'};
		}

		case 'parked': {
			return {symbol: '✖', text: ' parked', role: 'bad'};
		}
	}
}

function portOf(address: string | undefined): string {
	const port = /:(\d+)\/?$/.exec(address ?? '')?.[1];
	return port === undefined ? '' : ` :${port}`;
}

/** The same without its port, which is no news while one works. */
export function gatewayWord(client: ClientState, link?: LinkState): Line {
	return gatewaySegment(client, link).spans.map(part => ({...part, text: part.text.replace(/ :\d+$/, '')}));
}

/** `◆1 ◐1 ✔1 ↻1`: how many sessions are in each state; in its shorter form of those alone that want their user. */
export function countSegment(client: ClientState): Segment {
	const counts = new Map<string, {readonly role: Role; readonly count: number}>();
	for (const session of client.sessions) {
		const {symbol, role} = lookOf(session, client.meter.sessions[session.id]?.inFlight ?? 0);
		counts.set(symbol, {role, count: (counts.get(symbol)?.count ?? 0) + 1});
	}

	const spansOf = (symbols: string) => [...symbols].flatMap(symbol => {
		const found = counts.get(symbol);
		return found === undefined ? [] : [[span(`${symbol}${found.count}`, found.role)]];
	}).flatMap((part, index) => index === 0 ? part : [span(' '), ...part]);
	return {weight: 4, spans: spansOf('◆◐✔✖↻●?○'), shorter: {weight: 0, spans: spansOf('◆✔✖↻')}};
}
