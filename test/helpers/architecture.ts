import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** From the top: a file may import from its own folder and from lower floors only. Programs on one floor meet through messages. */
const floors: ReadonlyArray<readonly string[]> = [
	['cli.tsx', 'source/commands'],
	['source/ui'],
	['source/supervisor', 'source/gateway', 'source/holder', 'source/demo'],
	['source/io'],
	['source/core'],
];

/** Where a package may enter. A package that is not listed may not be imported at all. */
export const doors: Readonly<Record<string, readonly RegExp[]>> = {
	'@xterm/headless': [/^source\/io\/emulator[^/]*\.ts$/, /^source\/io\/emulator\//],
	'@xterm/addon-unicode-graphemes': [/^source\/io\/emulator[^/]*\.ts$/, /^source\/io\/emulator\//],
	'@datadog/sketches-js': [/^source\/core\/usage\/sketch\.ts$/],
	blessed: [/^source\/ui\/chart\.ts$/],
	'blessed-contrib': [/^source\/ui\/chart\.ts$/],
	conf: [/^source\/io\/preferences\.ts$/],
	execa: [/^source\/io\/git\.ts$/],
	got: [/^source\/io\/probe\.ts$/],
	ink: [/^source\/ui\//],
	react: [/^source\/ui\//],
	'jsonc-parser': [/^source\/io\/jsonc\.ts$/, /^source\/io\/config-edit\.ts$/],
	'node-pty': [/^source\/io\/pty\.ts$/],
	'string-width': [/^source\/core\/view\/cells\/width\.ts$/],
	zod: [/\/schema\.ts$/, /^source\/core\/ipc\/message\.ts$/],
	'node:http': [/^source\/io\/http-(server|client)\.ts$/],
	'node:https': [/^source\/io\/http-client\.ts$/],
	'node:net': [/^source\/io\/(socket|channel|http-server)\.ts$/],
	'node:sqlite': [/^source\/io\/ledger\.ts$/],
};

const forbiddenName = /(^|[-/])(utils?|helpers?|common|misc|managers?|types|impl|index)([-./]|$)/;

/** The linter stops here too; this also sees files that the linter is told to leave alone. */
const longestFile = 300;

type Import = {readonly from: string; readonly to: string};

/** Every way in which the tree below `root` breaks the rules of docs/architecture.md, as sentences in order of the files. */
export function checkArchitecture(root: string): readonly string[] {
	const files = sources(root);
	const imports = files.flatMap(file => importsOf(root, file));
	return [
		...imports.flatMap(each => floorProblem(each)),
		...imports.flatMap(each => doorProblem(each)),
		...cycles(files, imports),
		...files.filter(file => forbiddenName.test(file)).map(file => `${file}: the name says nothing about what is inside`),
		...files.flatMap(file => lengthProblem(root, file)),
	];
}

function sources(root: string): readonly string[] {
	const below = readdirSync(path.join(root, 'source'), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
		.map(entry => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
	return [...(existsSync(path.join(root, 'cli.tsx')) ? ['cli.tsx'] : []), ...below].toSorted();
}

function importsOf(root: string, file: string): readonly Import[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	return ts.preProcessFile(text, true, true).importedFiles.map(({fileName}) => ({
		from: file,
		to: fileName.startsWith('.') ? resolved(root, path.posix.join(path.posix.dirname(file), fileName)) : fileName,
	}));
}

function resolved(root: string, wanted: string): string {
	const candidates = [wanted.replace(/\.js$/, '.ts'), wanted.replace(/\.js$/, '.tsx')];
	return candidates.find(candidate => existsSync(path.join(root, candidate))) ?? wanted;
}

function place(file: string): {readonly floor: number; readonly folder: string} | undefined {
	for (const [floor, folders] of floors.entries()) {
		const folder = folders.find(each => file === each || file.startsWith(`${each}/`));
		if (folder !== undefined) {
			return {floor, folder};
		}
	}

	return undefined;
}

function floorProblem({from, to}: Import): readonly string[] {
	const importer = place(from);
	if (!to.startsWith('source/') && to !== 'cli.tsx') {
		return [];
	}

	const imported = place(to);
	if (!importer || !imported) {
		return [`${importer ? to : from}: stands on no floor`];
	}

	const isAllowed = imported.floor > importer.floor || imported.folder === importer.folder || (importer.floor === 0 && imported.floor === 0);
	return isAllowed ? [] : [`${from}: imports ${to}, which is not below it`];
}

function doorProblem({from, to}: Import): readonly string[] {
	if (to.startsWith('source/') || to === 'cli.tsx') {
		return [];
	}

	const name = Object.keys(doors).find(each => to === each || to.startsWith(`${each}/`));
	if (name === undefined) {
		return to.startsWith('node:') ? [] : [`${from}: imports ${to}, which has no door`];
	}

	return doors[name]?.some(door => door.test(from)) ? [] : [`${from}: imports ${to}, whose door is elsewhere`];
}

/** Each cycle once, named from its alphabetically first file. */
function cycles(files: readonly string[], imports: readonly Import[]): readonly string[] {
	const found = new Set<string>();
	const next = new Map(files.map(file => [file, imports.filter(each => each.from === file && each.to.startsWith('source/')).map(each => each.to)]));
	const done = new Set<string>();
	const visit = (file: string, trail: readonly string[]): void => {
		const start = trail.indexOf(file);
		if (start !== -1) {
			const cycle = trail.slice(start);
			const first = cycle.indexOf(cycle.toSorted()[0] ?? file);
			found.add(`${[...cycle.slice(first), ...cycle.slice(0, first + 1)].join(' → ')}: a cycle`);
			return;
		}

		if (done.has(file)) {
			return;
		}

		for (const each of next.get(file) ?? []) {
			visit(each, [...trail, file]);
		}

		done.add(file);
	};

	for (const file of files) {
		visit(file, []);
	}

	return [...found];
}

function lengthProblem(root: string, file: string): readonly string[] {
	const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length;
	return lines > longestFile ? [`${file}: ${lines} lines, more than ${longestFile}`] : [];
}
