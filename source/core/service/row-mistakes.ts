import type {ConfigWarning} from '../config/config.js';
import {readKeyPath} from '../config/key-path.js';
import type {SpecProblem} from './merge-row.js';

/** What of the rows of services was not understood: whoever asks for such a service hears why it is not there. */
export function rowMistakes(mistakes: readonly ConfigWarning[]): readonly SpecProblem[] {
	return mistakes.flatMap(({key, text}) => {
		const [section, id] = readKeyPath(key) ?? [];
		return section === 'services' && id !== undefined ? [{id, text: `${text}.`, next: 'clutch config check says where.'}] : [];
	});
}
