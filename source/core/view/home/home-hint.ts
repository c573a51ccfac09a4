import type {ClientState} from '../../client/state.js';
import {linkLine, type LinkState} from '../text/link-state.js';
import type {Library} from '../box/library.js';
import {parkedService, parkedLines} from '../box/parked.js';
import {hintNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import {span, widthOfLine, wrapText, type Line} from '../text/spans.js';

type HintInput = {
	readonly client: ClientState | undefined;
	readonly link: LinkState;
	readonly linkProblem: string | undefined;
	/** Undefined until it has been looked for. */
	readonly hasCredential: boolean | undefined;
	readonly library?: Library | undefined;
	readonly cols: number;
	/** The key table in force. @default keymap */
	readonly table?: readonly KeyRow[] | undefined;
};

/** Above Home: what stands in the way, or how to begin. */
export function homeHint({client, link, linkProblem, hasCredential, library, cols, table}: HintInput): readonly Line[] {
	const trouble = link === 'resting' || link === 'silent' ? linkLine(link) : undefined;
	if (trouble !== undefined) {
		return [[span('   '), ...trouble]];
	}

	if (link !== 'connected' && linkProblem !== undefined) {
		return wrapText(linkProblem, cols - 3).map(text => [span(`   ${text}`, 'bad')]);
	}

	const parked = parkedService(client);
	if (parked !== undefined) {
		return parkedLines(parked, {cols: cols - 3}).map(line => [span('   '), ...line]);
	}

	const local = library?.local;
	const choice = (key: string, ...words: Line): readonly Line[] => {
		const now = hintNow('home', key, table);
		return now === undefined ? [] : [[span(key === 'D' ? ' ' : '   '), span(now, 'accent'), ...words]];
	};

	const choices = [
		...choice('D', span(' try the demo')),
		...choice('K', span(' add a key')),
		...(local === undefined ? [] : choice('O', span(` use a local model (${local.title} `), span('●', 'ok'), span(' found)'))),
	];
	const sentence = [span('   No provider key and no login found.')];
	const whole = [...sentence, ...choices.flat()];
	if (hasCredential !== false) {
		return [];
	}

	return widthOfLine(whole) <= cols ? [whole] : [sentence, [span('  '), ...choices.flat()]];
}
