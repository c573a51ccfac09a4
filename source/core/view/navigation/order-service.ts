import type {ServiceDeed} from '../box/service-deeds.js';
import {placeBeside} from '../panes/layout-keys.js';
import type {Session} from '../../session/session.js';
import {isAlive} from '../text/session-state.js';
import type {ServiceOrder} from '../watch/watch.js';
import type {Navigation, NavigationFacts, Step} from './navigation.js';

/** Done at once, but for what takes the gateway from sessions that are at work: that is asked about first. */
export function orderService(navigation: Navigation, order: ServiceOrder, {sessions}: Pick<NavigationFacts, 'sessions'>): Step {
	return order.verb === 'stop' && order.id === 'gateway' && throughGateway(sessions).length > 0
		? {navigation: {...navigation, overlays: [...navigation.overlays, {type: 'confirm', action: 'stop-service', service: order.id}]}, effects: []}
		: {navigation, effects: [{type: 'service', ...order}]};
}

/** What the search has found about a service. */
export function chooseDeed(navigation: Navigation, {deed, id, title}: ServiceDeed, facts: NavigationFacts): Step {
	switch (deed) {
		case 'log': {
			return {navigation: {...navigation, overlays: []}, effects: [{type: 'open-beside', program: {type: 'log', service: id}, placing: placeBeside(navigation, facts)}]};
		}

		case 'add': {
			return {navigation: {...navigation, message: {level: 'note', text: `To add ${title}, run in a shell: clutch service add ${id}`}}, effects: []};
		}

		case 'start':
		case 'stop':
		case 'restart':
		case 'hurry': {
			return orderService(navigation, {verb: deed, id}, facts);
		}
	}
}

/** Those whose requests go through it. */
export function throughGateway(sessions: readonly Session[]): readonly Session[] {
	return sessions.filter(session => isAlive(session) && (session.recipe.route === 'p' || session.recipe.route === 'b'));
}
