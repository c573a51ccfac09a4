/**
Bundles the programs into `dist/`: one file per program, so that an install under a living process cannot pull a module from under it, and so that start-up reads few files.

The command line and the dashboard share chunks (`splitting`), because React must load only with the dashboard. `node build.js --if-missing` does nothing where `dist/` is newer than the sources.
*/
import {existsSync, readdirSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const outdir = path.join(root, 'dist');
const programs = {
	cli: 'cli.tsx',
	holder: 'source/holder/main.ts',
	clutchd: 'source/supervisor/main.ts',
	emulator: 'source/io/emulator-worker.ts',
	gateway: 'source/gateway/main.ts',
	demo: 'source/demo/main.ts',
};

if (process.argv.includes('--if-missing') && isFresh()) {
	process.exit(0);
}

const {build} = await import('esbuild');
const shared = {
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	target: 'node22.19',
	format: 'esm',
	jsx: 'automatic',
	outdir,
	external: ['node-pty', 'react-devtools-core'],
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	banner: {js: 'import {createRequire as __createRequire} from \'node:module\';const require=__createRequire(import.meta.url);'},
	legalComments: 'none',
	logLevel: 'warning',
	sourcemap: false,
	minifySyntax: true,
	minifyWhitespace: true,
};

rmSync(outdir, {recursive: true, force: true});
const {cli, ...others} = programs;
await Promise.all([
	build({...shared, entryPoints: {cli}, splitting: true, chunkNames: 'chunks/[name]-[hash]'}),
	...Object.entries(others).filter(([, file]) => existsSync(path.join(root, file))).map(([name, file]) => build({...shared, entryPoints: {[name]: file}})),
]);

function isFresh() {
	if (!existsSync(path.join(outdir, 'cli.js'))) {
		return false;
	}

	const built = statSync(path.join(outdir, 'cli.js')).mtimeMs;
	return [path.join(root, 'cli.tsx'), path.join(root, 'package.json'), path.join(root, 'build.js'), ...files(path.join(root, 'source'))]
		.every(file => !existsSync(file) || statSync(file).mtimeMs <= built);
}

function files(folder) {
	return existsSync(folder) ? readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name)) : [];
}
