import type {ClientState, Notice} from '../core/client/state.js';
import type {Service, ServiceId} from '../core/service/service.js';
import {parkedSentence} from '../core/view/box/parked.js';
import {comeBackText} from '../core/view/notices/come-back.js';
import type {Noted} from '../core/view/notices/notices.js';
import {restoreHint} from '../core/view/notices/stays.js';
import {isAlive} from '../core/view/text/session-state.js';
import type {Clock} from '../io/clock.js';
import {markDashboard, type DashboardMark} from '../io/dashboard-mark.js';
import type {Paths} from '../io/paths.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

export type Noticing = {
	/** After the first frame: whether the dashboard before this one crashed. */
	readonly begin: () => void;
	readonly follow: () => void;
	/** This one ends in order. */
	readonly close: () => void;
};

type Options = {readonly paths: Paths; readonly store: () => Store; readonly clock: Pick<Clock, 'now'>; readonly timers: Timers; readonly chord: () => string};

/** Older ones have been told by the dashboard that was there then. */
const news = 60_000;

/** Long enough to be read. */
const briefMs = 4500;

/** What has to be said to whoever looks, each once: that Clutch came back after a crash, that a disk is full. */
export function createNoticing({paths, store, clock, timers, chord}: Options): Noticing {
	let told: readonly Notice[] | undefined;
	let known: readonly Service[] | undefined;
	/** What was told of services that rest, by their ids. */
	const resting = new Map<ServiceId, string>();
	/** What is wrong with the config file, as clutchd and this dashboard say it. */
	let broken: string | undefined;
	let mark: DashboardMark | undefined;
	let hasCrashed = false;

	const tell = (noted: Noted) => {
		store().navigate({type: 'notice', notice: noted});
		if (noted.brief === true) {
			timers.start(`notice ${noted.text}`, briefMs, () => {
				store().navigate({type: 'notice-over', text: noted.text});
			});
		}
	};

	const logKey = () => store().get().navigation.keys.table.rows.find(({action}) => action === 'gateway-log')?.keys[0] ?? 'l';

	const comeBack = (text: string, level: Noted['level']): Noted => ({level, text, brief: true, details: {log: 'clutchd', key: logKey()}});

	/** One that rests needs somebody. Whoever comes later, or looks at services, sees it there. */
	const followServices = (services: readonly Service[]) => {
		const before = known;
		known = services;
		for (const [id, text] of resting) {
			const service = services.find(each => each.id === id);
			if (service?.state.status !== 'parked' || parkedSentence(service, service.state.reason) !== text) {
				resting.delete(id);
				store().navigate({type: 'notice-withdrawn', text});
			}
		}

		const isSeen = store().get().navigation.overlays.some(({type}) => type === 'watch');
		for (const service of before === undefined || isSeen ? [] : services) {
			const {id, state} = service;
			const was = before?.find(each => each.id === id)?.state.status;
			if (state.status === 'parked' && was !== undefined && was !== 'parked') {
				const text = parkedSentence(service, state.reason);
				resting.set(id, text);
				tell({level: 'bad', text, details: {log: id, key: logKey()}});
			}
		}
	};

	const followConfig = (config: ClientState['clutchd']['config']) => {
		const before = broken;
		broken = config && `${config.text} ${config.next}`;
		if (before !== undefined && before !== broken) {
			store().navigate({type: 'notice-withdrawn', text: before});
		}
	};

	return {
		begin() {
			try {
				mark = markDashboard(paths);
				hasCrashed = mark.crashed;
			} catch {
				// A run directory that cannot be read is told of by whoever needs it; this is only about a word.
			}
		},
		follow() {
			const {client} = store().get();
			if (client !== undefined && client.services !== known) {
				followServices(client.services);
			}

			if (client !== undefined) {
				followConfig(client.clutchd.config);
			}

			if (client === undefined || (client.notices === told && !hasCrashed)) {
				return;
			}

			const {notices, sessions} = client;
			const before = told ?? [];
			// What has been told may have been taken back since.
			const fresh = notices.filter(notice => !before.includes(notice) && clock.now() - notice.at < news);
			const crashed = hasCrashed;
			told = notices;
			hasCrashed = false;
			for (const {level, text, crash, stays} of fresh) {
				tell(crash === true ? comeBack(text, level) : {level, text: stays === undefined ? text : `${text}   ${restoreHint(stays, {navigation: store().get().navigation, sessions, chord: chord()})}`.trimEnd()});
			}

			const live = sessions.filter(session => isAlive(session)).length;
			if (crashed && live > 0 && fresh.every(({crash}) => crash !== true)) {
				tell(comeBack(comeBackText({live, gaps: 0}), 'note'));
			}
		},
		close() {
			mark?.remove();
		},
	};
}
