import type {ClientState} from '../../client/state.js';
import type {Session} from '../../session/session.js';
import {shortFolder} from '../text/format.js';
import {endingSentence, isAlive, lookOf} from '../text/session-state.js';
import type {LinkState} from '../text/link-state.js';
import {numbered} from './said.js';

/** What is told of a session, in words alone. */
export function sessionText(session: Session, {inFlight, home}: {readonly inFlight: number; readonly home: string}): string {
	const {word} = lookOf(session, inFlight);
	return [`${session.title} "${session.name}"`, word, shortFolder(session.cwd, home), ...session.message === undefined ? [] : [session.message]].join(', ');
}

export type PlainState = {readonly client: ClientState | undefined; readonly link: LinkState};

/** One line for each thing that changed. A request more or less is none. */
export function announce(before: PlainState, after: PlainState): readonly string[] {
	return [...linkLines(before.link, after.link), ...after.client === undefined || before.client === undefined ? [] : [
		...after.client.sessions.flatMap(session => sessionLines(before.client?.sessions.find(({id}) => id === session.id), session)),
		...before.client.sessions.filter(({id}) => after.client?.sessions.every(session => session.id !== id)).map(({title, name}) => `${title} "${name}" was let go.`),
		...after.client.services.flatMap(service => {
			const old = before.client?.services.find(({id}) => id === service.id);
			return old === undefined || old.state.status === service.state.status || service.state.status === 'backing-off'
				? []
				: (service.state.status === 'parked' ? [`${service.title} is parked: ${service.state.reason}`, ...numbered(service.state.choices)] : [`${service.title} is ${service.state.status}.`]);
		}),
		...after.client.notices.filter(notice => !before.client?.notices.includes(notice)).map(({text}) => text),
	]];
}

function linkLines(before: LinkState, after: LinkState): readonly string[] {
	if (before === after || after === 'connecting') {
		return [];
	}

	switch (after) {
		case 'connected': {
			return before === 'connecting' ? [] : ['clutchd is back.'];
		}

		case 'lost': {
			return ['clutchd is away; it comes back by itself.'];
		}

		case 'silent': {
			return ['clutchd does not answer.'];
		}

		case 'resting': {
			return ['clutchd was put to rest; clutch up starts it.'];
		}
	}
}

function sessionLines(before: Session | undefined, session: Session): readonly string[] {
	const name = `${session.title} "${session.name}"`;
	if (!isAlive(session)) {
		return before !== undefined && before.state.status !== session.state.status ? [endingSentence(session).replace(session.title, name)] : [];
	}

	const {word} = lookOf(session, 0);
	if (before !== undefined && lookOf(before, 0).word === word && before.message === session.message && before.name === session.name) {
		return [];
	}

	const renamed = before === undefined || before.name === session.name ? [] : [`"${before.name}" is called "${session.name}" now.`];
	return before !== undefined && lookOf(before, 0).word === word && before.message === session.message ? renamed : [...renamed, `${name}: ${word}${session.message === undefined ? '' : `, ${session.message}`}`];
}
