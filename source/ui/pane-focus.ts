import type {PaneModes} from '../core/view/cells/cells.js';
import type {SessionId} from '../core/session/session.js';

export type PaneFocus = {
	/** The pane that has the focus now, if one has. */
	readonly follow: (session: SessionId | undefined) => void;
	/** The terminal's window came to the front, or left it. */
	readonly terminal: (hasFocus: boolean) => void;
};

type Options = {
	readonly modes: (session: SessionId) => Pick<PaneModes, 'focusEvents'> | undefined;
	/** Only where the keyboard is ours: a report is no key, and takes nothing from anybody. */
	readonly tell: (bytes: Uint8Array, session: SessionId) => void;
};

const focusIn = new TextEncoder().encode('\u001B[I');
const focusOut = new TextEncoder().encode('\u001B[O');

/** Programs that asked for it are told whether somebody looks at them: when the focus goes to another pane, and when the whole window gets or loses it. */
export function createPaneFocus({modes, tell}: Options): PaneFocus {
	let focused: SessionId | undefined;
	let hasFocus = true;

	const report = (bytes: Uint8Array) => {
		if (focused !== undefined && modes(focused)?.focusEvents === true) {
			tell(bytes, focused);
		}
	};

	return {
		follow(session) {
			if (session === focused) {
				return;
			}

			if (hasFocus) {
				report(focusOut);
			}

			focused = session;
			if (hasFocus) {
				report(focusIn);
			}
		},
		terminal(next) {
			if (next !== hasFocus) {
				hasFocus = next;
				report(next ? focusIn : focusOut);
			}
		},
	};
}
