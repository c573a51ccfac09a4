import type {ClientState} from '../core/client/state.js';
import {reduceClient} from '../core/client/reduce.js';
import type {Service} from '../core/service/service.js';
import {watchSpans, type Figures} from '../core/usage/figures.js';
import {formatTime} from '../core/view/text/format.js';
import {plainEntry, plainRates} from '../core/view/watch/plain.js';
import {plainService, plainServiceChange} from '../core/view/watch/plain-service.js';
import {systemClock} from '../io/clock.js';
import {createLink} from '../ui/link.js';
import type {CommandContext} from './command.js';

/** Many requests that end at once are asked about once. */
const shortest = 500;
/** The rates go down by time alone. */
const longest = 10_000;

/** One line for each change, until it is ended or nobody reads any more. It outlives clutchd: that it is away is a line too. */
export async function followFigures({paths, env, stdout, signal}: Pick<CommandContext, 'paths' | 'env' | 'stdout' | 'signal'>, {json}: {readonly json: boolean}): Promise<number> {
	let client: ClientState | undefined;
	let lastEntry: number | undefined;
	let rates = '';
	let isAsking = false;
	let isAway = false;
	let utcOffsetMs = -60_000 * new Date().getTimezoneOffset();
	let lastAsked = Number.NEGATIVE_INFINITY;
	let cancel: (() => void) | undefined;

	const print = (text: string, object: Readonly<Record<string, unknown>>) => {
		stdout.write(json ? `${JSON.stringify(object)}\n` : `${text}\n`);
	};

	const now = () => formatTime(systemClock.now(), utcOffsetMs);

	const schedule = (wait: number) => {
		cancel?.();
		cancel = systemClock.after(Math.max(0, wait), () => {
			void ask();
		});
	};

	const ask = async () => {
		if (isAsking || client === undefined) {
			return;
		}

		isAsking = true;
		lastAsked = systemClock.monotonic();
		try {
			tell(await link.call({type: 'usage.figures', spanMs: watchSpans[0].spanMs, after: lastEntry ?? 0, most: lastEntry === undefined ? 0 : 500}) as Figures, client);
		} catch {
			// clutchd is away, which is said where the connection ends; it is asked again when it is back.
		} finally {
			isAsking = false;
			if (!signal.aborted) {
				schedule(longest);
			}
		}
	};

	const tellService = (service: Service, before: Service | undefined) => {
		const at = systemClock.now();
		const line = plainServiceChange(service, before, {now: at, utcOffsetMs});
		if (line !== undefined) {
			const {id, title, state} = service;
			print(line, {type: 'service', at, id, title, text: plainService(service, at), state});
		}
	};

	const tell = (figures: Figures, known: ClientState) => {
		({utcOffsetMs} = figures);
		// What was there before belongs to nobody's change, and a clutchd that came back counts anew.
		const missed = lastEntry === undefined || figures.lastEntry < lastEntry ? 0 : figures.lastEntry - lastEntry - figures.entries.length;
		if (missed > 0) {
			print(`${now()}  ${missed} lines more than could be told`, {type: 'missed', count: missed});
		}

		// Services have been told as they changed.
		for (const entry of figures.entries.toReversed().filter(({type}) => type !== 'service')) {
			print(plainEntry(entry, {sessions: known.sessions, utcOffsetMs}), {...entry});
		}

		({lastEntry} = figures);
		const next = plainRates(figures, known);
		if (next !== rates) {
			rates = next;
			const {perMinute, perSecond, firstToken, duration, at} = figures;
			print(`${now()}  ${'rates'.padEnd(10)}  ${next}`, {type: 'rates', at, perMinute, perSecond, firstToken, duration, today: known.meter.today});
		}
	};

	const link = createLink({
		paths,
		env,
		clock: systemClock,
		onSnapshot(state) {
			client = state;
			print(`${now()}  ${'clutchd'.padEnd(10)}  ${isAway ? 'is back' : 'is there'}, pid ${state.clutchd.pid}`, {type: 'clutchd', status: 'connected', pid: state.clutchd.pid});
			if (state.clutchd.config !== undefined) {
				const {text, next} = state.clutchd.config;
				print(`${now()}  ${'config'.padEnd(10)}  ${text} ${next}`, {type: 'config', text, next});
			}

			isAway = false;
			schedule(0);
		},
		onEvent(event) {
			if (event.type === 'service.changed' && client !== undefined) {
				tellService(event.service, client.services.find(({id}) => id === event.service.id));
			}

			client &&= reduceClient(client, event);
			if (event.type === 'notice.given') {
				print(`${now()}  ${'note'.padEnd(10)}  ${event.notice.text}`, {type: 'notice', ...event.notice});
			}

			if (!isAsking) {
				schedule(lastAsked + shortest - systemClock.monotonic());
			}
		},
		onRows() {
			// No pane is watched.
		},
		onClipboard() {
			// As above.
		},
		onState(state) {
			if (state !== 'connected' && state !== 'silent' && !isAway && client !== undefined) {
				isAway = true;
				print(`${now()}  ${'clutchd'.padEnd(10)}  is away; it is waited for`, {type: 'clutchd', status: 'away'});
			}
		},
	});

	await new Promise<void>(resolve => {
		signal.addEventListener('abort', () => {
			resolve();
		}, {once: true});
		if (signal.aborted) {
			resolve();
		}
	});
	cancel?.();
	link.close();
	return 0;
}
