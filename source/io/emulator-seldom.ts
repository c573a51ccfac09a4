import type {SessionId} from '../core/session/session.js';

export type Seldom<News> = {
	readonly tell: (session: SessionId, news: News) => void;
	readonly forget: (session: SessionId) => void;
};

type Options<News> = {
	/** Milliseconds between two that are told. */
	readonly interval: number;
	readonly send: (session: SessionId, news: News) => void;
	/** Whether what came now takes the place of what waits. */
	readonly replaces: (news: News) => boolean;
};

/** Hears programs that call without end only now and then: the first is told at once, and of those after it the one that waits when the time has come. */
export function createSeldom<News>({interval, send, replaces}: Options<News>): Seldom<News> {
	const waiting = new Map<SessionId, {readonly timer: NodeJS.Timeout; next: News | undefined}>();

	const tell = (session: SessionId, news: News) => {
		send(session, news);
		const timer = setTimeout(() => {
			const next = waiting.get(session)?.next;
			waiting.delete(session);
			if (next !== undefined) {
				tell(session, next);
			}
		}, interval);
		waiting.set(session, {timer, next: undefined});
	};

	return {
		tell(session, news) {
			const known = waiting.get(session);
			if (known === undefined) {
				tell(session, news);
			} else if (known.next === undefined || replaces(news)) {
				known.next = news;
			}
		},
		forget(session) {
			clearTimeout(waiting.get(session)?.timer);
			waiting.delete(session);
		},
	};
}
