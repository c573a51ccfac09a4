import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {get} from 'node:http';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {aliases} from '../source/core/shell/alias.js';
import {keyVariables, variables} from '../source/core/config/variables.js';
import {configJsonSchema} from '../source/core/config/schema.js';
import {gatewayAddress} from '../source/io/launch-facts.js';
import {loadConfig} from '../source/io/config-file.js';
import {formerLines} from './helpers/former-lines.js';
import {temporaryHome, type Home} from './helpers/home.js';
import {root, runProgram, type Ended} from './helpers/program.js';

const page = readFileSync(path.join(root, 'docs', 'migrating.md'), 'utf8');
const [lines = '', settings = ''] = page.split('\n## Settings\n');

type Row = {readonly line: string; readonly now: string; readonly outcome: string};

const rows: readonly Row[] = [...lines.matchAll(/^\| `([^`]+)` \| (.*?) \|(?: (.*?))? \|$/gm)].map(([, line = '', now = '', outcome = '']) => ({line, now, outcome}));
const ours = new Set(['xx', 'cg_run', 'proxies', 'clutch', ...aliases.map(alias => alias.name)]);

/** What the row tells people to type, as far as it is one of our programs. */
const commands = rows.map(row => ({...row, typed: (row.now === 'the same' ? [row.line] : spans(row.now)).find(text => ours.has(wordsOf(text)[0] ?? ''))}));
const launches = commands.filter(row => row.outcome.startsWith('starts'));
const others = commands.filter(row => row.typed !== undefined && !row.outcome.startsWith('starts'));

test('every command line of the four projects is on the page once', t => {
	t.deepEqual(formerLines.filter(line => rows.filter(row => row.line === line).length !== 1), []);
	t.deepEqual(rows.map(row => row.line).filter(line => !formerLines.includes(line)), []);
});

test('every line that is ours says what comes of it', t => {
	t.deepEqual(commands.filter(({typed, outcome}) => typed !== undefined && !/^(?:starts `|runs `|says `|answers \d|exit \d)/.test(outcome) && !typed.startsWith('npm')).map(row => row.line), ['http://localhost:3456/dashboard', 'ccproxy logs -f', 'ccproxy run <command> [args…]']);
});

/** What the page says of a line that is not what people should type any more. */
const formerCodes = commands.flatMap(({line, outcome}) => [...outcome.matchAll(/The line as it was: exit (\d)/g)].map(([, code]) => ({line, code: Number(code)})));

for (const {line, typed = '', outcome} of launches) {
	test.serial(`${line}: starts ${spans(outcome)[0] ?? ''}`, async t => {
		const home = machine(t);
		const [program, ...args] = expanded(typed);
		const place = args.includes('--') ? args.indexOf('--') : args.length;
		const {code, stdout, stderr} = await runProgram([program, ...args.slice(0, place), '--dry-run', '--json', ...args.slice(place)], {home});
		t.is(code, 0, `${stdout}${stderr}`);
		const plan = JSON.parse(stdout) as Plan;
		const {groups: {started = '', direct, asked} = {}} = /^starts `(?<started>[^`]+)`(?<direct> direct)?(?:, asks `(?<asked>[^`]+)`)?/.exec(outcome) ?? {};
		t.is(found(started, [path.basename(plan.argv[0]), ...plan.argv.slice(1)].join(' ')), started);
		t.is(asked === undefined ? undefined : plan.models[0], asked);
		t.is(isDirect(plan), direct !== undefined);
	});
}

for (const line of ['xx cid', 'xx xid']) {
	test.serial(`${line} gives the agent nothing of ours`, async t => {
		const home = machine(t);
		const env = {ANTHROPIC_BASE_URL: 'http://127.0.0.1:1', OPENAI_BASE_URL: 'http://127.0.0.1:1', OPENAI_API_KEY: 'pass', ANTHROPIC_API_KEY: 'pass'};
		const {code, stdout, stderr} = await runProgram(['xx', line.slice(3)], {home, env});
		t.is(code, 0, `it said ${stderr}`);
		t.deepEqual((JSON.parse(stdout) as Stood).env, {});
	});
}

test.serial('services, programs and logs do what the page says, in its order', async t => {
	const home = machine(t);
	for (const {line, typed = '', outcome} of others.filter(({typed, outcome}) => typed !== 'clutch' && typed?.includes('<command>') !== true && outcome !== 'until Ctrl+C')) {
		const words = expanded(typed);
		if (!/ (?:up|init|install)$/.test(words.join(' ')) && gatewayAddress(home.paths) === undefined) {
			await runProgram(['proxies', 'up'], {home});
		}

		const ended = await runProgram(words, {home});
		const whole = `${line}: ${ended.stdout}${ended.stderr}`;
		const {groups: {code = '0', said = '', started} = {}} = /^(?:exit (?<code>\d)|says `(?<said>[^`]+)`|runs `(?<started>[^`]+)` with the gateway's address)/.exec(outcome) ?? {};
		t.is(ended.code, Number(code), whole);
		t.true(whole.includes(said), whole);
		t.deepEqual(started === undefined ? undefined : toldOf(ended, home), started === undefined ? undefined : {line: started, told: 3});
	}

	const lasting = others.filter(({outcome}) => outcome === 'until Ctrl+C');
	t.deepEqual(lasting.map(row => row.line), ['ccproxy logs -f']);
	for (const {line, typed = ''} of lasting) {
		t.is(await interrupted(expanded(typed), home), 0, `${line} is interrupted`);
	}

	t.deepEqual(formerCodes.map(row => row.line), ['xx cIpf "task"']);
	for (const {line, code} of formerCodes) {
		const ended = await runProgram(expanded(line), {home});
		t.is(ended.code, code, `${line}: ${ended.stderr}`);
	}

	await runProgram(['proxies', 'up'], {home});
	const answering = rows.flatMap(({line, outcome}) => [...outcome.matchAll(/^answers (\d+) at `([^`]+)`/g)].map(([, code, place = '']) => ({line, code: Number(code), place})));
	t.deepEqual(answering.map(row => row.line), ['curl http://127.0.0.1:8082/health', 'export ANTHROPIC_BASE_URL=http://localhost:8082', 'export ANTHROPIC_BASE_URL=http://localhost:4000']);
	for (const {line, code, place} of answering) {
		const answered = await statusOf(`${gatewayAddress(home.paths) ?? ''}${place}`);
		t.is(answered, code, `${line} answers`);
	}
});

test('the settings it sends people to are ones that Clutch knows', t => {
	const {properties} = configJsonSchema() as {readonly properties: Readonly<Record<string, unknown>>};
	const right = [...settings.matchAll(/^\| .* \| (.*) \|$/gm)].flatMap(([, text = '']) => spans(text));
	const names = right.filter(text => /^[A-Z][A-Z_]+$/.test(text));
	const keyed = new Set(['openrouter', 'openai', 'cerebras', 'gemini'].flatMap(provider => keyVariables(provider)));
	t.true(names.length >= 7);
	t.deepEqual(names.filter(name => !variables.some(row => row.variable === name) && !keyed.has(name)), []);
	for (const text of right.filter(text => text.startsWith('"') && !text.startsWith('"$'))) {
		const [section = ''] = Object.keys(JSON.parse(`{${text}}`) as Readonly<Record<string, unknown>>);
		t.true(Object.hasOwn(properties, section), `no ${text}`);
	}
});

test('the .env of claude-code-proxy, rewritten as the page says, is understood', t => {
	const home = machine(t);
	writeFileSync(home.paths.env, 'OPENROUTER_API_KEY=sk-or-v1-test\nBIG_MODEL=openai/gpt-5  # Reasoning model\nMIDDLE_MODEL=x-ai/grok-code-fast-1\nSMALL_MODEL=google/gemini-2.5-flash\n');
	const {config, warnings} = loadConfig({paths: home.paths, env: {}});
	t.deepEqual(warnings, []);
	t.deepEqual(Object.values(config.model_tiers).map(({default: first, cascade}) => [first, cascade]), [['openai/gpt-5', []], ['x-ai/grok-code-fast-1', []], ['google/gemini-2.5-flash', []]]);
});

type Plan = {readonly argv: readonly [string, ...string[]]; readonly models: readonly string[]; readonly env: {readonly set: Readonly<Record<string, string>>}};

type Stood = {readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>>};

/** A machine where every agent is installed, as a stand-in that says how it was started, and every vendor has a key. */
function machine(t: ExecutionContext): Home {
	const home = temporaryHome(t, {IS_SANDBOX: '1'});
	const folder = path.join(home.user, 'bin');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'stand-in.cjs'), 'const path = require("node:path");\nconst {env} = process;\nconsole.log(JSON.stringify({argv: [path.basename(process.argv[2]), ...process.argv.slice(3)], env: Object.fromEntries(Object.entries(env).filter(([name]) => /_BASE_URL$|_API_BASE$|_API_KEY$|_AUTH_TOKEN$/.test(name)))}));\n');
	for (const name of ['claude', 'hermes', 'codex', 'qwen', 'pi', 'opencode', 'ante', 'agy', 'curl', 'python']) {
		const file = path.join(folder, name);
		writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${folder}/stand-in.cjs' "$0" "$@"\n`);
		chmodSync(file, 0o755);
	}

	const settingsFolder = path.join(home.user, '.gemini', 'antigravity-cli');
	mkdirSync(settingsFolder, {recursive: true});
	writeFileSync(path.join(settingsFolder, 'settings.json'), '{"modelProvider": "gemini"}\n');
	writeFileSync(home.paths.env, 'OPENROUTER_API_KEY=sk-or-v1-of-the-test\nOPENAI_API_KEY=sk-proj-of-the-test\nANTHROPIC_API_KEY=sk-ant-of-the-test\n');
	return {...home, env: {...home.env, PATH: `${folder}:/usr/bin:/bin`}};
}

/** The line a stand-in was started with, and how many of the three variables tell it where the gateway is. */
function toldOf(ended: Ended, home: Home) {
	const {argv, env: {ANTHROPIC_BASE_URL: base = 'none', OPENAI_API_BASE: other, OPENAI_BASE_URL: another}} = JSON.parse(ended.stdout) as Stood;
	const told = [base.startsWith(`${gatewayAddress(home.paths) ?? 'nowhere'}/s/`), other === `${base}/v1`, another === `${base}/v1`];
	return {line: argv.join(' '), told: told.filter(Boolean).length};
}

/** How a program ends that is interrupted after its first words. */
async function interrupted([program, ...args]: readonly [string, ...string[]], {env, project}: Home): Promise<unknown> {
	const child = spawn(path.join(root, 'bin', program), args, {env, cwd: project, stdio: ['ignore', 'pipe', 'inherit']});
	const closed = once(child, 'close');
	await once(child.stdout.setEncoding('utf8'), 'data');
	child.kill('SIGINT');
	child.stdout.resume();
	const [code] = await closed as [number | null];
	return code;
}

/** Whether nothing of ours is set: no address, no key, no file made for the launch. */
function isDirect({argv, env: {set}}: Plan): boolean {
	return !Object.keys(set).some(name => /BASE_URL|CLUTCH|_KEY$|TOKEN|HOME$|CONFIG/.test(name)) && !argv.some(argument => /http:|\/launches\//.test(argument));
}

/** The words of `wanted` as far as they stand in `text` in this order. */
function found(wanted: string, text: string): string {
	const words = text.split(' ');
	let place = 0;
	return wanted.split(' ').filter(word => {
		const next = words.indexOf(word, place);
		place = next === -1 ? place : next + 1;
		return next !== -1;
	}).join(' ');
}

/** A command line with its alias written out, as a shell does it. */
function expanded(line: string): readonly [string, ...string[]] {
	const [first = '', ...rest] = wordsOf(line);
	const [program, ...before] = aliases.find(alias => alias.name === first)?.words ?? [first];
	return [program, ...before, ...rest];
}

function wordsOf(line: string): readonly string[] {
	return [...line.matchAll(/"([^"]*)"|\S+/g)].map(([whole, quoted]) => quoted ?? whole);
}

function spans(text: string): readonly string[] {
	return [...text.matchAll(/`([^`]+)`/g)].map(([, inside = '']) => inside);
}

async function statusOf(address: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		get(address, {timeout: 10_000}, response => {
			response.resume();
			resolve(response.statusCode);
		}).on('error', reject);
	});
}
