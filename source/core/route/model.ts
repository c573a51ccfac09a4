import type {Config, RoleName} from '../config/config.js';
import {providerRow} from '../provider/rows.js';

/** A model and who serves it. */
export type Candidate = {readonly provider: string; readonly model: string};

export type ResolvedModel = Candidate & {
	/** Whether the text itself named the provider. */
	readonly named: boolean;
};

/**
Who serves what a model string says. In this order:

1. `provider:rest` names any provider that is known, by the config or by Clutch.
2. `provider/rest` names one the config gives a `base_url`, or one of `openrouter`, `claude`, `anthropic-direct`, `ollama`, `lm-studio`, `llama-cpp`, `vllm`, `local`, `demo`, `cli-proxy`. Other names before a slash belong to the model: `deepseek/deepseek-v4-flash:free` is how OpenRouter calls it, and a key for DeepSeek must not send it elsewhere.
3. With OpenRouter as the default provider, whose names all have a slash, a plain name of a vendor's own series (`claude-…`, `gemini-…`, `gpt-…`) belongs to that vendor.
4. Everything else is a model of `default_provider`, as it stands.
*/
export function resolveModel(text: string, config: Config): ResolvedModel {
	const [, before, mark, rest] = /^([a-z\d][a-z\d._-]*)([:/])(.+)$/.exec(text) ?? [];
	if (before !== undefined && rest !== undefined && (mark === ':' ? isKnown(before, config) : standsBeforeSlash(before, config))) {
		return {provider: providerId(before, config), model: rest, named: true};
	}

	const vendor = config.default_provider === 'openrouter' && !text.includes('/') ? vendorOf(text) : undefined;
	return {provider: vendor ?? config.default_provider, model: text, named: false};
}

/** The role an agent means by its vendor's names; whatever else it says it means its main model. */
export function roleOf(model: string): RoleName {
	if (/haiku|(?:^|clutch-|demo-)small$/i.test(model)) {
		return 'SMALL';
	}

	return /sonnet|(?:^|clutch-|demo-)middle$/i.test(model) ? 'MIDDLE' : 'BIG';
}

/** Whether a person who says this means a role and no model: our own names for them, and the plain ones of Claude Code. */
export function isRoleName(text: string): boolean {
	return /^(?:(?:claude-)?clutch-)?(?:big|middle|small)$|^(?:opus|sonnet|haiku|fable)$/i.test(text);
}

function isKnown(name: string, config: Config): boolean {
	return Object.hasOwn(config.providers, name) || providerRow(name) !== undefined;
}

function standsBeforeSlash(name: string, config: Config): boolean {
	const given = Object.hasOwn(config.providers, name) ? config.providers[name] : undefined;
	if (given?.base_url !== undefined || given?.left_out !== undefined) {
		return true;
	}

	const row = providerRow(name);
	return row !== undefined && (row.beforeSlash === true || row.id !== name);
}

/** The id of a provider by one of its names. */
export function providerId(name: string, config: Config): string {
	return Object.hasOwn(config.providers, name) ? name : providerRow(name)?.id ?? name;
}

const vendorSeries: ReadonlyArray<readonly [pattern: RegExp, provider: string]> = [
	[/^claude-/, 'anthropic'],
	[/^gemini-/, 'gemini'],
	[/^(?:gpt-|codex-|o\d)/, 'openai'],
];

function vendorOf(model: string): string | undefined {
	return vendorSeries.find(([pattern]) => pattern.test(model))?.[1];
}
