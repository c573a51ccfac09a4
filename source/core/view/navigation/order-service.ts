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

/** Those whose requests go through it. */
export function throughGateway(sessions: readonly Session[]): readonly Session[] {
	return sessions.filter(session => isAlive(session) && (session.recipe.route === 'p' || session.recipe.route === 'b'));
}
