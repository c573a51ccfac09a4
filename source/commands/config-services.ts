import type {LoadedConfig} from '../core/config/config.js';
import {rowMistakes} from '../core/service/row-mistakes.js';
import {specsOf} from '../core/service/rows.js';
import type {Paths} from '../io/paths.js';

/** What is understood may still not go together: services that wait for one another, or want the same port. Each is left out, as a wrong value is. */
export function problemsAsMistakes(loaded: LoadedConfig, {config: file}: Pick<Paths, 'config'>): LoadedConfig {
	// Where the file as a whole is not in force, that is what there is to say.
	const known = rowMistakes(loaded.mistakes);
	const problems = loaded.problem === undefined ? specsOf(loaded.config, known).problems.filter(problem => !known.includes(problem)) : [];
	return {...loaded, mistakes: [...loaded.mistakes, ...problems.map(({id, text, next}) => ({file, line: undefined, key: `services.${id}`, text: `${text} ${next}`}))]};
}
