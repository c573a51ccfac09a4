import type {AgentRow, ConversationTrace, GatewayInput, StartInput, Wanted} from './agent.js';
import {agentCatalogue} from './catalogue.js';
import {headlessModes, modes, type ModeLetter} from './grammar.js';
import {codeSpan, pageTable} from './page-table.js';

/** `docs/agents.md`: how each agent is started, as its row of the catalogue answers. */
export function agentsPage(): string {
	return `${[
		'# Agents',
		'',
		'This page is made from the catalogue in `source/core/launch` (`npm run docs`); change that, not it.',
		'',
		'The arguments are those of route d, where nothing of ours stands between: `PROMPT` is what `-p` gives, `ID` what `-s` gives, `NEW` an id that Clutch chose, `LAST` the newest conversation on disk. By the gateway the variables, arguments and files of the line *by the gateway* are added. Approvals are skipped; `--ask` leaves those flags out.',
		...agentCatalogue.flatMap(row => agentSection(row)),
	].join('\n')}\n`;
}

type Run = {readonly letter: string; readonly mode: ModeLetter; readonly headless: boolean; readonly prompt: boolean};

const runs: readonly Run[] = [
	...modes.map(({letter}) => ({letter, mode: letter, headless: letter === 'n', prompt: letter === 'n'})),
	...headlessModes.filter(({mode}) => mode !== 'n').map(({letter, mode}) => ({letter, mode, headless: true, prompt: true})),
];

function agentSection(row: AgentRow): readonly string[] {
	const {letter, title, executable, dialect, vendors, loginCommand, dialogs, exitCodes, habits = [], unverified, traces, preassigns, refusesRoot, neededSetting} = row;
	const gateway = row.start(startInput({letter: 'i', mode: 'i', headless: false, prompt: false}, {row, gateway: gatewayInput}));
	const login = vendors.length === 0 ? '' : ' With its own login nothing that looks like a key is among them.';
	return [
		'',
		`## ${title}`,
		'',
		...pageTable(['code', `arguments of ${codeSpan(executable)}`], runs.map(run => [codeSpan(`${letter}${run.letter}d`), argumentsOf(row, run)])),
		...alone(withPrompt(row)),
		'',
		`- **By the gateway** it speaks ${dialectNames[dialect]}, pointed there by ${pointed(gateway)}.${login}`,
		...(neededSetting === undefined ? [] : [`- **Needs** ${codeSpan(`${neededSetting.key}: ${neededSetting.value}`)} in ${codeSpan(`~/${neededSetting.file}`)}, or it passes the gateway by; \`clutch doctor\` looks.`]),
		`- **Login**: ${codeSpan(loginCommand)}${vendors.length === 0 ? ', which counts on route d only' : `, for ${vendors.join(' and ')} and nobody else`}.`,
		`- **Conversation**: ${conversation(preassigns, traces)}.`,
		`- **First start**: ${dialogs}.`,
		...(refusesRoot ? ['- **As root** it refuses to skip approvals.'] : []),
		`- **Exit codes** besides 0: ${Object.entries(exitCodes).map(([code, meaning]) => `${code}, ${meaning}`).join('; ') || 'not known'}.`,
		...(habits.length === 0 ? [] : [`- **Unexpected**: ${habits.join(' ')}`]),
		...(unverified.length === 0 ? [] : [`- **Not verified**: ${unverified.join(' ')}`]),
	];
}

const dialectNames: Readonly<Record<AgentRow['dialect'], string>> = {messages: 'Anthropic Messages', chat: 'OpenAI Chat Completions', responses: 'OpenAI Responses', gemini: 'Gemini'};

const gatewayInput: GatewayInput = {address: 'ADDRESS', route: 'p', key: 'KEY', askedKey: undefined, main: 'clutch-big', small: 'clutch-small', window: undefined, foreign: true};

function startInput({mode, headless, prompt}: Run, {row, gateway}: {readonly row: AgentRow; readonly gateway: GatewayInput | undefined}): StartInput {
	const known = mode === 's' ? 'ID' : undefined;
	return {
		mode, headless, known, gateway,
		model: undefined,
		prompt: prompt ? 'PROMPT' : undefined,
		fresh: known === undefined && row.preassigns.includes(mode) ? 'NEW' : undefined,
		approvals: 'bypass',
		extra: [],
		cwd: 'FOLDER',
		folder: 'LAUNCH',
		env: {HOME: '~'},
		latest: row.conversations === undefined ? undefined : 'LAST',
	};
}

function argumentsOf(row: AgentRow, run: Run): string {
	const refusal = refusalOf(row, run);
	if (refusal !== undefined) {
		return `none: ${refusal}`;
	}

	const {args, notes = [], set} = row.start(startInput(run, {row, gateway: undefined}));
	const variables = Object.entries(set).map(([name, value]) => `${name}=${value}`);
	return [
		codeSpan(args.join(' ')) || 'none',
		...(variables.length === 0 ? [] : [`with ${variables.map(text => codeSpan(text)).join(' ')}`]),
		...notes,
	].join(', ');
}

function refusalOf({letter, refuses, conversations}: AgentRow, {letter: modeLetter, mode, headless, prompt}: Run, ask = false): string | undefined {
	const wanted: Wanted = {code: `${letter}${modeLetter}d`, mode, headless, prompt: prompt ? 'PROMPT' : undefined, known: mode === 's' ? 'ID' : undefined, ask, latest: conversations === undefined ? undefined : 'LAST'};
	return refuses?.(wanted)?.sentence;
}

/** What becomes of a first prompt on a screen, and of a wish to be asked. */
function withPrompt(row: AgentRow): readonly string[] {
	const run = {letter: 'i', mode: 'i', headless: false, prompt: true} as const;
	const refused = [refusalOf(row, {...run, prompt: false}, true), refusalOf(row, {letter: 'n', mode: 'n', headless: true, prompt: true}, true)].filter(text => text !== undefined);
	return [`\`${row.letter}id -p PROMPT\`: ${argumentsOf(row, run)}`, ...new Set(refused)];
}

function alone(lines: readonly string[]): readonly string[] {
	return lines.flatMap(line => ['', line]);
}

function pointed({set, files, args}: ReturnType<AgentRow['start']>): string {
	const said = args.filter(argument => /ADDRESS|LAUNCH/.test(argument));
	return [
		...Object.keys(set).map(name => codeSpan(name)),
		...said.map(argument => codeSpan(argument)),
		...files.map(file => file.type === 'links' ? `links to the files in ${codeSpan(file.from)}` : `a file of the launch's own, ${codeSpan(file.path)}`),
	].join(' ');
}

function conversation(preassigns: readonly ModeLetter[], traces: readonly ConversationTrace[]): string {
	const chosen = preassigns.length === 0 ? [] : [`its id is chosen by Clutch in mode ${preassigns.join(' and ')}`];
	const found = traces.map(trace => traceText(trace));
	return [...chosen, ...found].join(', ') || 'its id is not known to Clutch';
}

function traceText(trace: ConversationTrace): string {
	switch (trace.type) {
		case 'request-header': {
			return `read from the request header ${codeSpan(trace.name)}`;
		}

		case 'runtime-file': {
			return `read from what it writes about itself while it runs (${codeSpan(trace.file({HOME: '~'}, 0).replace('/0.', '/PID.'))})`;
		}

		case 'open-file': {
			return `seen in the name of a file that it holds open (${codeSpan(trace.pattern.source.split(/\\\/|\//).find(part => /^[a-z-]+$/.test(part)) ?? '')})`;
		}

		case 'exit-hint': {
			return 'read from what it prints at its end';
		}
	}
}
