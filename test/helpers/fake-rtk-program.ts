/**
Run as a program: a fake RTK 0.42.4, as far as Clutch meets it: `--version`, `gain --format json`, `init -g` with its flags, `hook claude`, and commands that go through it. It imports nothing of ours, so that it starts as fast as a program. `FAKE_RTK_TROUBLE` is `wrong` for another program of that name, `slow` for one that never answers.
*/
import {spawnSync} from 'node:child_process';
import {appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

type Row = {readonly input: number; readonly output: number};

const {HOME: home = '', RTK_DB_PATH: database = path.join(home, '.local/share/rtk/history.db'), FAKE_RTK_TROUBLE: trouble} = process.env;
const args = process.argv.slice(2);
const claude = path.join(home, '.claude');
const settingsFile = path.join(claude, 'settings.json');
const filtered = new Set(['git', 'ls', 'grep', 'cargo']);

process.exitCode = await run();

async function run(): Promise<number> {
	if (trouble === 'slow') {
		await new Promise(resolve => {
			setTimeout(resolve, 60_000);
		});
	}

	if (args[0] === '--version') {
		return say(`rtk ${trouble === 'wrong' ? '0.1.0' : '0.42.4'}`);
	}

	if (trouble === 'wrong') {
		process.stderr.write('error: Found argument \'gain\' which wasn\'t expected\n');
		return 2;
	}

	const commands = new Map([['gain', gain], ['init', args.includes('--uninstall') ? uninstall : init], ['hook', hook]]);
	return (commands.get(args[0] ?? '') ?? through)();
}

function say(text: string): number {
	process.stdout.write(`${text}\n`);
	return 0;
}

function rows(): readonly Row[] {
	mkdirSync(path.dirname(database), {recursive: true});
	appendFileSync(database, '');
	return readFileSync(database, 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Row);
}

/** A row whose output is longer than its input counts as nothing saved, so `total_saved` is more than the difference of the other two. */
function gain(): number {
	const all = rows();
	const sum = (pick: (row: Row) => number) => all.reduce((total, row) => total + pick(row), 0);
	const input = sum(row => row.input);
	const saved = sum(row => Math.max(0, row.input - row.output));
	return say(JSON.stringify({summary: {total_commands: all.length, total_input: input, total_output: sum(row => row.output), total_saved: saved, avg_savings_pct: input === 0 ? 0 : 100 * saved / input, total_time_ms: 4 * all.length, avg_time_ms: all.length === 0 ? 0 : 4}}));
}

type Settings = {readonly hooks?: {readonly PreToolUse?: ReadonlyArray<{readonly hooks?: ReadonlyArray<{readonly command?: string}>}>}};

function settings(): Settings {
	return existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings : {};
}

function withoutHook(before: Settings): Settings {
	return {...before, hooks: {...before.hooks, PreToolUse: (before.hooks?.PreToolUse ?? []).filter(entry => entry.hooks?.some(each => each.command === 'rtk hook claude') !== true)}};
}

function init(): number {
	if (!existsSync(claude)) {
		process.stderr.write(`Error: ${claude} does not exist\n`);
		return 1;
	}

	if (args.includes('--dry-run')) {
		return say(`would write ${claude}/RTK.md\nwould add @RTK.md to ${claude}/CLAUDE.md\nwould patch ${settingsFile}`);
	}

	writeFileSync(path.join(claude, 'RTK.md'), '# RTK\n');
	const page = path.join(claude, 'CLAUDE.md');
	if (!existsSync(page) || !readFileSync(page, 'utf8').includes('@RTK.md')) {
		appendFileSync(page, '@RTK.md\n');
	}

	if (!args.includes('--auto-patch')) {
		return say('settings.json was left as it is');
	}

	if (existsSync(settingsFile)) {
		copyFileSync(settingsFile, `${settingsFile}.bak`);
	}

	const before = withoutHook(settings());
	const entry = {matcher: 'Bash', hooks: [{type: 'command', command: 'rtk hook claude'}]};
	writeFileSync(settingsFile, `${JSON.stringify({...before, hooks: {...before.hooks, PreToolUse: [...before.hooks?.PreToolUse ?? [], entry]}}, null, 2)}\n`);
	return say(`patched ${settingsFile}`);
}

function uninstall(): number {
	rmSync(path.join(claude, 'RTK.md'), {force: true});
	writeFileSync(settingsFile, `${JSON.stringify(withoutHook(settings()), null, 2)}\n`);
	return say(`removed the hook from ${settingsFile}`);
}

/** What it does not rewrite it answers with nothing and code 0. */
function hook(): number {
	try {
		const {tool_name: tool, tool_input: input} = JSON.parse(readFileSync(0, 'utf8')) as {readonly tool_name?: string; readonly tool_input?: {readonly command?: string}};
		const command = input?.command ?? '';
		if (tool === 'Bash' && filtered.has(command.split(' ')[0] ?? '')) {
			process.stdout.write(JSON.stringify({hookSpecificOutput: {hookEventName: 'PreToolUse', permissionDecisionReason: 'RTK auto-rewrite', updatedInput: {...input, command: `rtk ${command}`}}}));
		}
	} catch {
		// The real one fails open too.
	}

	return 0;
}

/** Runs the command, prints the first half of its lines, and writes down how much that was. */
function through(): number {
	const {stdout, stderr, status} = spawnSync(args[0] ?? '', args.slice(1), {encoding: 'utf8'});
	const lines = stdout.split('\n');
	const short = lines.length < 4 ? stdout : `${lines.slice(0, lines.length / 2).join('\n')}\n`;
	process.stdout.write(short);
	process.stderr.write(stderr);
	rows();
	appendFileSync(database, `${JSON.stringify({input: Math.ceil(stdout.length / 4), output: Math.ceil(short.length / 4)})}\n`);
	return status ?? 127;
}
