import {nearest} from '../nearest.js';
import {installRecipe} from './components/install.js';
import {isServiceId} from './id.js';
import type {ServiceId} from './service.js';
import {reservedServices} from './shipped.js';

/** What was meant by a name that no service has. */
export function unknownServiceNext(id: string, known: readonly ServiceId[]): string {
	const recipe = installRecipe(id);
	if (recipe !== undefined && !known.includes(id)) {
		return `${recipe.title} is a program that agents run themselves. To install it: clutch service add ${id}`;
	}

	if (id === 'clutchd') {
		return 'It is what keeps the services running: clutch up starts it, clutch down stops it and them, clutch status says how it is.';
	}

	const near = nearest(id, known);
	return near === undefined ? `There are: ${known.join(', ')}.${isServiceId(id) && !reservedServices.has(id) ? ` One of your own: clutch service add ${id} -- COMMAND` : ''}` : `Did you mean "${near}"?`;
}
