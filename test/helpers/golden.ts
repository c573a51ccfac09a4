import type {AgentLetter} from '../../source/core/launch/agent.js';

/**
What each agent is started with, by the letter of the mode. $MODEL is the tier's model, or without a tier the name of the main role (on route b its first model); what stands in brackets is there only with a tier, in braces only without one. FRESH is an id we make, ID one that was given.
*/
export type GoldenAgent = {
	readonly gateway: Readonly<Record<string, string>>;
	readonly direct: Readonly<Record<string, string>>;
	/** Words that stand for several arguments, or for one with blanks. */
	readonly macros: Readonly<Record<string, readonly string[]>>;
	readonly set: {readonly p: string; readonly b: string};
	/** What is set besides in some modes, by the gateway. On route d nothing is set at all. */
	readonly setIn?: Readonly<Record<string, string>>;
};

const opencodeConfig = (models: string) => `OPENCODE_CONFIG_CONTENT={"provider":{"clutch":{"npm":"@ai-sdk/openai-compatible","name":"Clutch","options":{"baseURL":"$ADDRESS/v1","apiKey":"{env:CLUTCH_KEY}"},"models":{${models}}}},"model":"clutch/$MODEL","small_model":"clutch/$SMALL","enabled_providers":["clutch"],"autoupdate":false}`;

const claudeQuiet = 'CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL=1 CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY=1';

export const golden: Readonly<Record<AgentLetter, GoldenAgent>> = {
	c: {
		gateway: {
			i: '--session-id FRESH [--model $MODEL] BYPASS SETTINGS',
			c: '--continue [--model $MODEL] BYPASS SETTINGS',
			n: '-p --session-id FRESH PROMPT [--model $MODEL] --output-format json BYPASS SETTINGS',
			s: '--resume ID [--model $MODEL] BYPASS SETTINGS',
			r: '--resume [--model $MODEL] BYPASS SETTINGS',
			I: '-p --session-id FRESH PROMPT [--model $MODEL] --output-format json BYPASS SETTINGS',
			C: '-p --continue PROMPT [--model $MODEL] --output-format json BYPASS SETTINGS',
			R: '-p --resume ID PROMPT [--model $MODEL] --output-format json BYPASS SETTINGS',
		},
		direct: {
			i: '--session-id FRESH BYPASS QUIET',
			c: '--continue BYPASS QUIET',
			n: '-p --session-id FRESH PROMPT --output-format json BYPASS QUIET',
			s: '--resume ID BYPASS QUIET',
			r: '--resume BYPASS QUIET',
			I: '-p --session-id FRESH PROMPT --output-format json BYPASS QUIET',
			C: '-p --continue PROMPT --output-format json BYPASS QUIET',
			R: '-p --resume ID PROMPT --output-format json BYPASS QUIET',
		},
		macros: {
			BYPASS: ['--dangerously-skip-permissions'],
			SETTINGS: ['--settings', '/state/launches/SESSION/settings.json'],
			QUIET: ['--settings', '{"skipDangerousModePermissionPrompt":true}'],
			ROLES: [
				'ANTHROPIC_DEFAULT_OPUS_MODEL=claude-clutch-big',
				'ANTHROPIC_DEFAULT_FABLE_MODEL=claude-clutch-big',
				'ANTHROPIC_DEFAULT_SONNET_MODEL=claude-clutch-middle',
				'ANTHROPIC_DEFAULT_HAIKU_MODEL=claude-clutch-small',
				'ANTHROPIC_SMALL_FAST_MODEL=claude-clutch-small',
			],
		},
		set: {
			p: `ANTHROPIC_BASE_URL=$ADDRESS ANTHROPIC_AUTH_TOKEN=clutch ${claudeQuiet} CLAUDE_CODE_ATTRIBUTION_HEADER=0 ROLES {ANTHROPIC_MODEL=claude-clutch-big}`,
			b: `ANTHROPIC_BASE_URL=$ADDRESS ANTHROPIC_AUTH_TOKEN=clutch ${claudeQuiet} [CLAUDE_CODE_ATTRIBUTION_HEADER=0]`,
		},
	},
	x: {
		gateway: {
			i: 'GATEWAY -m $MODEL --no-daemon BYPASS',
			c: 'resume --last GATEWAY -m $MODEL --no-daemon BYPASS',
			n: 'exec GATEWAY -m $MODEL --skip-git-repo-check --json BYPASS -- PROMPT',
			s: 'resume GATEWAY -m $MODEL --no-daemon BYPASS -- ID',
			r: 'resume GATEWAY -m $MODEL --no-daemon BYPASS',
			I: 'exec GATEWAY -m $MODEL --skip-git-repo-check --json BYPASS -- PROMPT',
			C: 'exec resume --last GATEWAY -m $MODEL --skip-git-repo-check --json BYPASS -- PROMPT',
			R: 'exec resume GATEWAY -m $MODEL --skip-git-repo-check --json BYPASS -- ID PROMPT',
		},
		direct: {
			i: '--no-daemon BYPASS',
			c: 'resume --last --no-daemon BYPASS',
			n: 'exec --skip-git-repo-check --json BYPASS -- PROMPT',
			s: 'resume --no-daemon BYPASS -- ID',
			r: 'resume --no-daemon BYPASS',
			I: 'exec --skip-git-repo-check --json BYPASS -- PROMPT',
			C: 'exec resume --last --skip-git-repo-check --json BYPASS -- PROMPT',
			R: 'exec resume --skip-git-repo-check --json BYPASS -- ID PROMPT',
		},
		macros: {
			BYPASS: ['--dangerously-bypass-approvals-and-sandbox'],
			GATEWAY: [
				'-c', 'model_provider="clutch"',
				'-c', 'model_providers.clutch={name="Clutch",base_url="$ADDRESS/v1",wire_api="responses",env_key="CLUTCH_KEY"}',
				'-c', 'analytics.enabled=false',
				'-c', 'features.plugins=false',
				'-c', 'features.apps=false',
				'-c', 'check_for_update_on_startup=false',
				'-c', 'projects={"/home/u/api"={trust_level="trusted"}}',
			],
		},
		set: {p: 'CLUTCH_KEY=clutch', b: 'CLUTCH_KEY=clutch'},
	},
	q: {
		gateway: {
			i: '--session-id FRESH --auth-type openai -m $MODEL --yolo',
			c: '--continue --auth-type openai -m $MODEL --yolo',
			n: '--session-id FRESH --auth-type openai -m $MODEL -o json --yolo --prompt=PROMPT',
			s: '--resume ID --auth-type openai -m $MODEL --yolo',
			r: '--resume --auth-type openai -m $MODEL --yolo',
			I: '--session-id FRESH --auth-type openai -m $MODEL -o json --yolo --prompt=PROMPT',
			C: '--continue --auth-type openai -m $MODEL -o json --yolo --prompt=PROMPT',
			R: '--resume ID --auth-type openai -m $MODEL -o json --yolo --prompt=PROMPT',
		},
		direct: {
			i: '--session-id FRESH --yolo',
			c: '--continue --yolo',
			n: '--session-id FRESH -o json --yolo --prompt=PROMPT',
			s: '--resume ID --yolo',
			r: '--resume --yolo',
			I: '--session-id FRESH -o json --yolo --prompt=PROMPT',
			C: '--continue -o json --yolo --prompt=PROMPT',
			R: '--resume ID -o json --yolo --prompt=PROMPT',
		},
		macros: {},
		set: {
			p: 'OPENAI_BASE_URL=$ADDRESS/v1 OPENAI_API_KEY=clutch OPENAI_MODEL=$MODEL QWEN_CODE_SYSTEM_SETTINGS_PATH=/state/launches/SESSION/qwen-settings.json QWEN_USAGE_STATISTICS_ENABLED=0 QWEN_CODE_SKIP_UPDATE_CHECK_ONCE=true',
			b: 'OPENAI_BASE_URL=$ADDRESS/v1 OPENAI_API_KEY=clutch OPENAI_MODEL=$MODEL QWEN_CODE_SYSTEM_SETTINGS_PATH=/state/launches/SESSION/qwen-settings.json QWEN_USAGE_STATISTICS_ENABLED=0 QWEN_CODE_SKIP_UPDATE_CHECK_ONCE=true',
		},
	},
	p: {
		gateway: {
			i: 'PROVIDER --model clutch/$MODEL --session-id FRESH',
			c: 'PROVIDER --model clutch/$MODEL --continue',
			n: 'PROVIDER --model clutch/$MODEL --session-id FRESH -p -- PROMPT',
			s: 'PROVIDER --model clutch/$MODEL --session ID',
			r: 'PROVIDER --model clutch/$MODEL --resume',
			I: 'PROVIDER --model clutch/$MODEL --session-id FRESH -p -- PROMPT',
			C: 'PROVIDER --model clutch/$MODEL --continue -p -- PROMPT',
			R: 'PROVIDER --model clutch/$MODEL --session ID -p -- PROMPT',
		},
		direct: {
			i: '--session-id FRESH',
			c: '--continue',
			n: '--session-id FRESH -p -- PROMPT',
			s: '--session ID',
			r: '--resume',
			I: '--session-id FRESH -p -- PROMPT',
			C: '--continue -p -- PROMPT',
			R: '--session ID -p -- PROMPT',
		},
		macros: {PROVIDER: ['-e', '/state/launches/SESSION/provider.ts']},
		set: {p: 'CLUTCH_KEY=clutch PI_OFFLINE=1', b: 'CLUTCH_KEY=clutch PI_OFFLINE=1'},
	},
	o: {
		gateway: {
			i: '-m clutch/$MODEL --auto',
			c: '-m clutch/$MODEL --auto -c',
			n: 'run -m clutch/$MODEL --format json --auto -- PROMPT',
			s: '-m clutch/$MODEL --auto -s ID',
			// There is no picker to start with: a note says which keys open it.
			r: '-m clutch/$MODEL --auto',
			I: 'run -m clutch/$MODEL --format json --auto -- PROMPT',
			C: 'run -m clutch/$MODEL --format json --auto -c -- PROMPT',
			R: 'run -m clutch/$MODEL --format json --auto -s ID -- PROMPT',
		},
		direct: {
			i: '--auto',
			c: '--auto -c',
			n: 'run --format json --auto -- PROMPT',
			s: '--auto -s ID',
			r: '--auto',
			I: 'run --format json --auto -- PROMPT',
			C: 'run --format json --auto -c -- PROMPT',
			R: 'run --format json --auto -s ID -- PROMPT',
		},
		macros: {
			WITH_TIER: [opencodeConfig('"$MODEL":{"name":"$MODEL"},"$MAIN":{"name":"$MAIN"},"$SMALL":{"name":"$SMALL"}')],
			WITHOUT_TIER: [opencodeConfig('"$MAIN":{"name":"$MAIN"},"$SMALL":{"name":"$SMALL"}')],
		},
		set: {
			p: 'CLUTCH_KEY=clutch [WITH_TIER] {WITHOUT_TIER} OPENCODE_DISABLE_MODELS_FETCH=1 OPENCODE_DISABLE_AUTOUPDATE=1',
			b: 'CLUTCH_KEY=clutch [WITH_TIER] {WITHOUT_TIER} OPENCODE_DISABLE_MODELS_FETCH=1 OPENCODE_DISABLE_AUTOUPDATE=1',
		},
	},
	h: {
		gateway: {
			i: '--cli -m $MODEL --yolo',
			c: '--cli --continue -m $MODEL --yolo',
			n: 'chat -Q -m $MODEL --yolo --query=PROMPT',
			s: '--cli --resume ID -m $MODEL --yolo',
			r: 'sessions browse',
			I: 'chat -Q -m $MODEL --yolo --query=PROMPT',
			C: 'chat -Q --continue -m $MODEL --yolo --query=PROMPT',
			R: 'chat -Q --resume ID -m $MODEL --yolo --query=PROMPT',
		},
		direct: {
			i: '--cli --yolo',
			c: '--cli --continue --yolo',
			n: 'chat -Q --yolo --query=PROMPT',
			s: '--cli --resume ID --yolo',
			r: 'sessions browse',
			I: 'chat -Q --yolo --query=PROMPT',
			C: 'chat -Q --continue --yolo --query=PROMPT',
			R: 'chat -Q --resume ID --yolo --query=PROMPT',
		},
		macros: {},
		set: {
			p: 'HERMES_HOME=/state/launches/SESSION/hermes CLUTCH_KEY=clutch HERMES_DISABLE_LAZY_INSTALLS=1',
			b: 'HERMES_HOME=/state/launches/SESSION/hermes CLUTCH_KEY=clutch HERMES_DISABLE_LAZY_INSTALLS=1',
		},
		setIn: {r: 'HERMES_YOLO_MODE=1'},
	},
	a: {
		gateway: {
			i: 'PROVIDER -m $MODEL --yolo',
			// There is no flag for the last one: it is looked up.
			c: '--resume ses_LATEST PROVIDER -m $MODEL --yolo',
			n: 'PROVIDER -m $MODEL --output-format json -p PROMPT',
			s: '--resume ID PROVIDER -m $MODEL --yolo',
			r: 'PROVIDER -m $MODEL --yolo',
			I: 'PROVIDER -m $MODEL --output-format json -p PROMPT',
			C: '--resume ses_LATEST PROVIDER -m $MODEL --output-format json -p PROMPT',
			R: '--resume ID PROVIDER -m $MODEL --output-format json -p PROMPT',
		},
		direct: {
			i: '--yolo',
			c: '--resume ses_LATEST --yolo',
			n: '--output-format json -p PROMPT',
			s: '--resume ID --yolo',
			r: '--yolo',
			I: '--output-format json -p PROMPT',
			C: '--resume ses_LATEST --output-format json -p PROMPT',
			R: '--resume ID --output-format json -p PROMPT',
		},
		macros: {PROVIDER: ['--provider', 'openai-compatible']},
		set: {
			p: 'OPENAI_COMPATIBLE_BASE_URL=$ADDRESS/v1 OPENAI_COMPATIBLE_API_KEY=clutch ANTE_TELEMETRY=0',
			b: 'OPENAI_COMPATIBLE_BASE_URL=$ADDRESS/v1 OPENAI_COMPATIBLE_API_KEY=clutch ANTE_TELEMETRY=0',
		},
	},
	g: {
		gateway: {
			i: '--model $MODEL BYPASS',
			c: '--continue --model $MODEL BYPASS',
			n: '--model $MODEL HEADLESS BYPASS -p=PROMPT',
			s: '--conversation ID --model $MODEL BYPASS',
			r: '--model $MODEL BYPASS',
			I: '--model $MODEL HEADLESS BYPASS -p=PROMPT',
			C: '--continue --model $MODEL HEADLESS BYPASS -p=PROMPT',
			R: '--conversation ID --model $MODEL HEADLESS BYPASS -p=PROMPT',
		},
		direct: {
			i: 'BYPASS',
			c: '--continue BYPASS',
			n: 'HEADLESS BYPASS -p=PROMPT',
			s: '--conversation ID BYPASS',
			r: 'BYPASS',
			I: 'HEADLESS BYPASS -p=PROMPT',
			C: '--continue HEADLESS BYPASS -p=PROMPT',
			R: '--conversation ID HEADLESS BYPASS -p=PROMPT',
		},
		macros: {BYPASS: ['--dangerously-skip-permissions'], HEADLESS: ['--output-format', 'json', '--print-timeout', '30m']},
		set: {
			p: 'GOOGLE_GEMINI_BASE_URL=$ADDRESS GEMINI_API_KEY=clutch AGY_CLI_DISABLE_AUTO_UPDATE=1',
			b: 'GOOGLE_GEMINI_BASE_URL=$ADDRESS GEMINI_API_KEY=clutch AGY_CLI_DISABLE_AUTO_UPDATE=1',
		},
	},
};
