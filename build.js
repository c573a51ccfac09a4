/**
Bundles the programs into `dist/`: one file per program, so that an install under a living process cannot pull a module from under it, and so that start-up reads few files.

The command line and the dashboard share chunks (`splitting`), because React must load only with the dashboard.
*/
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const finished = path.join(root, 'dist');
/** A program that starts during a build finds the last one whole. */
const outdir = path.join(root, `dist-${process.pid}`);
const programs = {
	cli: 'cli.tsx',
	clutchd: 'source/supervisor/main.ts',
	emulator: 'source/io/emulator-worker.ts',
	gateway: 'source/gateway/main.ts',
	demo: 'source/demo/main.ts',
};

const {build} = await import('esbuild').catch(async () => {
	installDependencies();
	return import('esbuild');
});
/** string-width compiles the sets of all emoji when it loads, which costs some 40 ms; text of plain ASCII and colours, which is all that the first frame has, is measured without it. */
const lazyStringWidth = {
	name: 'lazy-string-width',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^string-width$/}, ({importer, namespace}) => (namespace === 'lazy' || importer === '' ? undefined : {path: 'string-width', namespace: 'lazy'}));
		onLoad({filter: /.*/, namespace: 'lazy'}, () => ({
			resolveDir: root,
			contents: String.raw`
				const colours = /\u001B\[[\d;]*m/g;
				const plain = /^[\u0020-\u007E]*$/;
				export default function stringWidth(text, options) {
					const rest = options === undefined && typeof text === 'string' ? text.replaceAll(colours, '') : undefined;
					return rest !== undefined && plain.test(rest) ? rest.length : require('string-width').default(text, options);
				}
			`,
		}));
	},
};
/** Importing `node:process` opens all three standard streams, to list what it exports: that takes some milliseconds, and makes pipes non-blocking for a program that takes our place. The global is the same object. */
const globalProcess = {
	name: 'global-process',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^(?:node:)?process$/}, () => ({path: 'process', namespace: 'global'}));
		onLoad({filter: /.*/, namespace: 'global'}, () => ({contents: 'module.exports = globalThis.process;'}));
	},
};
/** Modules that take long to load and that most commands never ask: the schemas of zod, and the parser of JSON with comments. */
const lazyFiles = [
	...['config', 'launch', 'profile', 'session'].map(noun => `source/core/${noun}/schema.ts`),
	'source/core/ipc/message.ts',
	'source/io/jsonc.ts',
];
/** Their functions load them when they are called: from within the bundle, or from the one named `beside`. */
const lazyModules = beside => ({
	name: 'lazy-modules',
	setup({onResolve, onLoad}) {
		const isLazy = file => lazyFiles.includes(path.relative(root, file));
		onResolve({filter: /^\..*\.c?js$/}, ({path: wanted, importer, resolveDir, kind, namespace}) => {
			if (wanted === beside) {
				return {path: wanted, external: true};
			}

			const file = path.join(resolveDir, wanted.replace(/\.js$/, '.ts'));
			// Schemas that are made of others need those themselves.
			return kind === 'import-statement' && namespace === 'file' && isLazy(file) && !isLazy(importer) ? {path: file, namespace: 'lazy-module'} : undefined;
		});
		onLoad({filter: /.*/, namespace: 'lazy-module'}, ({path: file}) => {
			const text = readFileSync(file, 'utf8');
			const loaded = beside === undefined ? `require(${JSON.stringify(file)})` : `require(${JSON.stringify(beside)})[${JSON.stringify(path.relative(root, file))}]`;
			const functions = [...text.matchAll(/^export function (\w+)/gm)].map(([, name]) => `export const ${name} = (...given) => ${loaded}.${name}(...given);`);
			const numbers = [...text.matchAll(/^export const \w+ = \d+;/gm)].map(([line]) => line);
			return {resolveDir: path.dirname(file), contents: [...functions, ...numbers].join('\n')};
		});
	},
});
/** Parts of Node that take long to load, and that a launch by a running gateway or the start of a holder never asks. They are in the runtime itself: an install cannot pull them from under a living process. */
const lazyBuiltins = {
	name: 'lazy-builtins',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^node:(?:crypto|child_process|tty|http|https|net|zlib|sqlite|worker_threads|timers\/promises|fs\/promises|perf_hooks|readline|v8|vm)$/}, ({path: name, namespace}) => namespace === 'lazy-builtin' ? {path: name, external: true} : {path: name, namespace: 'lazy-builtin'});
		// What an import reads is looked for in the prototype too, so nothing has to be known of what the module exports.
		onLoad({filter: /.*/, namespace: 'lazy-builtin'}, ({path: name}) => ({contents: `let loaded; module.exports = Object.create(new Proxy({}, {get: (_, key) => (loaded ??= require(${JSON.stringify(name)}))[key]}));`}));
	},
};
/** Ink's layout engine compiles itself in the background, by way of `fetch`, which brings a whole HTTP client with it, and takes its own text apart byte by byte. Compiled where it stands it is ready in a third of that time. */
const yogaAtOnce = {
	name: 'yoga-at-once',
	setup({onLoad}) {
		onLoad({filter: /yoga-layout\/dist\/src\/index\.js$/}, ({path: file}) => ({
			resolveDir: path.dirname(file),
			contents: `
				import loadYoga, {binary} from '../binaries/yoga-wasm-base64-esm.js';
				import wrapAssembly from './wrapAssembly.js';
				const assembly = {
					instantiateWasm(imports, onInstance) {
						const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(binary, 'base64')), imports);
						onInstance(instance);
						return instance.exports;
					},
				};
				loadYoga(assembly);
				export default wrapAssembly(assembly);
				export * from './generated/YGEnums.js';
			`,
		}));
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, ({path: file}) => {
			const text = readFileSync(file, 'utf8');
			const [, binary] = /base64,([\w+/=]{1000,})/.exec(text);
			return {contents: `${text.replace(binary, '')}\nexport const binary = ${JSON.stringify(binary)};`};
		});
	},
};
/** The entry of the quick bundle is kept apart, because only what is loaded after it comes from the compile cache. */
const programBeside = {
	name: 'program-beside',
	setup({onResolve}) {
		onResolve({filter: /^\.\/main\.js$/}, () => ({path: './launch-program.cjs', external: true}));
	},
};
/** `xx`, `cg_run` and `status` alone start from the quick bundle (`bin/launcher.sh`), and the table names nothing else for them. */
const launchCommandsOnly = {
	name: 'launch-commands-only',
	setup({onResolve}) {
		onResolve({filter: /^\.\//}, ({path: wanted, importer, kind}) => kind === 'dynamic-import' && importer.endsWith('/commands/table.ts') && !['./xx.js', './launch-help.js', './cg-run.js', './status.js'].includes(wanted) ? {path: './cli.js', external: true} : undefined);
	},
};
const shared = {
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	target: 'node22.19',
	format: 'esm',
	jsx: 'automatic',
	outdir,
	// The sketches' wire form needs protobufjs when it is asked for, which nobody does.
	external: ['node-pty', 'react-devtools-core', 'protobufjs/minimal', 'blessed', 'blessed-contrib'],
	plugins: [globalProcess, lazyStringWidth, lazyModules(), yogaAtOnce],
	inject: ['source/ui/lazy-segmenter.ts'],
	define: {'Intl.Segmenter': 'LazySegmenter', 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	banner: {js: 'import {createRequire as __createRequire} from \'node:module\';const require=__createRequire(import.meta.url);'},
	legalComments: 'none',
	logLevel: 'warning',
	sourcemap: false,
	minifySyntax: true,
	minifyWhitespace: true,
};

const {cli, ...others} = programs;
try {
	await bundle();
	const previous = `${outdir}-previous`;
	if (existsSync(finished)) {
		renameSync(finished, previous);
	}

	renameSync(outdir, finished);
	rmSync(previous, {recursive: true, force: true});
} finally {
	rmSync(outdir, {recursive: true, force: true});
}

async function bundle() {
	await Promise.all([
		build({...shared, entryPoints: {cli}, splitting: true, chunkNames: 'chunks/[name]-[hash]'}),
		...Object.entries(others).map(([name, file]) => build({...shared, entryPoints: {[name]: file}})),
		// There is one for each session and each service. An ES module would also touch all that Node's own modules export, which loads half of what they never need.
		buildLaunch('holder', {entry: {entryPoints: ['source/holder/main.ts']}, plugins: []}),
		buildLaunch('launch', {entry: {entryPoints: ['source/commands/launch-entry.ts']}, plugins: [programBeside]}),
		buildLaunch('launch-program', {entry: {entryPoints: ['source/commands/main.ts']}, plugins: [launchCommandsOnly, lazyModules('./launch-schemas.cjs')]}),
		buildLaunch('launch-schemas', {entry: {stdin: {resolveDir: root, contents: lazyFiles.map(file => `export * as '${file}' from './${file}';`).join('\n')}}, plugins: []}),
	]);
}

/** One file of CommonJS: it takes a third of the time that as many ES modules take to load, and what is imported dynamically is only run when it is asked for. */
async function buildLaunch(name, {entry, plugins}) {
	const {outdir: folder, inject, banner, define, ...rest} = shared;
	await build({
		...rest,
		...entry,
		outfile: path.join(folder, `${name}.cjs`),
		format: 'cjs',
		supported: {'dynamic-import': false},
		minifyIdentifiers: true,
		plugins: [lazyBuiltins, ...plugins, globalProcess, lazyStringWidth],
		define: {...define, 'Intl.Segmenter': 'Intl.Segmenter', 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename', 'import.meta.url': '__filename'},
	});
}

/**
`npm install -g .` links this folder as it is and installs nothing into it, so a fresh clone gets what it needs here. Install scripts are left out: nothing needs them, and ours would come back to this place.
*/
function installDependencies() {
	const {npm_execpath: npm, npm_lifecycle_event: event, npm_config_global: global, ...environment} = process.env;
	if (event !== 'prepare' || global !== 'true' || npm === undefined) {
		process.stderr.write('Building needs esbuild, which is not installed: run npm install here without --omit=dev.\n');
		process.exit(1);
	}

	const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !/^npm_(?:config|package|lifecycle)_/i.test(name) || name === 'npm_config_cache' || name === 'npm_config_userconfig'));
	const {status} = spawnSync(process.execPath, [npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {cwd: root, env, stdio: 'inherit'});
	if (status !== 0) {
		process.stderr.write('The dependencies could not be installed; npm said why above.\n');
		process.exit(1);
	}
}
