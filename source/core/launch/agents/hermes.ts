import type {AgentRow, GatewayInput, LaunchFile, StartInput} from '../agent.js';
import {replaceBlocks} from './yaml-blocks.js';

/** Hermes, as run on 0.19. */
export const hermes: AgentRow = {
	letter: 'h',
	id: 'hermes',
	title: 'Hermes',
	executable: 'hermes',
	minimumVersion: '0.19.0',
	evidence: 'run',
	unverified: [
		'Everything on versions after 0.19.',
		'That from 0.21 on a first prompt begins a session in its screen; 0.19 answers it and ends.',
	],
	install: 'pip install hermes-agent',
	npmName: undefined,
	pythonName: 'hermes-agent',
	habits: ['Mode c without a screen ends with 1 where there is no conversation to go on with; most others begin one.'],
	loginCommand: 'hermes auth',
	dialect: 'chat',
	vendors: [],
	refusesRoot: false,
	preassigns: [],
	traces: [{type: 'exit-hint', pattern: /hermes --resume (\d{8}_\d{6}_[\da-f]{6})/}],
	dialogs: 'without a provider it offers its setup and waits; by the gateway it has one',
	exitCodes: {1: 'the request failed, or the session is not known', 2: 'an argument it does not know'},
	start: input => ({
		args: args(input),
		set: {...(input.gateway === undefined ? {} : {HERMES_HOME: `${input.folder}/${homeFolder}`, CLUTCH_KEY: input.gateway.key ?? '', HERMES_DISABLE_LAZY_INSTALLS: '1'}), ...approvalVariable(input)},
		unset: [],
		files: input.gateway === undefined ? [] : filesOf(input, input.gateway),
		notes: input.prompt !== undefined && !input.headless ? ['Hermes before 0.21 answers a first prompt and ends.'] : [],
	}),
};

const homeFolder = 'hermes';

/** Its picker is a command of its own, which takes no flag for approvals. */
function approvalVariable({mode, known, approvals, gateway}: StartInput): Readonly<Record<string, string>> {
	return gateway !== undefined && mode === 'r' && known === undefined && approvals === 'bypass' ? {HERMES_YOLO_MODE: '1'} : {};
}

function args(input: StartInput): readonly string[] {
	const {mode, headless, model, prompt, known, approvals, extra, gateway} = input;
	if (mode === 'r' && known === undefined) {
		return ['sessions', 'browse', ...extra];
	}

	const asked = model ?? gateway?.main;
	const last = mode === 'c' ? ['--continue'] : [];
	return [
		...(prompt === undefined ? [] : ['chat']),
		...(headless ? ['-Q'] : ['--cli']),
		...(known === undefined ? last : ['--resume', known]),
		...(asked === undefined ? [] : ['-m', asked]),
		...(approvals === 'bypass' ? ['--yolo'] : []),
		...extra,
		...(prompt === undefined ? [] : [`--query=${prompt}`]),
	];
}

/** It knows addresses from its configuration only, so the launch has a home of its own: all the user's files as links, but a configuration in which only our models answer. What it writes lands with the user. */
function filesOf({env, model}: StartInput, gateway: GatewayInput): readonly LaunchFile[] {
	const from = env.HERMES_HOME ?? `${env.HOME ?? ''}/.hermes`;
	return [
		{
			type: 'links',
			path: homeFolder,
			from,
			except: ['config.yaml'],
			files: ['state.db', '.env', 'auth.json', 'auth.lock', 'SOUL.md', '.hermes_history', '.update_check', '.tirith-install-failed', '.skills_prompt_snapshot.json'],
			folders: ['sessions', 'logs', 'memories', 'skills', 'plugins', 'hooks', 'cron', 'cache', 'checkpoints', 'image_cache', 'audio_cache', 'bin', 'pairing', 'sandboxes'],
		},
		{type: 'changed', path: `${homeFolder}/config.yaml`, from: `${from}/config.yaml`, change: text => replaceBlocks(text ?? '', configuration(gateway, model))},
	];
}

/** JSON is YAML, and a text in it needs no rules of its own. */
function configuration({address, main, window}: GatewayInput, model: string | undefined): Readonly<Record<string, string>> {
	return {
		model: JSON.stringify({default: model ?? main, provider: 'custom:clutch', ...(window === undefined ? {} : {context_length: window})}),
		custom_providers: JSON.stringify([{name: 'clutch', base_url: `${address}/v1`, key_env: 'CLUTCH_KEY', api_mode: 'chat_completions'}]),
		// Its user's second choices are other providers.
		fallback_providers: '[]',
		fallback_model: '{}',
	};
}
