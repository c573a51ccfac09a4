/**
`npm run setup:agents`: installs the coding agents the end-to-end tests drive, each at its pinned version, into a cache folder outside the project.

A version that is there and answers is left alone. It is built beside its place and moved there whole, so an interrupted run leaves nothing that looks finished.
*/
import {spawn} from 'node:child_process';
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {agentFolder, pinnedAgents, type PinnedAgent} from './find.js';

type Outcome = {readonly ok: true; readonly output: string} | {readonly ok: false; readonly problem: string};

const installDeadline = 15 * 60_000;
const versionDeadline = 60_000;

/** A folder with an empty package, beside the agent. */
const leftOut = 'left-out';

const wanted = process.argv.slice(2);
const agents = Object.entries(pinnedAgents()).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter(name => !agents.some(([known]) => known === name));
if (unknown.length > 0) {
	process.stderr.write(`No agent is pinned under the name ${unknown.join(', ')}. There are: ${Object.keys(pinnedAgents()).join(', ')}.\n`);
	process.exit(2);
}

let failed = 0;
for (const [name, agent] of agents) {
	const problem = await setUp(name, agent);
	if (problem !== undefined) {
		failed++;
		process.stderr.write(`${name} ${agent.version} could not be installed: ${problem}\n  Check that npm reaches its registry (\`npm ping\`) and that 1 GB is free, then run \`npm run setup:agents\` again.\n`);
	}
}

process.exit(failed === 0 ? 0 : 1);

/** Answers with what went wrong, or undefined. */
async function setUp(name: string, agent: PinnedAgent): Promise<string | undefined> {
	const folder = agentFolder(name, agent);
	if (await answers(folder, agent) === undefined) {
		process.stdout.write(`${name} ${agent.version} is there: ${folder}\n`);
		return undefined;
	}

	process.stdout.write(`${name} ${agent.version} is being installed into ${folder} (up to a few hundred megabytes) …\n`);
	const started = Date.now();
	const building = `${folder}.building-${process.pid}`;
	try {
		const problem = await build(building, agent);
		if (problem !== undefined) {
			return problem;
		}

		rmSync(folder, {recursive: true, force: true});
		renameSync(building, folder);
	} finally {
		rmSync(building, {recursive: true, force: true});
	}

	process.stdout.write(`${name} ${agent.version} is ready after ${Math.round((Date.now() - started) / 1000)} s: ${folder}\n`);
	return undefined;
}

async function build(folder: string, agent: PinnedAgent): Promise<string | undefined> {
	mkdirSync(folder, {recursive: true});
	const overrides = await replaced(folder, agent);
	if (!overrides.ok) {
		return overrides.problem;
	}

	writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({private: true, dependencies: {[agent.package]: agent.version}, overrides: overrides.names})}\n`);
	const installed = await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], {cwd: folder, deadline: installDeadline});
	if (!installed.ok) {
		return installed.problem;
	}

	if (agent.prepare !== undefined) {
		const prepared = await run(process.execPath, [agent.prepare], {cwd: path.join(folder, 'node_modules', agent.package), deadline: versionDeadline});
		if (!prepared.ok) {
			return prepared.problem;
		}
	}

	return answers(folder, agent);
}

/** What the executable carries in itself: instead of each npm is given one empty package. */
async function replaced(folder: string, {package: name, version, needs}: PinnedAgent): Promise<{readonly ok: true; readonly names: Readonly<Record<string, string>>} | {readonly ok: false; readonly problem: string}> {
	if (needs === undefined) {
		return {ok: true, names: {}};
	}

	mkdirSync(path.join(folder, leftOut));
	writeFileSync(path.join(folder, leftOut, 'package.json'), '{"name": "left-out", "version": "0.0.0"}\n');
	const viewed = await run('npm', ['view', `${name}@${version}`, 'dependencies', '--json', '--loglevel=error'], {cwd: process.cwd(), deadline: versionDeadline});
	if (!viewed.ok) {
		return viewed;
	}

	const dependencies = Object.keys(JSON.parse(viewed.output) as Readonly<Record<string, string>>);
	return {ok: true, names: Object.fromEntries(dependencies.filter(dependency => !needs.includes(dependency)).map(dependency => [dependency, `file:./${leftOut}`]))};
}

/** Runs it once: a file of the right name proves little. */
async function answers(folder: string, agent: PinnedAgent): Promise<string | undefined> {
	const result = await run(path.join(folder, 'node_modules', '.bin', agent.executable), ['--version'], {cwd: process.cwd(), deadline: versionDeadline});
	if (!result.ok) {
		return result.problem;
	}

	return result.output.includes(agent.version) ? undefined : `it answers as "${result.output.trim()}", wanted ${agent.version}`;
}

async function run(file: string, args: readonly string[], options: {readonly cwd: string; readonly deadline: number}): Promise<Outcome> {
	return new Promise(resolve => {
		const child = spawn(file, args, {cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: options.deadline});
		let output = '';
		let complaint = '';
		child.stdout.on('data', (chunk: Uint8Array) => {
			output += String(chunk);
		});
		child.stderr.on('data', (chunk: Uint8Array) => {
			complaint += String(chunk);
		});
		child.on('error', error => {
			resolve({ok: false, problem: error.message});
		});
		child.on('close', (code, signal) => {
			const ended = signal === null ? `code ${String(code)}` : `${signal} (the deadline is ${options.deadline / 1000} s)`;
			resolve(code === 0 ? {ok: true, output} : {ok: false, problem: `${path.basename(file)} ended with ${ended}. ${complaint.trim()}`});
		});
	});
}
