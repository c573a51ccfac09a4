import type {Looks} from '../core/view/looks/looks.js';
import type {LinkState} from '../core/view/text/link-state.js';
import type {Link} from './link.js';

export type Appearance = {
	/** The terminal has said what it will: nothing is told before, so that no program sees colours that hold for a moment. */
	readonly known: () => void;
	readonly follow: () => void;
};

type Options = {
	readonly looks: () => Looks;
	readonly state: () => LinkState;
	readonly link: () => Pick<Link, 'call'> | undefined;
};

/** Tells each clutchd what the terminal looks like, so that programs in panes are answered as if they asked it themselves. */
export function createAppearance({looks, state, link}: Options): Appearance {
	let isKnown = false;
	let told: string | undefined;

	const follow = () => {
		const line = link();
		if (state() !== 'connected' || line === undefined) {
			// The next clutchd knows nothing yet.
			told = state() === 'silent' ? told : undefined;
			return;
		}

		const {scheme, foreground, background} = looks();
		const news = `${scheme} ${foreground} ${background}`;
		if (isKnown && news !== told) {
			told = news;
			line.call({type: 'appearance', scheme, foreground, background}).catch(() => {
				// It left meanwhile; the one that comes is told.
				told = undefined;
			});
		}
	};

	return {
		known() {
			isKnown = true;
			follow();
		},
		follow,
	};
}
