import type {Meter, Notice} from './client/state.js';
import type {ConfigTrouble} from './config/problem.js';
import type {Service, ServiceId} from './service/service.js';
import type {Ring} from './session/ring.js';
import type {Instant, Session, SessionId} from './session/session.js';

/** Facts, in the past tense, broadcast by clutchd. Nothing here asks for anything. */
export type ClutchEvent =
	| {readonly type: 'session.opened'; readonly session: Session}
	| {readonly type: 'session.changed'; readonly session: Session}
	| {readonly type: 'session.closed'; readonly id: SessionId}
	| {readonly type: 'service.changed'; readonly service: Service}
	/** Its row is gone from the config, and it does not run. */
	| {readonly type: 'service.removed'; readonly id: ServiceId}
	| {readonly type: 'meter.changed'; readonly meter: Meter}
	/** Its program called for its user. */
	| ({readonly type: 'session.rang'; readonly id: SessionId; readonly at: Instant} & Ring)
	/** What clutchd cannot keep on the disk, in words; undefined when all is well again. */
	| {readonly type: 'trouble.changed'; readonly trouble: string | undefined}
	/** The config file is broken as a whole; undefined when it is in force again. */
	| {readonly type: 'config.changed'; readonly trouble: ConfigTrouble | undefined}
	| {readonly type: 'notice.given'; readonly notice: Notice};
