/**
`npm run setup:components [NAME…]`: installs the real components that `npm run e2e:components` drives, each at its pinned version, into `.cache/components`. They are the recipes of `clutch service add`; one that fails does not keep the others from being tried.
*/
import path from 'node:path';
import process from 'node:process';
import {componentIds, installRecipe, shownSteps, type InstallRecipe} from '../../source/core/service/components/install.js';
import {componentFolder} from '../../source/io/component-folder.js';
import {installComponent} from '../../source/io/component-install.js';

const componentsCache = path.join(import.meta.dirname, '../../.cache/components');

/** With this little to say for that long, somebody wonders whether it still works. */
const heartbeatMs = 15_000;

async function setUp(recipe: InstallRecipe): Promise<boolean> {
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	const say = (text: string) => process.stdout.write(`${recipe.id} ${recipe.version}: ${text}\n`);
	const last: string[] = [];
	const folder = componentFolder(componentsCache, recipe.id);
	say(`${recipe.cost.megabytes} MB in ${folder}${recipe.cost.besides === undefined ? '' : `, and ${recipe.cost.besides}`}; ${recipe.cost.minutes} minutes where it is not there yet`);
	const beat = setInterval(() => {
		say(`${seconds()} s … ${(last.at(-1) ?? '').trim().slice(0, 100)}`);
	}, heartbeatMs);
	const result = await installComponent(recipe, {
		components: componentsCache,
		env: process.env,
		signal: AbortSignal.timeout(2 * 60 * 60_000),
		onStep(argv) {
			say(`runs ${argv.join(' ')}`);
		},
		onLine(line) {
			if (line.trim() !== '') {
				last.push(line);
				last.splice(0, last.length - 15);
			}
		},
	});
	clearInterval(beat);
	switch (result.status) {
		case 'present': {
			say(`is there: ${result.file}`);
			return true;
		}

		case 'installed': {
			say(`is ready after ${seconds()} s: ${result.file}`);
			return true;
		}

		case 'failed': {
			process.stderr.write(`${recipe.id} ${recipe.version} could not be installed after ${seconds()} s: ${result.problem}.\n${last.map(line => `    ${line}\n`).join('')}  ${result.next}\n`);
			return false;
		}
	}
}

async function setUpAll(wanted: readonly string[]): Promise<number> {
	const unknown = wanted.filter(name => installRecipe(name) === undefined);
	if (unknown.length > 0) {
		process.stderr.write(`There is no component ${unknown.join(', ')}. There are: ${componentIds.join(', ')}.\n`);
		return 2;
	}

	let failed = 0;
	for (const name of wanted.length === 0 ? componentIds : wanted) {
		const recipe = installRecipe(name);
		if (recipe !== undefined && !await setUp(recipe)) {
			failed++;
			process.stderr.write(`  By hand: ${shownSteps(recipe, {folder: componentFolder(componentsCache, recipe.id), source: 'THE FOLDER IT TOLD OF'}).join('; ')}\n`);
		}
	}

	return failed === 0 ? 0 : 1;
}

process.exitCode = await setUpAll(process.argv.slice(2));
