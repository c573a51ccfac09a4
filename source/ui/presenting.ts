import {colourDepthOf} from '../core/view/cells/colour.js';
import {emptyLibrary} from '../core/view/box/library.js';
import type {LookWords} from '../core/view/looks/looks.js';
import type {Clock} from '../io/clock.js';
import {createAnswering} from './answering.js';
import {createAppearance} from './appearance.js';
import {createCalling} from './attention.js';
import type {Link} from './link.js';
import {chosenLooks, createLooks} from './looks.js';
import type {Picture} from './picture.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

type Options = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** What was said about looks at the start, and what was chosen on the screen before. */
	readonly said: LookWords;
	readonly saved: LookWords;
	readonly clock: Clock;
	readonly timers: Timers;
	readonly signal: AbortSignal;
	readonly store: () => Store;
	readonly picture: () => Picture;
	readonly link: () => Link | undefined;
};

/** How the dashboard looks and how it calls: as its user, the configuration and the terminal want it, told on to the programs in the panes. */
export function createPresenting({env, said, saved, clock, timers, signal, store, picture, link}: Options) {
	let library = emptyLibrary;

	const looks = createLooks({
		env,
		depth: colourDepthOf(env),
		flags: said,
		saved,
		onChange() {
			picture().setPaint(looks.paint());
			appearance.follow();
		},
		onProblem(text) {
			store().navigate({type: 'notice', notice: {level: 'warn', text}});
		},
	});
	const appearance = createAppearance({looks: looks.get, state: () => store().get().link, link});
	const answering = createAnswering({state: () => store().get(), link});
	const calling = createCalling({
		store: {get: () => store().get()},
		looks: looks.get,
		env,
		size: () => picture().size(),
		timers,
		clock,
		say(kind, bytes) {
			picture().say(kind, bytes);
		},
		async mayPass() {
			const {askTmux} = await import('../io/tmux-options.js');
			const options = await askTmux(env, signal);
			return ['on', 'all'].includes(options?.['allow-passthrough'] ?? '');
		},
	});

	return {
		looks,
		calling,
		/** The terminal has said what it is. */
		known: appearance.known,
		/** Something has changed. */
		follow() {
			const state = store().get();
			if (state.library !== library) {
				({library} = state);
				looks.learn({chosen: chosenLooks(library.preferences)});
			}

			appearance.follow();
			calling.follow();
			answering.follow();
		},
	};
}
