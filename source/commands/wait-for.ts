import {ClutchError} from '../core/error.js';
import type {Exit, Session} from '../core/session/session.js';
import {emptyTextWatch, feedTextWatch} from '../core/session/text-watch.js';
import type {Until} from '../core/session/until.js';
import {isAlive} from '../core/view/text/session-state.js';
import {systemClock} from '../io/clock.js';
import type {Screen} from '../io/emulator-message.js';
import type {HolderClient} from '../io/holder-client.js';
import type {CommandContext} from './command.js';
import {sessionHolder} from './session-holder.js';
import {watchSession, type WatchedSession} from './watch-session.js';
import {withStarted} from './with-clutchd.js';

/** `exit` is undefined where nobody knows how the session ended. */
export type Waited =
	| {readonly type: 'happened'}
	| {readonly type: 'happened'; readonly exit: Exit | undefined}
	| {readonly type: 'timeout'}
	| {readonly type: 'ended'; readonly exit: Exit | undefined};

type Wanted = {readonly until: Until; readonly timeoutMs: number | undefined; readonly context: CommandContext};

/** Waits for what a session's own holder says, so that clutchd may come and go meanwhile; only what stands on the screen is asked of clutchd. */
export async function waitFor(session: Session, wanted: Wanted): Promise<Waited> {
	const holder = isAlive(session) ? await holderOf(session, wanted.context) : undefined;
	if (holder === undefined) {
		return overAlready(session, wanted);
	}

	let watched: WatchedSession | undefined;
	try {
		return await new Promise<Waited>((resolve, reject) => {
			watched = follow(holder, {session, ...wanted, resolve, reject});
		});
	} finally {
		watched?.close();
		holder.end();
	}
}

async function holderOf(session: Session, context: CommandContext): Promise<HolderClient | undefined> {
	try {
		return await sessionHolder(session, 'viewer', {context, client: 'wait'});
	} catch (error) {
		// It ended between two questions.
		if (error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_LIVE') {
			return undefined;
		}

		throw error;
	}
}

async function overAlready({id, state}: Session, {until, context}: Wanted): Promise<Waited> {
	const exit = state.status === 'crashed' || state.status === 'exited' ? state.exit ?? {type: 'code', code: 0} : undefined;
	switch (until.type) {
		case 'exit': {
			return {type: 'happened', exit};
		}

		case 'quiet': {
			return {type: 'ended', exit};
		}

		case 'text': {
			const screen = await withStarted(context, async client => await client.call({type: 'session.screen', id}) as Screen);
			return shows(screen, until.text) ? {type: 'happened'} : {type: 'ended', exit};
		}
	}
}

type Following = Wanted & {readonly session: Session; readonly resolve: (waited: Waited) => void; readonly reject: (error: Error) => void};

function follow(holder: HolderClient, {session: {id}, until, timeoutMs, context, resolve, reject}: Following): WatchedSession | undefined {
	const {signal} = context;
	const cancels: Array<() => void> = [];
	const finish = (waited: Waited) => {
		for (const cancel of cancels) {
			cancel();
		}

		resolve(waited);
	};

	const watched = until.type === 'text' ? watchSession({
		id,
		context,
		onPane({grid}) {
			// Without ends of lines, so that a text that was wrapped is found too.
			if (grid.text.join('').includes(until.text)) {
				finish({type: 'happened'});
			}
		},
	}) : undefined;
	const ended = async (exit: Exit | undefined) => {
		if (until.type !== 'text' || watched === undefined) {
			finish(until.type === 'exit' ? {type: 'happened', exit} : {type: 'ended', exit});
			return;
		}

		// What it drew last may not have been told yet.
		const screen = await watched.call({type: 'session.screen', id}).catch(() => undefined) as Screen | undefined;
		finish(screen !== undefined && shows(screen, until.text) ? {type: 'happened'} : {type: 'ended', exit});
	};

	let quiet: (() => void) | undefined;
	const awaitQuiet = () => {
		quiet?.();
		quiet = until.type === 'quiet' ? systemClock.after(until.ms, () => {
			finish({type: 'happened'});
		}) : undefined;
	};

	let watch = emptyTextWatch;
	const decoder = new TextDecoder();
	cancels.push(() => quiet?.());
	if (timeoutMs !== undefined) {
		cancels.push(systemClock.after(timeoutMs, () => {
			finish({type: 'timeout'});
		}));
	}

	signal.addEventListener('abort', () => {
		reject(signal.reason as Error);
	}, {once: true});
	holder.onBytes((_, bytes) => {
		awaitQuiet();
		if (until.type === 'text') {
			const [next, found] = feedTextWatch(watch, decoder.decode(bytes, {stream: true}), until.text);
			watch = next;
			if (found) {
				finish({type: 'happened'});
			}
		}
	});
	holder.onMessage(message => {
		if (message.type === 'exited') {
			void ended(message.exit);
		}
	});
	holder.onClose(() => {
		void ended(undefined);
	});
	awaitQuiet();
	holder.attach('live');
	return watched;
}

function shows({lines}: Screen, text: string): boolean {
	return lines.join('\n').includes(text);
}
