import {stay, type Navigation, type Step} from '../navigation/navigation.js';
import type {Library} from './library.js';
import {setOptions} from './line.js';
import {withOption} from './options.js';

/** The next code asks a model on this machine, which needs no key; the configuration stays as it is. */
export function launchOnLocalModel(navigation: Navigation, library: Library | undefined): Step {
	const local = library?.local;
	if (local === undefined) {
		return stay({...navigation, message: {level: 'note', text: 'No server of models answers on this machine: start Ollama, or name one in local.endpoint of the config, then open the dashboard again.'}});
	}

	const {navigation: next, effects} = setOptions(navigation, withOption(navigation.palette.options, 'model', local.model));
	return {navigation: {...next, message: {level: 'note', text: `The next code asks ${local.model} at ${local.title}. Type one, such as cip.`}}, effects};
}
