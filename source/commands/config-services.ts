import type {LoadedConfig} from '../core/config/config.js';
import {rowMistakes} from '../core/service/row-mistakes.js';
import {specsOf} from '../core/service/rows.js';
import type {LeadingBack} from '../core/provider/leads-back.js';
import type {CommandContext} from './command.js';
import {leadingBack} from './leading-back.js';

/** What is understood may still not go together: services that wait for one another, or want the same port; each is left out, as a wrong value is. Or providers whose requests would come back. */
export function problemsAsMistakes(loaded: LoadedConfig, context: CommandContext): LoadedConfig {
	const file = context.paths.config;
	// Where the file as a whole is not in force, that is what there is to say.
	const known = rowMistakes(loaded.mistakes);
	const problems = loaded.problem === undefined ? specsOf(loaded.config, known).problems.filter(problem => !known.includes(problem)) : [];
	const back = (to: LeadingBack['to']) => leadingBack(loaded.config, context).filter(each => each.to === to).map(({key, text}) => ({file, line: undefined, key, text}));
	return {...loaded, warnings: [...loaded.warnings, ...back('headroom')], mistakes: [...loaded.mistakes, ...back('gateway'), ...problems.map(({id, text, next}) => ({file, line: undefined, key: `services.${id}`, text: `${text} ${next}`}))]};
}
