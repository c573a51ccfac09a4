import test from 'ava';
import {examineAgents, type AgentFacts} from '../../../source/core/doctor/agents.js';
import {examineRuntime} from '../../../source/core/doctor/runtime.js';
import {examineGateway, examinePorts, examineProviders} from '../../../source/core/doctor/services.js';
import {examineShells} from '../../../source/core/doctor/shell.js';
import {examineFiles, examineTerminal} from '../../../source/core/doctor/surroundings.js';
import {claude} from '../../../source/core/launch/agents/claude.js';

const here: AgentFacts = {row: claude, file: '/opt/bin/claude', answer: {type: 'version', version: '2.1.329'}, loggedIn: true};

test('says of each agent whether it is there, new enough and logged in', t => {
	const sentences = [
		here,
		{...here, loggedIn: false},
		{...here, answer: {type: 'version', version: '1.9.9'} as const},
		{...here, answer: {type: 'problem', problem: 'it ended with code 127'} as const},
	].map(facts => {
		const [first] = examineAgents([facts]);
		return [first?.status, first?.sentence, first?.next];
	});
	t.deepEqual(sentences, [
		['ok', 'Claude Code (c) 2.1.329, logged in.', undefined],
		['ok', 'Claude Code (c) 2.1.329, not logged in (claude /login).', undefined],
		['bad', 'Claude Code (c) 1.9.9 is older than 2.1.0, for which its flags are meant.', claude.install],
		['bad', 'Claude Code (c) at /opt/bin/claude did not say its version: it ended with code 127.', 'Try it by hand: /opt/bin/claude --version'],
	]);
});

test('says what nobody has run, and that no agent at all is bad', t => {
	const row = {...claude, evidence: 'documented', unverified: ['The flag --x skips the trust question.']} as const;
	t.deepEqual(examineAgents([{...here, row}]).slice(1).map(({id, status, sentence}) => [id, status, sentence]), [
		['agent.claude.evidence', 'warn', 'What Clutch knows of Claude Code is from its documentation; nobody of us has run it.'],
		['agent.claude.unverified.1', 'info', 'Claude Code, read and not run: The flag --x skips the trust question.'],
	]);
	t.deepEqual(examineAgents([{...here, row, file: undefined, answer: undefined}]).map(({id, status}) => [id, status]), [['agent.claude', 'info'], ['agents', 'bad']]);
});

test('wants Node 22.19 and prefers its own', t => {
	const status = (version: string, pinned: boolean) => examineRuntime({version, file: '/usr/bin/node', pinned})[0]?.status;
	t.deepEqual([status('24.21.0', true), status('22.19.0', false), status('22.18.9', true)], ['ok', 'warn', 'bad']);
});

test('names who has the port', t => {
	t.deepEqual(examinePorts([
		{service: 'gateway', port: 8082, state: {type: 'taken', owner: 'node (pid 4121, ~/old-proxy)'}},
		{service: 'gateway', port: 8082, state: {type: 'ours', pid: 7}},
		{service: 'gateway', port: 8082, state: {type: 'free'}},
	]).map(({status, sentence, next}) => [status, sentence, next]), [
		['bad', 'Port 8082 (gateway) is taken by node (pid 4121, ~/old-proxy).', 'End that program, or set gateway.port in the config; 0 picks a free one.'],
		['ok', 'Port 8082 (gateway) is ours, pid 7.', undefined],
		['ok', 'Port 8082 (gateway) is free.', undefined],
	]);
});

test('takes a gateway that a launch would start for no trouble, and a silent one for some', t => {
	const gateway = {address: 'http://127.0.0.1:8082', remote: false, startsByItself: true} as const;
	t.deepEqual([
		examineGateway({...gateway, status: 'healthy'}),
		examineGateway({...gateway, status: 'not-running'}),
		examineGateway({...gateway, status: 'not-running', startsByItself: false}),
		examineGateway({...gateway, status: 'silent'}),
		examineGateway({...gateway, status: 'silent', remote: true}),
	].map(({status, next}) => [status, next]), [
		['ok', undefined],
		['info', 'clutch up starts it now.'],
		['warn', 'clutch up starts it.'],
		['bad', 'clutch restart gateway; clutch logs gateway says what it printed.'],
		['bad', 'Ask whoever runs it, or take proxy.base_url out of the config.'],
	]);
});

test('tells a refused key from a provider that is away', t => {
	t.deepEqual(examineProviders([
		{provider: 'openrouter', type: 'models', count: 300, durationMs: 41.6},
		{provider: 'openai', type: 'refused', status: 401},
		{provider: 'groq', type: 'refused', status: 503},
		{provider: 'xai', type: 'unreachable', problem: 'ECONNREFUSED'},
	]).map(({status, sentence}) => [status, sentence]), [
		['ok', 'openrouter answers in 42 ms and lists 300 models.'],
		['bad', 'openai refuses the key (401).'],
		['warn', 'groq answers its list of models with 503.'],
		['bad', 'xai cannot be reached: ECONNREFUSED.'],
	]);
});

test('looks at the terminal as its variables describe it', t => {
	const status = (env: Readonly<Record<string, string>>, size?: {readonly cols: number; readonly rows: number}) => Object.fromEntries(examineTerminal({env, size}).map(({id, status}) => [id, status]));
	t.deepEqual(status({TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'de_DE.UTF-8'}, {cols: 120, rows: 30}), {'terminal.type': 'ok', 'terminal.colours': 'ok', 'terminal.characters': 'ok', 'terminal.size': 'ok'});
	t.deepEqual(status({TERM: 'dumb', LC_ALL: 'C'}, {cols: 60, rows: 30}), {'terminal.type': 'bad', 'terminal.colours': 'info', 'terminal.characters': 'warn', 'terminal.size': 'warn'});
});

test('calls a file that others may read bad, and good once it is closed', t => {
	const file = {name: 'env', file: '/home/u/.xx/.env', mode: 0o644, wanted: 0o600, fixed: false};
	t.deepEqual(examineFiles([file, {...file, fixed: true}, {...file, mode: 0o600}]).map(({status, sentence, next}) => [status, sentence, next]), [
		['bad', '/home/u/.xx/.env is open to others (644).', 'clutch doctor --fix, or chmod 600 /home/u/.xx/.env'],
		['ok', '/home/u/.xx/.env was open to others (644); now it is yours alone (600).', undefined],
		['ok', '/home/u/.xx/.env is yours alone (600).', undefined],
	]);
});

test('says whether a shell has the aliases, and never calls that bad', t => {
	const facts = {shell: 'zsh', file: '/home/u/.zshrc'} as const;
	t.deepEqual(examineShells([
		{...facts, state: {type: 'none'}},
		{...facts, state: {type: 'current'}},
		{...facts, state: {type: 'outdated'}},
		{...facts, state: {type: 'damaged', problem: 'line 2 begins a block of clutch install that ends nowhere'}},
	]).map(({status, sentence, next}) => [status, sentence, next]), [
		['info', 'zsh does not have the aliases and completions: there is no block of ours in /home/u/.zshrc.', 'clutch install --shell zsh puts them in.'],
		['ok', 'zsh has the aliases and completions, in /home/u/.zshrc.', undefined],
		['warn', 'The aliases and completions of zsh in /home/u/.zshrc are not those of this version and config.', 'clutch install --shell zsh brings them up to date.'],
		['warn', 'The file /home/u/.zshrc is left alone by clutch install: line 2 begins a block of clutch install that ends nowhere.', 'Take those lines away by hand, then clutch install --shell zsh.'],
	]);
	t.deepEqual(examineShells([]).map(({id, status}) => [id, status]), [['shell', 'info']]);
});
