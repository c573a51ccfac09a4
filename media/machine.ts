import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {findAgent, pinnedAgents} from '../test/agents/find.js';
import {openWorld} from '../test/helpers/agent-world.js';
import {childrenOf} from '../test/helpers/process-tree.js';
import {root, runFile} from '../test/helpers/program.js';
import {rebootableHome} from '../test/helpers/reboot.js';
import {openTerminal, type Terminal} from '../test/helpers/terminal.js';

type Lasting = Parameters<typeof openTerminal>[0];
type Size = {readonly cols: number; readonly rows: number};

export type Machine = {
	/** One of our programs, to its end. */
	readonly run: (...argv: readonly [string, ...string[]]) => Promise<string>;
	/** The dashboard in a terminal of its own. */
	readonly open: (size: Size) => Terminal;
	/** The dashboard's own process, below the small shell program that guards the terminal. */
	readonly dashboardOf: (terminal: Terminal) => number;
	readonly folder: (name: string) => string;
	readonly reboot: () => Promise<void>;
};

/** As the demo has it: what a script answers costs nothing, so these are here to be seen counted. */
const price = {usd_per_million_input: 3, usd_per_million_output: 15, usd_per_million_cache_read: 0.3};

const models = ['demo-large', 'demo-small', 'demo-spare', 'demo-big'] as const;

/**
A person's machine with two repositories and the real agents on it. Their models are scripts on this machine, and are called so: `demo-large` answers, a provider called `busy` answers with 529 every time.
*/
export async function pictureMachine(t: Lasting): Promise<Machine> {
	const world = await openWorld(t);
	const home = rebootableHome(t, {
		SHELL: '/bin/bash',
		COLORTERM: 'truecolor',
		IS_SANDBOX: '1',
		// In a network of its own nobody else has the port.
		PORT: world.attempts() === undefined ? '0' : '8082',
	});
	// Where people have them.
	const programs = path.join(home.user, '.local', 'bin');
	mkdirSync(programs, {recursive: true});
	for (const [name, {executable}] of Object.entries(pinnedAgents())) {
		symlinkSync(findAgent(name)?.file ?? missing(name), path.join(programs, executable));
	}

	const env = {...home.env, PATH: [programs, path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':')};
	const folder = (name: string) => path.join(home.user, 'src', name);
	const write = (file: string, content: unknown) => {
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), {mode: 0o600});
	};

	const folders = ['api-server', 'web'].map(name => folder(name));
	write(home.paths.config, {
		providers: {
			scripted: {base_url: world.upstream, wires: ['messages', 'chat', 'responses']},
			busy: {base_url: world.upstream, wires: ['messages', 'chat', 'responses'], headers: {'x-clutch-demo': '529'}},
		},
		default_provider: 'scripted',
		model_tiers: {
			BIG: {default: 'scripted:demo-large', cascade: ['scripted:demo-spare']},
			MIDDLE: {default: 'busy:demo-large', cascade: ['scripted:demo-spare']},
			SMALL: {default: 'scripted:demo-small', cascade: []},
		},
		fallbacks: [],
		models: Object.fromEntries(models.map(model => [model, {context_window: 200_000}])),
		prices: Object.fromEntries(['scripted', 'demo'].map(provider => [provider, Object.fromEntries(models.map(model => [model, price]))])),
		budget: {usd_per_day: 5},
		sessions: {crash: 'never'},
	});
	write(path.join(home.user, '.bashrc'), 'PS1=\'$ \'\n');
	write(path.join(home.user, '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n[core]\n\tpager = cat\n');
	write(path.join(home.user, '.claude.json'), {hasCompletedOnboarding: true, projects: Object.fromEntries(folders.map(each => [each, {hasTrustDialogAccepted: true}]))});
	write(path.join(home.user, '.codex/config.toml'), 'model_reasoning_effort = "low"\n');
	write(path.join(home.user, '.pi/agent/settings.json'), '{"quietStartup": true, "lastChangelogVersion": "1.5.2"}\n');
	for (const each of folders) {
		repository(each, env);
	}

	return {
		folder,
		dashboardOf: ({pid}) => childrenOf(pid)[0] ?? gone(),
		reboot: home.reboot,
		async run(program, ...args) {
			const cwd = folder('api-server');
			const {code, stdout, stderr} = await runFile(world.inside(cwd, [path.join(root, 'bin', program), ...args]), {env, cwd});
			if (code !== 0) {
				throw new Error(`${[program, ...args].join(' ')} ended with ${String(code)}: ${stdout}${stderr}`);
			}

			return stdout;
		},
		open: size => openTerminal(t, {argv: world.inside(folder('api-server'), [path.join(root, 'bin/clutch')]), env, cwd: folder('api-server'), ...size}),
	};
}

function gone(): never {
	throw new Error('no dashboard runs in this terminal');
}

function missing(name: string): never {
	throw new Error(`${name} is not installed: npm run setup:agents`);
}

/** A small project with a past, and two files that have changed since. */
function repository(folder: string, env: Readonly<Record<string, string>>): void {
	const git = (...args: readonly string[]) => execFileSync('git', [...args], {cwd: folder, env: {...env, GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z', GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z'}, stdio: 'ignore'});
	const file = (name: string, content: string) => {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), content);
	};

	mkdirSync(folder, {recursive: true});
	git('init');
	for (const [name, content, subject] of past) {
		file(name, content);
		git('add', '.');
		git('commit', '-m', subject);
	}

	file('src/retry.ts', `${past[1][1]}\nexport const attempts = 5;\n`);
	file('notes.md', '# To do\n');
}

const past = [
	['src/server.ts', 'import {createServer} from \'node:http\';\n\nexport const server = createServer((_request, response) => {\n\tresponse.end(\'ok\');\n});\n', 'Answer every request'],
	['src/retry.ts', 'export async function retry<T>(task: () => Promise<T>, times: number): Promise<T> {\n\ttry {\n\t\treturn await task();\n\t} catch (error) {\n\t\tif (times === 0) {\n\t\t\tthrow error;\n\t\t}\n\n\t\treturn retry(task, times - 1);\n\t}\n}\n', 'Retry what failed'],
	['test/retry.test.ts', 'import test from \'node:test\';\n\ntest(\'gives up in the end\', () => {});\n', 'Test that retrying ends'],
	['package.json', '{"name": "api-server", "type": "module"}\n', 'Name the package'],
] as const;
