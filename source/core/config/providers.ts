import {providerRows} from '../provider/rows.js';

/** The ids whose `<ID>_API_KEY` counts as a key of theirs without being declared in the config: vendors, not servers on this machine. The Codex of ChatGPT takes logins only: `CODEX_API_KEY` is a key of OpenAI. */
export const keyedProviders: readonly string[] = providerRows.filter(row => row.loginOnly !== true).map(row => row.id).filter(id => !['ollama', 'lm-studio', 'llama-cpp', 'vllm', 'local', 'demo', 'cli-proxy'].includes(id));
