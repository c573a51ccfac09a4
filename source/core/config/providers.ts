/** The ids whose `<ID>_API_KEY` counts as a key of theirs without being declared in the config. */
export const keyedProviders: readonly string[] = ['openrouter', 'anthropic', 'openai', 'gemini', 'deepseek', 'groq', 'mistral', 'xai', 'moonshot', 'zai', 'minimax', 'qwen', 'nvidia', 'cerebras', 'together', 'fireworks'];
