/**
Bundles the programs into `dist/`: one file per program, so that an install under a living process cannot pull a module from under it, and so that start-up reads few files.

The command line and the dashboard share chunks (`splitting`), because React must load only with the dashboard.
*/
import {spawnSync} from 'node:child_process';
import {existsSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const finished = path.join(root, 'dist');
/** A program that starts during a build finds the last one whole. */
const outdir = path.join(root, `dist-${process.pid}`);
const programs = {
	cli: 'cli.tsx',
	holder: 'source/holder/main.ts',
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
const shared = {
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	target: 'node22.19',
	format: 'esm',
	jsx: 'automatic',
	outdir,
	external: ['node-pty', 'react-devtools-core'],
	plugins: [globalProcess, lazyStringWidth],
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
	]);
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
