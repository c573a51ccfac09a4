import {factsWith, unknownOuter, type OuterFacts, type OuterReply} from '../core/view/keys/outer-facts.js';

export type Outer = {
	/** Asks the terminal what it is; again after it was out of our hands. */
	readonly ask: () => void;
	readonly take: (reply: OuterReply) => void;
	/** False while answers are waited for. */
	readonly isSettled: () => boolean;
	readonly close: () => void;
};

type Options = {
	readonly write: (data: string) => unknown;
	readonly after: (ms: number, callback: () => void) => () => void;
	readonly onSettled: () => void;
	readonly onFacts: (facts: OuterFacts) => void;
};

/** A terminal that has not answered by then answers later, or never. */
const patience = 100;

const askColours = '\u001B]10;?\u001B\\\u001B]11;?\u001B\\';
/** Device attributes come last: every terminal answers them, and in order. */
const askAll = `\u001B[?u${askColours}\u001B[?996n\u001B[c`;
/** Without the kitty protocol, xterm's: Shift+Enter and its like are told apart in this way too. */
const otherKeys = '\u001B[>4;1m';

/** What the terminal says about itself: asked once, late answers count too, and a change of its colours is asked about anew. */
export function createOuter({write, after, onSettled, onFacts}: Options): Outer {
	let facts = unknownOuter;
	let cancel: (() => void) | undefined;

	const settle = () => {
		if (cancel === undefined) {
			return;
		}

		cancel();
		cancel = undefined;
		if (!facts.kitty) {
			write(otherKeys);
		}

		onFacts(facts);
		onSettled();
	};

	return {
		ask() {
			cancel?.();
			cancel = after(patience, settle);
			write(askAll);
		},
		take(reply) {
			if (reply.type === 'end') {
				settle();
				return;
			}

			const next = factsWith(facts, reply);
			if (next === facts) {
				return;
			}

			const isNews = Object.entries(next).some(([name, value]) => facts[name as keyof OuterFacts] !== value);
			facts = next;
			if (cancel === undefined && isNews) {
				onFacts(facts);
			}

			if (cancel === undefined && reply.type === 'scheme') {
				write(askColours);
			}
		},
		isSettled: () => cancel === undefined,
		close() {
			cancel?.();
			cancel = undefined;
		},
	};
}
