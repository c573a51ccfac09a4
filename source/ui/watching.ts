import type {Figures, Resources} from '../core/usage/figures.js';
import {startWatch, type WatchEffect} from '../core/view/watch/watch.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import type {Charts} from './chart.js';
import type {Link} from './link.js';
import {createLogReading} from './log-reading.js';
import type {Store} from './store.js';

export type Watching = {
	/** Something changed: Watch may have been opened, left, or have new figures. */
	readonly follow: () => void;
	readonly perform: (effect: WatchEffect) => void;
	readonly close: () => void;
};

type Options = {
	readonly paths: Paths;
	readonly store: Store;
	readonly clock: Clock;
	/** Undefined until there is a line to clutchd. */
	readonly link: () => Pick<Link, 'call'> | undefined;
	/** Charts take long to load: they come when Watch is opened first. */
	readonly onCharts: (charts: Charts) => void;
};

/** At most twice a second where requests come, and every two seconds for what changes with time alone. */
const shortest = 500;
const longest = 2000;

/** Asks clutchd for figures as long as somebody looks at them, and at no other time. */
export function createWatching({paths, store, clock, link, onCharts}: Options): Watching {
	let isOpen = false;
	let isClosed = false;
	let isAsking = false;
	let isWanted = false;
	let charts: Charts | 'loading' | undefined;
	let lastAsked = Number.NEGATIVE_INFINITY;
	let lastMeter: unknown;
	let told = '';
	let cancel: (() => void) | undefined;

	const schedule = (wait: number) => {
		cancel?.();
		cancel = clock.after(Math.max(0, wait), () => {
			void ask();
		});
	};

	const ask = async () => {
		const line = link();
		if (!isOpen || line === undefined) {
			return;
		}

		if (isAsking) {
			isWanted = true;
			return;
		}

		isAsking = true;
		lastAsked = clock.monotonic();
		lastMeter = store.get().client?.meter;
		try {
			const {span, session, entries, figures: known} = store.get().navigation.watch;
			const after = Math.min(entries[0]?.number ?? 0, known?.lastEntry ?? 0);
			const [figures, resources] = await Promise.all([
				line.call({type: 'usage.figures', spanMs: span.spanMs, after, most: 500, ...session === undefined ? {} : {session}}) as Promise<Figures>,
				line.call({type: 'resources'}) as Promise<Resources>,
			]);
			take(figures, resources);
		} catch {
			// clutchd is away, which the screen says; it is asked again when it is back.
		} finally {
			isAsking = false;
			const again = isWanted;
			isWanted = false;
			if (isOpen) {
				schedule(again ? 0 : longest);
			}
		}
	};

	/** Nothing is drawn where nothing is different but the time. */
	const take = (figures: Figures, resources: Resources) => {
		const next = JSON.stringify([{...figures, at: 0}, resources]);
		if (next !== told || store.get().navigation.watch.figures === undefined) {
			told = next;
			store.navigate({type: 'watch', input: {type: 'figures', figures, resources}});
		}
	};

	const loadCharts = async () => {
		charts = 'loading';
		const {createCharts} = await import('./chart.js');
		if (isClosed) {
			return;
		}

		charts = createCharts();
		onCharts(charts);
	};

	const logs = createLogReading({paths, store, clock, link});

	return {
		follow() {
			logs.follow();
			const {navigation, client} = store.get();
			const wasOpen = isOpen;
			// A log shows no figures.
			isOpen = !isClosed && client !== undefined && navigation.overlays.some(overlay => overlay.type === 'watch') && navigation.watch.detail?.type !== 'log';
			if (!isOpen) {
				cancel?.();
				cancel = undefined;
				return;
			}

			if (charts === undefined) {
				// After the frame that shows Watch without them.
				charts = 'loading';
				clock.after(shortest / 4, () => {
					void loadCharts();
				});
			}

			if (!wasOpen) {
				schedule(0);
			} else if (client?.meter !== lastMeter && !isAsking) {
				lastMeter = client?.meter;
				schedule(lastAsked + shortest - clock.monotonic());
			}
		},
		perform(effect) {
			switch (effect.type) {
				case 'ask': {
					told = '';
					schedule(0);
					return;
				}

				case 'read-log': {
					logs.read(effect.id, effect.whole === true ? 'whole' : 'end');
				}
			}
		},
		close() {
			isClosed = true;
			isOpen = false;
			cancel?.();
			logs.close();
			if (typeof charts === 'object') {
				charts.close();
			}
		},
	};
}

/** Watch by itself: where nothing is behind it, leaving it leaves the program. */
export const watchAlone = {overlays: [{type: 'watch'}], watch: {...startWatch, alone: true}, untouched: false} as const;
