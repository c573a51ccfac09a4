import {readdirSync, readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import type {AgentRow} from '../core/launch/agent.js';
import {versionIn} from '../core/launch/version.js';

/** As many folders above a program as a package has between its executable and its `package.json`. */
const highest = 4;

/**
The version of an installed agent as far as it can be read without starting it: from the npm or Python package its executable belongs to, or from the name a vendor's own installer gives the file (`versions/2.1.329`). To ask it (`--version`) would take longer than the launch itself.
*/
export function readAgentVersion(file: string, {npmName, pythonName}: Pick<AgentRow, 'npmName' | 'pythonName'>): string | undefined {
	const real = realPath(file);
	if (real === undefined) {
		return undefined;
	}

	const name = path.basename(real);
	if (/^\d+\.\d+\.\d+$/.test(name)) {
		return name;
	}

	const folder = path.dirname(real);
	return (npmName === undefined ? undefined : packageVersion(folder, {npmName, left: highest})) ?? (pythonName === undefined ? undefined : distributionVersion(folder, pythonName));
}

/** Beside the folder of programs are the packages, each with a folder that is called as it is and its version. */
function distributionVersion(folder: string, name: string): string | undefined {
	const library = path.join(folder, '..', 'lib');
	const wanted = `${name.replaceAll('-', '_')}-`;
	const packages = namesIn(library).filter(python => python.startsWith('python3')).flatMap(python => ['site-packages', 'dist-packages'].flatMap(place => namesIn(path.join(library, python, place))));
	const distribution = packages.find(each => each.startsWith(wanted) && each.endsWith('.dist-info'));
	return versionIn(distribution?.slice(wanted.length) ?? '');
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		// Not a place with packages.
		return [];
	}
}

function packageVersion(folder: string, {npmName, left}: {readonly npmName: string; readonly left: number}): string | undefined {
	const found = readPackage(path.join(folder, 'package.json'));
	if (found?.name === npmName) {
		return versionIn(found.version ?? '');
	}

	const above = path.dirname(folder);
	return left === 0 || above === folder ? undefined : packageVersion(above, {npmName, left: left - 1});
}

function readPackage(file: string): {readonly name?: string; readonly version?: string} | undefined {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as {readonly name?: string; readonly version?: string};
	} catch {
		// No package here, or one that npm would not read either.
		return undefined;
	}
}

function realPath(file: string): string | undefined {
	try {
		return realpathSync(file);
	} catch {
		// Gone since it was found.
		return undefined;
	}
}
