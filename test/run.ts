/**
The whole truth in one command: lint, types, then every test. All three run even if one fails, so that one run tells everything. The last line has the counts.
*/
import {spawn} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {stripVTControlCharacters} from 'node:util';

const root = path.join(import.meta.dirname, '..');

const lint = await step('lint', ['xo']);
const types = await step('types', ['tsc', '--noEmit']);
const tests = await step('tests', ['ava', ...process.argv.slice(2)]);

// The runner counts what passed only where nothing failed, so its lines are counted.
const passed = [...tests.output.matchAll(/^\s*✔ /gm)].length;
const failed = count(tests.output, /^\s*(\d+) (?:tests? failed|uncaught exceptions?|unhandled rejections?|tests? remained pending|known failures?)/gm);
// A run that broke off without saying which test failed is a failure all the same.
const broken = [lint.code, types.code, failed === 0 ? tests.code : 0].filter(code => code !== 0).length + (passed === 0 && tests.code === 0 ? 1 : 0);
for (const {name, code} of [lint, types, tests]) {
	process.stdout.write(`${name}: ${code === 0 ? 'ok' : 'failed'}\n`);
}

process.stdout.write(`${passed} passed, ${failed + broken} failed\n`);
process.exitCode = failed + broken === 0 ? 0 : 1;

type Step = {readonly name: string; readonly code: number; readonly output: string};

async function step(name: string, [tool, ...args]: readonly [string, ...string[]]): Promise<Step> {
	process.stdout.write(`── ${name}\n`);
	const bin = path.join(root, 'node_modules', '.bin');
	const child = spawn(process.execPath, [path.join(bin, tool), ...args], {cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: {...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`}});
	const parts: string[] = [];
	child.stdout.on('data', (chunk: Uint8Array) => {
		process.stdout.write(chunk);
		parts.push(Buffer.from(chunk).toString());
	});
	const code = await new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', exitCode => {
			resolve(exitCode ?? 1);
		});
	});
	return {name, code, output: stripVTControlCharacters(parts.join(''))};
}

function count(output: string, pattern: RegExp): number {
	return [...output.matchAll(pattern)].reduce((sum, [, number]) => sum + Number(number), 0);
}
