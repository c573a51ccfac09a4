import path from 'node:path';
import {installRecipes, type ComponentId} from '../core/service/components/install.js';
import {findExecutable, type Executable} from './executable.js';
import type {Paths} from './paths.js';

/** Where `clutch service add` puts what others wrote. */
export function componentsFolder({state}: Pick<Paths, 'state'>): string {
	return path.join(state, 'components');
}

export function componentFolder(components: string, id: ComponentId): string {
	return path.join(components, id);
}

export function componentFile(components: string, id: ComponentId): string {
	return path.join(componentFolder(components, id), installRecipes[id].executable);
}

/** The PATH with our own components behind it: what its user installed goes first. */
export function searchPathWithComponents(searchPath: string | undefined, paths: Pick<Paths, 'state'>): string {
	const ours = Object.values(installRecipes).map(({id, executable}) => path.join(componentFolder(componentsFolder(paths), id), path.dirname(executable)));
	return [searchPath ?? '/usr/bin:/bin', ...ours].join(':');
}

/** On the PATH, else in our components folder. */
export function findComponent(file: string, {paths, env}: {readonly paths: Pick<Paths, 'state'>; readonly env: Readonly<Record<string, string | undefined>>}): Executable {
	return findExecutable(file, {searchPath: searchPathWithComponents(env.PATH, paths), cwd: paths.state});
}
