import {mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';

const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

test.serial('init writes a commented config file and a .env for this user only, and never again', async t => {
	const home = temporaryHome(t);
	const folder = path.join(home.user, 'fresh', '.xx');
	const env = {XX_CONFIG: path.join(folder, 'config.json')};
	const first = await runProgram(['clutch', 'init'], {home, env});
	t.deepEqual({code: first.code, stderr: first.stderr}, {code: 0, stderr: ''});
	t.deepEqual([folder, path.join(folder, 'config.json'), path.join(folder, '.env')].map(file => mode(file)), ['700', '600', '600']);
	writeFileSync(path.join(folder, 'config.json'), '{"gateway": {"port": 9001}}');
	const second = await runProgram(['clutch', 'init', '--json'], {home, env});
	t.deepEqual(JSON.parse(second.stdout), {files: [{file: path.join(folder, 'config.json'), written: false}, {file: path.join(folder, '.env'), written: false}]});
	t.is(readFileSync(path.join(folder, 'config.json'), 'utf8'), '{"gateway": {"port": 9001}}');
});

test.serial('what init writes is understood, as it is and with its comments taken away', async t => {
	const home = temporaryHome(t);
	await runProgram(['clutch', 'init'], {home});
	const check = async () => {
		const {stdout} = await runProgram(['clutch', 'config', 'check', '--json'], {home});
		return JSON.parse(stdout) as unknown;
	};

	t.deepEqual(await check(), {ok: true, problem: null, mistakes: [], warnings: [], notes: []});
	const text = readFileSync(home.paths.config, 'utf8');
	writeFileSync(home.paths.config, text.replaceAll(/^(\t)\/\/ (["\t}])/gm, '$1$2'));
	t.deepEqual(await check(), {ok: true, problem: null, mistakes: [], warnings: [], notes: []});
	const {stdout} = await runProgram(['clutch', 'config', 'show', '--origin'], {home});
	t.regex(stdout, new RegExp(String.raw`^profiles\[1\] +"anthropic:claude-opus-5-5" +${home.paths.config}$`, 'm'));
});

test.serial('check names services that do not go together, with the words they are left out with', async t => {
	const home = temporaryHome(t);
	const argv = ['sleep', '600'];
	writeFileSync(home.paths.config, JSON.stringify({services: {egg: {argv, depends_on: {hen: 'started'}}, hen: {argv, depends_on: {egg: 'started'}}}}));
	const {code, stdout} = await runProgram(['clutch', 'config', 'check'], {home});
	const said = (id: string) => `mistake  ${home.paths.config}: The service "${id}" depends on itself: egg → hen → egg; it is left out. Take one of these out of depends_on.`;
	t.deepEqual([code, stdout.trim().split('\n')], [1, [said('egg'), said('hen'), `         all else in ${home.paths.config} is in force`]]);
	const json = await runProgram(['clutch', 'config', 'check', '--json'], {home});
	t.is(json.code, 1);
	t.deepEqual((JSON.parse(json.stdout) as {readonly mistakes: ReadonlyArray<{readonly key: string}>}).mistakes.map(({key}) => key), ['services.egg', 'services.hen']);
});

test.serial('an empty row of services is named, and one of a service that Clutch knows says nothing', async t => {
	const home = temporaryHome(t);
	for (const noargv of [{}, {env: {}}]) {
		writeFileSync(home.paths.config, JSON.stringify({services: {noargv, headroom: {}}}));
		const said = `mistake  ${home.paths.config}: The service "noargv" is none that Clutch knows, and has no argv; it is left out. Say what starts it: services.noargv.argv.`;
		// Twice: what was found to be in order is read by another way.
		for (const time of [1, 2]) {
			const {code, stdout} = await runProgram(['clutch', 'config', 'check'], {home});
			t.deepEqual([time, code, stdout.trim().split('\n')], [time, 1, [said, `         all else in ${home.paths.config} is in force`]]);
		}
	}
});

test.serial('ships the schema of the config file and the .env.example that the code says', async t => {
	const home = temporaryHome(t);
	const {stdout} = await runProgram(['clutch', 'config', 'schema'], {home});
	t.is(readFileSync(path.join(root, 'profiles', 'config.schema.json'), 'utf8'), stdout);
	await runProgram(['clutch', 'init'], {home});
	t.is(readFileSync(path.join(root, '.env.example'), 'utf8'), readFileSync(home.paths.env, 'utf8'));
});

test.serial('shows each value with its origin, and no secret', async t => {
	const home = temporaryHome(t, {PORT: '9003', BIG_MODEL: 'a/b'});
	writeFileSync(home.paths.config, '{"providers": {"box": {"base_url": "http://me:pass-not-shown@127.0.0.1:1/v1", "api_key": "sk-file-not-shown"}}, "gateway": {"key": "key-not-shown"}, "launch": {"env": {"MY_TOKEN": "token-not-shown"}}, "services": {"api": {"argv": ["api"], "env": {"DATABASE_URL": "postgres://u:base-not-shown@h/db"}}}}');
	writeFileSync(home.paths.env, 'OPENROUTER_API_KEY=sk-dotenv-not-shown\nCUSTOM_HEADER_X_TEAM=header-not-shown\n');
	const {stdout, stderr} = await runProgram(['clutch', 'config', 'show', '--origin'], {home});
	t.is(stderr, '');
	t.notRegex(stdout, /not-s/);
	const lines = stdout.split('\n').map(line => line.split(/ {2,}/));
	const wanted = [
		['gateway.port', '9003', 'environment PORT'],
		['gateway.host', '"127.0.0.1"', 'default'],
		['gateway.key', '"••••hown"', home.paths.config],
		['model_tiers.BIG.default', '"a/b"', 'environment BIG_MODEL'],
		['providers.box.api_key', '"••••hown"', home.paths.config],
		['providers.openrouter.api_key', '"••••hown"', `${home.paths.env} OPENROUTER_API_KEY`],
	].map(line => line.join(' | '));
	t.deepEqual(lines.map(line => line.join(' | ')).filter(line => wanted.includes(line)).toSorted(), wanted.toSorted());

	const json = await runProgram(['proxies', 'config', 'show', '--json', '--origin'], {home});
	t.notRegex(json.stdout, /not-s/);
	const shown = JSON.parse(json.stdout) as {readonly config: {readonly gateway: {readonly port: number}}; readonly origins: Readonly<Record<string, string>>; readonly problem: unknown};
	t.deepEqual([shown.config.gateway.port, shown.origins['gateway.port'], shown.problem], [9003, 'environment PORT', null]);
});

test.serial('names file, line, column and key of a broken config, keeps the last good one and fails the check', async t => {
	const home = temporaryHome(t, {PORT: ''});
	const file = home.paths.config;
	writeFileSync(file, '{"gateway": {"port": 9004}}');
	await runProgram(['clutch', 'config', 'check'], {home});
	writeFileSync(file, '{\n\t"gateway": {\n\t\t"port": 9004,\n\t\t"host"\n\t}\n}');
	const sentence = `${file}:5:2: key gateway.host: wanted a colon, got "}"`;
	t.deepEqual(await runProgram(['clutch', 'config', 'check'], {home}), {code: 1, signal: null, stdout: '', stderr: `${sentence}.\nThe last good configuration stays in force.\n`});
	const show = await runProgram(['clutch', 'config', 'show', '--origin'], {home});
	t.regex(show.stdout, /^gateway\.port +9004 .*\(as it last was whole\)$/m);
	t.is(show.stderr, `${sentence}\nThe last good configuration stays in force.\n`);
});

test.serial('names each wrong value of the config, fails the check, and keeps the rest in force', async t => {
	const home = temporaryHome(t, {PORT: ''});
	const file = home.paths.config;
	const text = '{\n\t"ui": {"theme": "purple"}, // mine\n\t"gateway": {"port": 9004}\n}';
	writeFileSync(file, text);
	const sentence = `${file}:2: ui.theme: wanted one of "auto", "dark", "light", "high-contrast", got "purple"; its default stays ("auto")`;
	t.deepEqual(await runProgram(['clutch', 'config', 'check'], {home}), {code: 1, signal: null, stdout: `mistake  ${sentence}\n         all else in ${file} is in force\n`, stderr: ''});
	const show = await runProgram(['clutch', 'config', 'show'], {home});
	t.regex(show.stdout, /^gateway\.port +9004$/m);
	t.is(show.stderr, `${sentence}\n`);
	const doctor = await runProgram(['clutch', 'doctor', '--json'], {home});
	const {findings} = JSON.parse(doctor.stdout) as {readonly findings: ReadonlyArray<{readonly id: string; readonly status: string; readonly sentence: string}>};
	t.deepEqual(findings.filter(({id}) => id.startsWith('config')).map(({id, status, sentence: said}) => [id, status, said]), [
		['config', 'warn', `The config ${file} is in force but for one value.`],
		['config.mistake.1', 'bad', `${sentence}.`],
	]);
	t.is(readFileSync(file, 'utf8'), text);
});

test.serial('says where the config is', async t => {
	const home = temporaryHome(t);
	const {stdout} = await runProgram(['clutch', 'config', 'path'], {home});
	t.is(stdout, `${home.paths.config}\n`);
});

test.serial('stores a key from standard input without showing it, and leaves the other lines alone', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.env, '# mine\nOPENAI_API_KEY=old\nOTHER=1\n', {mode: 0o644});
	const secret = 'sk-proj-0123456789-abcd';
	const added = await runProgram(['clutch', 'keys', 'add', 'OPENAI_API_KEY'], {home, input: `${secret}\n`});
	t.deepEqual(added, {code: 0, signal: null, stdout: `stored OPENAI_API_KEY ••••abcd in ${home.paths.env}\n`, stderr: ''});
	t.is(readFileSync(home.paths.env, 'utf8'), `# mine\nOPENAI_API_KEY=${secret}\nOTHER=1\n`);
	t.is(mode(home.paths.env), '600');
	const listed = await runProgram(['clutch', 'keys', '--json'], {home});
	t.deepEqual(JSON.parse(listed.stdout), {keys: [{provider: 'openai', key: '••••abcd', count: 1, origin: `${home.paths.env} OPENAI_API_KEY`}]});
});

test.serial('takes a provider\'s id for its variable and says when the environment goes before the file', async t => {
	const home = temporaryHome(t, {GEMINI_API_KEY: 'another-one-here'});
	const {stdout, stderr} = await runProgram(['clutch', 'keys', 'add', 'gemini'], {home, input: 'AIza-0123456789'});
	t.is(stdout, `stored GEMINI_API_KEY ••••6789 in ${home.paths.env}\n`);
	t.is(stderr, 'The environment of this shell has another GEMINI_API_KEY, which goes before the file.\n');
	const listed = await runProgram(['clutch', 'keys'], {home});
	t.is(listed.stdout, 'gemini  ••••here  environment GEMINI_API_KEY\n');
});

test.serial('changes the file behind a link and leaves the link', async t => {
	const home = temporaryHome(t);
	const dotfiles = path.join(home.user, 'dotfiles');
	mkdirSync(dotfiles);
	writeFileSync(path.join(dotfiles, 'env'), 'A=1\n');
	symlinkSync(path.join(dotfiles, 'env'), home.paths.env);
	await runProgram(['clutch', 'keys', 'add', 'groq'], {home, input: 'gsk_0123456789ab'});
	t.is(readFileSync(path.join(dotfiles, 'env'), 'utf8'), 'A=1\nGROQ_API_KEY=gsk_0123456789ab\n');
});

for (const [name, input, message, hint] of [
	['OPENRUTER_API_KEY', 'x', '"OPENRUTER_API_KEY" is no key of a provider.', 'Did you mean OPENROUTER_API_KEY?'],
	['opnai', 'x', '"opnai" is no key of a provider.', 'Did you mean openai?'],
	['PATH', 'x', '"PATH" is no key of a provider.', 'Such as OPENROUTER_API_KEY; a provider of your own is PROVIDERS_NAME_API_KEY.'],
	['openai', '', 'OPENAI_API_KEY wants one line of text, but got nothing.', 'printf %s "$SECRET" | clutch keys add OPENAI_API_KEY'],
	['openai', 'a\nB=2', 'OPENAI_API_KEY wants one line of text, but got something else.', 'printf %s "$SECRET" | clutch keys add OPENAI_API_KEY'],
	['openai', 'x'.repeat(5000), 'OPENAI_API_KEY wants one line of text, but got something else.', 'printf %s "$SECRET" | clutch keys add OPENAI_API_KEY'],
] as const) {
	test.serial(`refuses to store ${JSON.stringify(input.slice(0, 20))} (${input.length}) as ${name}`, async t => {
		const home = temporaryHome(t);
		t.deepEqual(await runProgram(['clutch', 'keys', 'add', name], {home, input}), {code: 2, signal: null, stdout: '', stderr: `${message}\n${hint}\n`});
	});
}
